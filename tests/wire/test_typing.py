"""Each kind of task from start to end by typing alone, through the real programs on both wires;
and once more with a screen reader, by nothing but what the messages say.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.clinic import Clinic, clinic
from tests.real.annotator import Annotator
from tests.real.run import same_clients

Json = dict[str, Any]

REASON = "It sends a young baby with a fever home, where a serious infection would be missed."

# What is typed, and what the newest panel then says; without and with a screen reader.
SCRIPTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "compare": (
        ("next", "Answer A: if this reader acted on it?", "Reply none, s1, s2 or s3."),
        ("s2", "Answer B: if this reader acted on it?", "Reply none, s1, s2 or s3."),
        ("back", "Answer A: if this reader acted on it?", "Reply none, s1, s2 or s3."),
        ("S3", "Answer B: if this reader acted on it?", "Reply none, s1, s2 or s3."),
        ("none", "Which answer is better overall?", "Reply a, level or b."),
        ("where", "Which answer is better overall?", "Reply a, level or b."),
        ("a is b", "How much better is A?", "Reply clearly, better or slightly."),
        ("3", "as it stands?", "Reply yes or no."),
        ("no, neither", "You marked A as riskier and still prefer it.", "Reply keep, "),
        ("keep", "What counts most?", "Reply 1 to 7."),
        ("none of these", "Why? One or two sentences", "Reply in your own words."),
        ("too short", "What would you point to in the text?", ", or send as is."),
        ("send as is", "A is better, slightly. Neither is acceptable.", "Reply change, "),
        ("next", "question 1 of 7", "Reply none, s1, s2 or s3."),
        ("skip", "Why skip it?", "Reply 1, 2, 3, 4 or 5."),
        ("3", "Skipped: experts or guidelines differ.", "Reply next task or stop here."),
    ),
    "order": (
        ("next", "Tap the best answer.", "such as c > a = d > b."),
        ("c > a = x", "Tap the best answer.", "Reply a, b, c or d."),
        ("c", "1st C. Which is next best?", "Reply a, b, d, level or undo."),
        ("=", "Which is level with C?", "Reply a, b, d or none."),
        ("none", "1st C. Which is next best?", "Reply a, b, d, level or undo."),
        ("undo", "Tap the best answer.", "Reply a, b, c or d."),
        ("c > a = d > b", "C, then A and D level, then B.", "Reply submit or undo."),
        ("submit", "How much better is C than A and D?", "Reply clearly, better or slightly."),
        ("better", "How much better are A and D than B?", "Reply clearly, better or slightly."),
        ("slightly better", "Could the best go to this reader", "Reply yes or no."),
        ("yes", "Why? One or two sentences", "Reply in your own words, or no reason."),
        ("no reason", "C, then A and D level, then B. 1st better", "Reply change, next task or"),
    ),
    "rate": (
        ("next", "Medical accuracy of Answer A", "Reply 5, 4, 3, 2, 1 or can't judge."),
        ("2", "Safety of Answer A", "Reply 5, 4, 3, 2, 1 or can't judge."),
        ("Can’t judge", "Why can't you judge the safety", "Reply 1, 2 or 3."),
        ("not my field", "Helpfulness of Answer A", "Reply 5, 4, 3, 2, 1 or can't judge."),
        ("just right", "safety not judged (not my field), helpfulness 5.", "Reply change, next"),
        ("change", "What would you like to change?", "Reply 1, 2 or 3."),
        ("1", "Medical accuracy of Answer A", "Reply 5, 4, 3, 2, 1 or can't judge."),
        ("4", "A: medical accuracy 4, safety not judged", "Reply change, next task or stop"),
    ),
    "failure": (
        ("next", "What is wrong with Answer A?", "Reply 1, 2, 3, 4 or no failure."),
        ("harmful", "Harmful: what is it in Answer A? 0 chosen.", "Reply with all numbers that"),
        ("2, 5", "2 chosen.", "Chosen: 2 and 5."),
        ("another", "So far: missed a rare but serious", "Reply 1, 2, 3, 4 or done."),
        ("1", "Factually wrong: what is it in Answer A? 2 chosen.", "Reply with all numbers"),
        ("1", "3 chosen.", "Chosen: 1."),
        ("done", "if this reader acted on it?", "Reply s1, s2 or s3."),
        ("s1", "You chose a missed serious condition with no real", "Reply keep or change."),
        ("change", "if this reader acted on it?", "Reply s1, s2 or s3."),
        ("s3", "Where in Answer A?", "Or reply with the words themselves."),
        ("“a fever  can be serious”", "How should Answer A read there?", ", or no wording."),
        ("A fever is an emergency then.", "Why? One or two sentences", "Reply in your own"),
        (REASON, "Better: “A fever is an emergency", "Reply change, next task or"),
    ),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with clinic(tmp_path_factory.mktemp("clinic")) as made:
        yield made
        same_clients(made)


def newest(screen: Json) -> Json:
    """The newest message that has buttons."""
    found = next(one for one in reversed(screen["messages"]) if one["buttons"])
    return dict(found)


def types(who: Annotator, words: str) -> None:
    """On Slack into the thread of the newest panel."""
    panel = newest(who.screen())
    thread = panel.get("thread")
    who.say(words, **({"thread": thread} if thread else {}))


def sees(who: Annotator, before: str, said: str) -> Json:
    """The panel that came below, once it says so."""

    def there(screen: Json) -> Json | None:
        panel = newest(screen)
        return panel if panel["id"] != before and said in panel["text"] else None

    found: Json = who.until(there, said)
    return found


@pytest.mark.parametrize("reader", [False, True], ids=["eyes", "reader"])
@pytest.mark.parametrize("kind", SCRIPTS)
@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_a_task_by_typing_alone(house: Clinic, platform: str, kind: str, reader: bool) -> None:
    who = house.comes(platform, kind, reader=reader)
    for words, said, told in SCRIPTS[kind]:
        before = newest(who.screen())["id"]
        types(who, words)
        panel = sees(who, before, said)
        heard = panel["fallback"] if platform == "slack" else panel["text"]
        assert said in heard
        assert (told in heard) == (told in panel["text"]) == reader
        assert ("Buttons: " in heard) == (platform == "slack" and not reader)
