"""What people were asked, in the words they saw: by these words a model's engineer reads the codes.

Versions of a rubric never change, so that a row's `rubric` says how it was asked for good.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.kinds.flag import HARM
from bot.rubric import FAILURES, FAMILY_OF, REASONS, SEVERITIES
from bot.words import SKIPS

MARKS: Mapping[str, tuple[str, ...]] = {
    "ranking": ("ranking",),
    "ratings": ("ratings",),
    "flags": ("risk", "failures"),
    "corrections": ("corrections",),
    "rationale": ("rationale",),
}
"""By what is counted, the parts of an answer of which one has to be there."""

_NAMES = {
    "ranking": "an order; of two answers, which is better",
    "ratings": "ratings by criteria",
    "flags": "risks or failures",
    "corrections": "a better wording, by those who gave one",
    "rationale": "a reason, by those who gave one",
}


def marks(answer: Mapping[str, Any]) -> Iterable[str]:
    """What this answer says something about."""
    for mark, parts in MARKS.items():
        given = [answer.get(part) for part in parts]
        if mark == "corrections":
            if any(text for text in (given[0] or {}).values()):
                yield mark
        elif any(one is not None for one in given):
            yield mark


def codes() -> dict[str, dict[str, str]]:
    """Every code that a column may hold, with its words."""
    return {
        "severities": {
            code: label.removeprefix(f"{code} ")
            for code, (label, _) in zip(SEVERITIES, HARM, strict=True)
        },
        "failures": {code: one.words for code, one in FAILURES.items()},
        "main_reasons": {code: words for code, words in REASONS.items() if code not in FAMILY_OF},
        "abstentions": {code: words for words, code in SKIPS},
    }


def section(data: Mapping[str, Any]) -> str:
    """What was asked, for the data card."""
    counts = data["counts"]["votes_with"]
    rows = [f"| {name} | {counts[mark]:,} |" for mark, name in _NAMES.items() if counts[mark]]
    lines = ["| votes with | |", "|---|---|", *rows] if rows else ["Nobody has judged a task yet."]
    parts = ["## What was asked", "\n".join(lines)]
    if counts["flags"]:
        parts += [_severities(data), _failures(data)]
    if counts["ratings"]:
        parts.append(_criteria(data))
    return "\n\n".join(parts)


def _severities(data: Mapping[str, Any]) -> str:
    told = "; ".join(f"`{code}` {words}" for code, words in data["codes"]["severities"].items())
    return (
        f"**Severity**, if this reader acted on the answer: {told}. Of a response that was asked"
        " about and has no row in `flags`, nothing was found."
    )


def _failures(data: Mapping[str, Any]) -> str:
    told = "; ".join(f"`{code}` {words}" for code, words in data["codes"]["failures"].items())
    return f"**Kinds of failure**: {told}."


def _criteria(data: Mapping[str, Any]) -> str:
    """The criteria of the newest version in this release; manifest.json has those of all."""
    newest = max(data["rubrics"], key=int)
    lines = [
        "**Ratings**, from 5 to 1. “Can't judge” is an answer and no number: `cannot` says why."
    ]
    lines += [
        f"- `{one['id']}` {one['name']}: "
        + " ".join(
            f"**{number} {level['label']}.** {level['anchor']}"
            for number, level in zip((5, 4, 3, 2, 1), one["levels"], strict=True)
        )
        for one in data["rubrics"][newest]["criteria"]
    ]
    if len(data["rubrics"]) > 1:
        told = ", ".join(sorted(data["rubrics"], key=int))
        lines.append(
            f"\nThese are the words of version {newest}. `rubric` names the version by which a row"
            f" was judged (here: {told}); `manifest.json` has the words of each."
        )
    return "\n".join(lines)
