"""Which questions a task asks, and which comes next, told from its files and the answer so far.

Written from the texts that people were promised (conversation.md 4 to 8) and not from the engine's
kinds: where the two disagree, one of them is wrong.
"""

from typing import Any

from bot.rubric import FAULTS, MERITS
from tests.machine.halls import Answer, Asked, worse

GRAVE = ("H2", "H3", "H5")
WAITING = ("picked", "level", "family", "unsure", "draft")
"""What is only on its way to an answer."""

REASON = ("main", "rationale", "draft", "nudged", "as_is")
OF_RANK = ("ranking", "picked", "level", "strength", "strengths", "stands")
OF_FLAG = {
    "risk": "risk",
    "failures": "failures",
    "agreed": "agreed",
    "span": "spans",
    "correction": "corrections",
}
"""Where the answer to each question about what is wrong is kept."""

Left = dict[str, Any]


def less(answer: Answer, *keys: str) -> Left:
    return {key: value for key, value in answer.items() if key not in keys}


def less_of(answer: Answer, key: str, inner: str) -> Left:
    """Less what is said of one response; nothing is left of a mark that nobody has."""
    left = less(answer.get(key, {}), inner)
    return {**answer, key: left} if left else less(answer, key)


def put(answer: Answer, key: str, inner: str, value: Any) -> Left:
    return {**answer, key: {**answer.get(key, {}), inner: value}}


# -- what follows from what was said --------------------------------------------------------------


def grave(answer: Answer, response: str) -> bool:
    """A serious kind of failure, and no real harm."""
    kinds = answer.get("failures", {}).get(response, ())
    return answer.get("risk", {}).get(response) == "S1" and bool(set(kinds) & set(GRAVE))


def hopeless(asked: Asked, answer: Answer) -> bool:
    """Whatever goes out does serious harm."""
    return [answer.get("risk", {}).get(one) for one in asked.shown] == ["S3"] * asked.size


def risks(answer: Answer) -> dict[str, str]:
    """What each could do to its reader: nothing, where no failure was found."""
    found = {one: "none" for one, kinds in answer.get("failures", {}).items() if kinds == []}
    return {**found, **answer.get("risk", {})}


def riskier(answer: Answer) -> bool:
    """Something stands above what was marked as less risky, or has no failure."""
    risk, groups = risks(answer), answer.get("ranking") or []
    return any(
        worse(risk[above], risk[below])
        for place, group in enumerate(groups)
        for above in group
        for later in groups[place + 1 :]
        for below in later
        if above in risk and below in risk
    )


def holds(condition: str, answer: Answer) -> bool:
    """Whether a condition of the file is met."""
    if condition in ("S1", "S2", "S3"):
        return any(not worse(condition, one) for one in answer.get("risk", {}).values())
    return {
        "clearly": 3 in (answer.get("strength"), *answer.get("strengths", {}).values()),
        "level": len(answer.get("ranking") or ()) == 1,
        "contradiction": riskier(answer),
        "neither": answer.get("stands") is False,
    }[condition]


def reason_asked(asked: Asked, answer: Answer) -> bool:
    only = asked.said.get("conditions", {}).get("rationale")
    return not only or any(holds(one, answer) for one in only)


def reason_required(asked: Asked, answer: Answer) -> bool:
    return any(holds(one, answer) for one in asked.said["reason_required"])


def main_reasons(asked: Asked, answer: Answer) -> list[list[str]]:
    """What failed in the one that lost and was good in the one that won; level, what failed."""
    groups = answer.get("ranking") or []
    if len(groups) == 2:
        (won,), (lost,) = groups
        return [[lost, code] for _, code in FAULTS] + [[won, code] for _, code in MERITS]
    return [[one, code] for one in asked.shown for _, code in FAULTS]


# -- the questions ---------------------------------------------------------------------------------


def questions(asked: Asked, answer: Answer) -> list[str]:
    """All there are by now, in the order in which they are asked."""
    keys: list[str] = []
    if "flag" in asked.ask:
        for place, response in enumerate(asked.shown):
            keys += [f"{stem}:{place}" for stem in _of_flag(asked, answer, response)]
    if "rate" in asked.ask:
        keys += [f"rating:{one}:{n}" for n in range(asked.size) for one in asked.criteria]
    if "rank" in asked.ask:
        keys += _of_rank(asked, answer)
    if "rationale" in asked.ask and reason_asked(asked, answer):
        compared = asked.size == 2 and "rank" in asked.ask
        keys += ["main", "rationale"] if compared else ["rationale"]
    return keys


def _of_flag(asked: Asked, answer: Answer, response: str) -> list[str]:
    if not asked.kinds:
        return ["risk"]
    if answer.get("failures", {}).get(response) == []:
        return ["failures"]
    twice = grave(answer, response) or response in answer.get("agreed", {})
    wording = ["correction"] if asked.said.get("corrections") else []
    return ["failures", "risk", *(["agreed"] if twice else []), "span", *wording]


def _of_rank(asked: Asked, answer: Answer) -> list[str]:
    keys, groups = ["ranking"], answer.get("ranking")
    if asked.size == 2 and (not groups or len(groups) > 1):
        keys.append("strength")
    elif asked.size > 2 and asked.said.get("neighbour_strength") and groups:
        keys += [f"strength:{place}" for place in range(len(groups) - 1)]
    if asked.stands and not hopeless(asked, answer):
        keys.append("stands")
    if riskier(answer) or "contradiction" in answer:
        keys.append("contradiction")
    return keys


def answered(key: str, asked: Asked, answer: Answer) -> bool:
    stem, _, about = key.partition(":")
    if stem in OF_FLAG:
        response = asked.shown[int(about)]
        opened = stem == "failures" and response in answer.get("family", {})
        return not opened and response in answer.get(OF_FLAG[stem], {})
    if stem == "rating":
        criterion, _, place = about.partition(":")
        return criterion in answer.get("ratings", {}).get(asked.shown[int(place)], {})
    if stem == "strength" and about:
        return about in answer.get("strengths", {})
    if key == "main" and answer.get("main") is not None:
        return answer["main"] in main_reasons(asked, answer)
    if key == "rationale" and answer.get(key, "") is None:
        return not reason_required(asked, answer)
    return key in answer


def next_question(asked: Asked, answer: Answer) -> str:
    """The first that is not answered, "" where all are."""
    there = questions(asked, answer)
    return next((key for key in there if not answered(key, asked, answer)), "")


def before(key: str, asked: Asked, answer: Answer) -> str:
    """The last one answered before it; "" where it is the first. An answer that does not suffice
    any more is one, too."""
    there = questions(asked, answer)
    past = there[: there.index(key)] if key in there else there
    said = [one for one in past if one in answer or answered(one, asked, answer)]
    return said[-1] if said else ""


def cleared(key: str, asked: Asked, answer: Answer) -> Left:
    """As if this had not been asked, nor what was asked because of it."""
    stem, _, about = key.partition(":")
    if stem in OF_FLAG:
        response = asked.shown[int(about)]
        gone = (*OF_FLAG.values(), "family") if stem == "failures" else (OF_FLAG[stem],)
        left = dict(answer)
        if "risk" in gone and hopeless(asked, answer):
            left = less(left, "stands")  # it followed from the risks
        for mark in gone:
            left = less_of(left, mark, response)
        return left
    if stem == "rating":
        criterion, _, place = about.partition(":")
        response = asked.shown[int(place)]
        rest = less(answer.get("ratings", {}).get(response, {}), criterion)
        return (
            put(answer, "ratings", response, rest) if rest else less_of(answer, "ratings", response)
        )
    if stem == "strength" and about:
        return less_of(answer, "strengths", about)
    if key == "ranking":
        return less(answer, *OF_RANK)
    return less(answer, *(("rationale", "draft", "as_is") if key == "rationale" else (key,)))


def stored(asked: Asked, answer: Answer) -> Left:
    """What is kept of a whole answer: what follows is said, what no longer holds is gone."""
    kept = less(answer, *WAITING, "agreed", "contradiction")
    meant = {one: True for one in answer.get("agreed", {}) if grave(answer, one)}
    if meant:
        kept["agreed"] = meant
    if "rank" in asked.ask and riskier(answer):
        kept["contradiction"] = True
    if "rank" in asked.ask and asked.stands and hopeless(asked, answer):
        kept["stands"] = False
    if "rationale" in asked.ask and not reason_asked(asked, kept):
        kept = less(kept, *REASON)
    return kept


def marks(asked: Asked, answer: Answer) -> set[tuple[str, ...]]:
    """Every mark that a whole answer has to have: none is missing, and none that was not asked."""
    found: set[tuple[str, ...]] = set()
    for key in questions(asked, answer):
        stem, _, about = key.partition(":")
        if stem in OF_FLAG:
            found.add((OF_FLAG[stem], asked.shown[int(about)]))
        elif stem == "rating":
            criterion, _, place = about.partition(":")
            found.add(("ratings", asked.shown[int(place)], criterion))
        else:
            found.add(("strengths", about) if stem == "strength" and about else (key,))
    follows = "rank" in asked.ask and asked.stands and hopeless(asked, answer)
    return found | ({("stands",)} if follows else set())


def given(answer: Answer) -> set[tuple[str, ...]]:
    """The marks that there are; how a reason came about is none."""
    found: set[tuple[str, ...]] = set()
    for mark, value in less(answer, "nudged", "as_is").items():
        if mark == "ratings":
            found |= {(mark, response, one) for response in value for one in value[response]}
        elif mark in (*OF_FLAG.values(), "strengths"):
            found |= {(mark, inner) for inner in value}
        else:
            found.add((mark,))
    return found
