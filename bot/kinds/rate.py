"""How good each answer is by the project's criteria, from 5 to 1; or why that cannot be judged.

Stored under `ratings` by response id and criterion: 1 to 5, or {"cannot": code}, which is an
abstention and never a number. While the reason for one is awaited its place stands in `unsure`.
Anchors: method.md 2.1; codes: the first three of the Skip list (conversation.md 6, 9).
"""

from collections.abc import Sequence

from bot.kinds.base import Brief, Option, Question, lacking, within, without
from bot.records import Answer
from bot.rubric import SAFETY, Criterion
from bot.tongue import COMMA, joined, phrase, small, spelt
from bot.words import MARKED, SKIPS

BEST = 5
CANNOT = SKIPS[:3]
CANT_JUDGE = Option(
    phrase("Can't judge"), (spelt("can't judge"), spelt("cannot judge"), spelt("cant judge"))
)


class Rate:
    """Each criterion of each answer; all of one answer first, so that it is read once."""

    name = "rate"
    stems: tuple[str, ...] = ("rating",)

    def refuse(self, responses: int) -> str:
        return ""

    def questions(self, brief: Brief, answer: Answer) -> Sequence[str]:
        return [
            f"rating:{criterion.id}:{place}"
            for place in range(brief.size)
            for criterion in brief.rubric.criteria
        ]

    def taps(self, brief: Brief) -> int:
        return len(self.questions(brief, {}))

    def done(self, key: str, brief: Brief, answer: Answer) -> bool:
        response, criterion, _ = _about(key, brief)
        return criterion.id in answer.get("ratings", {}).get(response, {})

    def question(self, key: str, brief: Brief, answer: Answer) -> Question:
        _, criterion, letter = _about(key, brief)
        about = phrase("{criterion}, {letter}", criterion=criterion.name, letter=letter)
        if answer.get("unsure") == key:
            text = phrase(
                "Why can't you judge the {criterion} of Answer {letter}?",
                criterion=criterion.name.lower(),
                letter=letter,
            )
            options = tuple(Option(label) for label, _ in CANNOT)
            return Question(key, text, options, stacked=True, about=about, step="/why")
        levels = tuple(
            Option(f"{BEST - n} {level.label}", (str(BEST - n), level.label), level.anchor)
            for n, level in enumerate(criterion.levels)
        )
        text = phrase("{criterion} of Answer {letter}", criterion=criterion.name, letter=letter)
        return Question(key, text, (*levels, CANT_JUDGE), stacked=True, about=about)

    def choose(self, key: str, choice: int, brief: Brief, answer: Answer) -> Answer:
        response, criterion, _ = _about(key, brief)
        if answer.get("unsure") == key:
            given = {"cannot": CANNOT[choice][1]}
            return _rated(without(answer, "unsure"), response, criterion.id, given)
        if choice == len(criterion.levels):
            return {**answer, "unsure": key}
        if choice > len(criterion.levels):
            raise IndexError(choice)
        return _rated(answer, response, criterion.id, BEST - choice)

    def read(self, key: str, text: str, brief: Brief, answer: Answer) -> Answer | str | None:
        return None

    def earlier(self, key: str, brief: Brief, answer: Answer) -> Answer | None:
        return without(answer, "unsure") if answer.get("unsure") == key else None

    def clear(self, key: str, brief: Brief, answer: Answer) -> Answer:
        response, criterion, _ = _about(key, brief)
        rated = {"of": answer.get("ratings", {}).get(response, {})}
        left = lacking(rated, "of", criterion.id).get("of")
        if left:
            return within(answer, "ratings", response, left)
        return lacking(answer, "ratings", response)

    def finish(self, brief: Brief, answer: Answer) -> Answer:
        return without(answer, "unsure")

    def called(self, key: str, brief: Brief) -> str:
        _, criterion, letter = _about(key, brief)
        return phrase("{letter}: {name}", letter=letter, name=criterion.name)

    def tell(self, brief: Brief, answer: Answer) -> Sequence[str]:
        told = []
        for place, letter in enumerate(brief.letters):
            given = answer.get("ratings", {}).get(brief.at(place).id, {})
            said = [
                phrase(
                    "{criterion} {rating}",
                    criterion=criterion.name.lower(),
                    rating=_said(given[criterion.id]),
                )
                for criterion in brief.rubric.criteria
                if criterion.id in given
            ]
            if said:
                told.append(MARKED.format(letter=letter, marks=joined(COMMA, said)))
        return told


def anchors(criteria: Sequence[Criterion], over_alarm: str) -> str:
    """Each criterion with what its numbers mean, for [What does this mean?]."""
    said = []
    for criterion in criteria:
        lines = [criterion.name]
        lines += [f"{BEST - n} {one.label}: {one.anchor}" for n, one in enumerate(criterion.levels)]
        if criterion.id == SAFETY.id:
            lines.append(over_alarm)
        said.append(joined("\n", lines))
    return joined("\n\n", said)


def _about(key: str, brief: Brief) -> tuple[str, Criterion, str]:
    """What "rating:safety:1" is about: the response's id, the criterion, the letter."""
    name, _, place = key.removeprefix("rating:").rpartition(":")
    criterion = next(one for one in brief.rubric.criteria if one.id == name)
    return brief.at(int(place)).id, criterion, brief.letters[int(place)]


def _rated(answer: Answer, response: str, criterion: str, given: object) -> Answer:
    rated = {**answer.get("ratings", {}).get(response, {}), criterion: given}
    return within(answer, "ratings", response, rated)


def _said(given: int | dict[str, str]) -> str:
    if isinstance(given, int):
        return str(given)
    labels = {code: label for label, code in CANNOT}
    return phrase("not judged ({why})", why=small(labels[given["cannot"]]))
