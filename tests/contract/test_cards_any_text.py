"""Whatever a task, a project and a reason say, every card about them can be sent, and whole."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.cards import Post
from bot.records import Item
from bot.rubric import Rubric
from bot.text import restore
from bot.words import NO_PATIENT
from tests.contract.drawn import calls
from tests.contract.wall import wall
from tests.gallery_texts import HOSTILE, PROJECT, UNBROKEN, item
from tests.gallery_visit import Visit
from tests.playground.server import Playground

letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.builds(
    lambda word, gap, times: (word + gap) * times,
    st.text(letters, min_size=1, max_size=30).filter(lambda text: any(map(str.isalnum, text))),
    st.sampled_from(["", " ", "\n\n", "&"]),
    st.sampled_from([1, 9, 400]),
)
"""Words of any script, once or many times, with and without places to break."""


def through(platform: str, rubric: Rubric, one: Item, other: Item, reason: str) -> None:
    """Two tasks are opened, explained, and a reason typed beside them; all of it must be drawn."""

    def sent(visit: Visit) -> Visit:
        assert calls(platform, visit.outs) or not visit.outs
        return visit

    visit = Visit(platform, PROJECT, one, other, rubric=rubric)
    sent(visit.says("next"))
    sent(visit.presses("More", "What does"))
    sent(visit.presses("Back"))
    visit.presses("Level", "Yes", "None of").waits(hours=1)
    sent(visit.presses_token("home:1:next"))
    sent(visit.presses("Another one")).presses("Level", "Yes", "None of")
    sent(visit.says(reason, aside=True))
    if visit.memory.apart:  # it looks like patient details: a coordinator lets it pass
        sent(visit.presses(NO_PATIENT)).decided(use=True)
        sent(visit)
    (kept,) = visit.memory.waiting_words
    sent(visit.presses_token(f"held:{kept.tasks.index(visit.task.id) + 1}:{kept.id}"))
    if visit.task.question:
        sent(visit.presses("Send as is"))
    sent(visit.says("answers"))


@settings(max_examples=60, deadline=None)
@given(texts, texts, texts)
@example(HOSTILE, HOSTILE, HOSTILE)
@example(UNBROKEN, "&" * 20_000, "<" * 20_000)
@example("\u0301a" * 3_000, "👨‍👩‍👧" * 3_000, "\u202e" * 3_000)
def test_every_card_can_be_sent(platform: str, prompt: str, guideline: str, reason: str) -> None:
    rubric = Rubric(guideline=guideline)
    through(platform, rubric, item(1, prompt, "a", "b"), item(2, prompt, "a", "b"), reason)


LONG = {
    "words": "word " * 6_000,
    "nothing to break at": "x" * 12_000,
    "signs that grow": "<&>" * 4_000,
    "no spaces": "ねこ" * 15_000,
}


async def test_a_very_long_answer_is_shown_whole(platform: str) -> None:
    """12,000 to 30,000 characters without one paragraph: message by message, over the wire."""
    async with Playground() as play, wall(play, platform) as on:
        for text in LONG.values():
            task = item(1, "Why?", text, "Because.")
            stored: dict[str, list[str]] = {}
            for out in Visit(platform, PROJECT, task).says("next").outs:
                at = await on.hang(out)
                if isinstance(out, Post) and out.card.literal and at:
                    stored.setdefault(out.name.split(":")[2], []).append(at.id)
            seen: dict[str, Any] = {str(m["id"]): m for m in (await on.screen())["messages"]}
            shown = {restore(seen[ref]["text"] for ref in stored[part]) for part in "ab"}
            assert shown == {text, "Because."}
        assert (await play.get("ledger"))["violations"] == []
