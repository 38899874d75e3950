"""What somebody who knows what they mean does next, read from the panel, whatever came before.

Nothing is known of the engine but the words that people see. The same panel and the same meaning
give the same act, so that whoever was interrupted goes on where they are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.rubric import FAILURES, FAMILIES, FAMILY_OF, REASONS
from bot.words import SKIPS
from tests.meaning import Meant, Plan
from tests.medley import CRITERIA, sentences
from tests.real.judging import ordered

NUMBER = re.compile(r"Question number (\d+) of")
SLIP = "Reason: my patient born 3/14/61 waited three days and lost the kidney."
"""What may name a patient, and so is used by nobody."""

SKIP_LABELS = {code: label for label, code in SKIPS}
RISKS = {"none": "no concern", "S1": "S1 ", "S2": "S2 ", "S3": "S3 "}
STRENGTHS = {3: "Clearly better", 2: "Better", 1: "Slightly better"}


@dataclass(frozen=True)
class Panel:
    """A panel as somebody sees it. `letters` tells under which letter an answer stands, `listed`
    whether there is a list of whole orders, `warned` that a text of theirs was not used."""

    text: str
    labels: Sequence[str]
    letters: Mapping[str, str]
    listed: bool = False
    warned: bool = False
    form: bool = False

    @property
    def number(self) -> int | None:
        """Which task of the medley it is of; None for none."""
        found = NUMBER.search(self.text)
        return int(found[1]) if found else None

    def letter_in(self, pattern: str) -> str:
        """The answer that the words name, by its id."""
        found = re.search(pattern, self.text)
        assert found, self.text
        return next(key for key, letter in self.letters.items() if letter == found[1])


@dataclass(frozen=True)
class Act:
    """One thing to do: a "tap" on a label, an order from the "list", "words" to type, words in
    a "form", words marked in an answer and sent as a "quote", or an "edit" of a reason."""

    kind: str
    what: str
    about: str = ""


def tap(label: str) -> Act:
    return Act("tap", label)


def said(panel: Panel, meant: Meant, plan: Plan) -> Act:
    """The answer to a question about the task."""
    for words, answer in QUESTIONS:
        if words in panel.text:
            return answer(panel, meant, plan)
    if "Submit" in panel.labels:
        return _order(panel, meant, plan)
    if any(label.startswith("5 ") for label in panel.labels):
        return _rating(panel, meant, plan)
    raise AssertionError(f"nobody knows what to say to {panel.text!r}, {panel.labels}")


def _why(panel: Panel, meant: Meant, plan: Plan) -> Act:
    if not meant.rationale:
        return tap("No reason")
    form = plan.form and "Write…" in panel.labels
    return Act("form" if form else "words", meant.rationale, "reason")


def _order(panel: Panel, meant: Meant, plan: Plan) -> Act:
    groups = [[panel.letters[key] for key in group] for group in meant.ranking]
    if plan.typed and "Tap the best answer." in panel.text:
        whole = " > ".join(" = ".join(sorted(group)) for group in groups)
        return Act("list", whole) if panel.listed else Act("words", whole.lower(), "order")
    label = ordered(panel.text, list(panel.labels), groups)
    assert label, f"no order fits {panel.text!r}"
    return tap(label)


def _how_much(panel: Panel, meant: Meant, plan: Plan) -> Act:
    """How much better the group that is named is than the next."""
    found = re.search(r"How much better (?:is|are) ([^?]+?)(?: than [^?]+)?\?", panel.text)
    assert found, panel.text
    named = sorted(re.findall(r"\b[A-I]\b", found[1]))
    groups = [sorted(panel.letters[key] for key in group) for group in meant.ranking]
    return tap(STRENGTHS[meant.strengths[groups.index(named)]])


def _stands(panel: Panel, meant: Meant, plan: Plan) -> Act:
    return tap(panel.labels[0 if meant.stands else 1])


def _main(panel: Panel, meant: Meant, plan: Plan) -> Act:
    if meant.main is None:
        return tap("None of these")
    key, code = meant.main
    return tap(f"{panel.letters[key]}: {REASONS[code]}")


def _risk(panel: Panel, meant: Meant, plan: Plan) -> Act:
    key = panel.letter_in(r"Answer ([A-I]): if this reader")
    wanted = f"{panel.letters[key]}: {RISKS[meant.risks[key]]}"
    return tap(next(label for label in panel.labels if label.startswith(wanted)))


def _rating(panel: Panel, meant: Meant, plan: Plan) -> Act:
    key = panel.letter_in(r" of Answer ([A-I])")
    name = next(one for one, words in CRITERIA.items() if f"{words} of Answer" in panel.text)
    value = meant.ratings[key][name]
    if isinstance(value, str):
        return tap("Can't judge")
    return tap(next(label for label in panel.labels if label.startswith(f"{value} ")))


def _cannot(panel: Panel, meant: Meant, plan: Plan) -> Act:
    key = panel.letter_in(r" of Answer ([A-I])")
    name = next(n for n, words in CRITERIA.items() if f"the {words.lower()} of" in panel.text)
    value = meant.ratings[key][name]
    return tap(SKIP_LABELS[value] if isinstance(value, str) else "Back")


def _families(panel: Panel, meant: Meant, plan: Plan) -> Act:
    """A family of which what is chosen so far is not what is meant; else on."""
    key = panel.letter_in(r"What is wrong with Answer ([A-I])")
    differ = set(meant.failures[key]) ^ set(_so_far(panel))
    for family in FAMILIES:
        if any(one.code in differ for one in family.failures):
            return tap(family.name)
    return tap("Done" if "Done" in panel.labels else "No failure found")


def _kinds(panel: Panel, meant: Meant, plan: Plan) -> Act:
    """The next toggle of this family that is not as it is meant to be; then another, or the end."""
    key = panel.letter_in(r": what is it in Answer ([A-I])\?")
    family = next(one for one in FAMILIES if f"{one.name}: what is it" in panel.text)
    wanted = set(meant.failures[key])
    for number, failure in enumerate(family.failures, start=1):
        on = any(label.startswith(f"{number} chosen: ") for label in panel.labels)
        if on != (failure.code in wanted):
            begins = f"{number} chosen: " if on else f"{number} "
            return tap(next(one for one in panel.labels if one.startswith(begins)))
    others = {code for code in wanted ^ set(_so_far(panel)) if FAMILY_OF[code] != family.name}
    return tap("Another kind of problem" if others or not wanted else "Done")


def _so_far(panel: Panel) -> list[str]:
    found = re.search(r"So far: (.+)\.$", panel.text, re.MULTILINE)
    words = found[1].split("; ") if found else []
    return [code for code, failure in FAILURES.items() if failure.words.lower() in words]


def _place(panel: Panel, meant: Meant, plan: Plan) -> Act:
    """By its button, or by its words."""
    key = panel.letter_in(r"Where in Answer ([A-I])\?")
    place = meant.places[key]
    if place is None:
        return tap("No one place")
    if plan.typed:
        return Act("quote", sentences(plan.number, key)[place], panel.letters[key])
    return tap(f"Sentence {place + 1}")


def _wording(panel: Panel, meant: Meant, plan: Plan) -> Act:
    words = meant.wordings[panel.letter_in(r"How should Answer ([A-I]) read")]
    if not words:
        return tap("No wording")
    form = plan.form and "Write…" in panel.labels
    return Act("form" if form else "words", words, "wording")


QUESTIONS: tuple[tuple[str, Callable[[Panel, Meant, Plan], Act]], ...] = (
    ("What would you point to in the text?", lambda panel, meant, plan: tap("Send as is")),
    ("Keep both?", lambda panel, meant, plan: tap("Keep both")),
    ("still prefer it.", lambda panel, meant, plan: tap("Keep both")),
    ("still put it above.", lambda panel, meant, plan: tap("Keep both")),
    ("Why can't you judge", _cannot),
    ("if this reader acted on it?", _risk),
    ("What is wrong with Answer", _families),
    (": what is it in Answer", _kinds),
    ("Where in Answer", _place),
    ("How should Answer", _wording),
    ("What counts most?", _main),
    ("Why? One or two sentences", _why),
    ("How much better", _how_much),
    ("as it stands?", _stands),
    ("Which answer is better overall?", _order),
    ("Tap the best answer.", _order),
    ("Which is next best?", _order),
    ("Which is level with", _order),
    ("is left.", _order),
)
"""By words of each question, in the order in which they are looked for."""
