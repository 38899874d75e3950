"""What a choice means: the answer as it is after one label was pressed, told from the words shown.

Which question it is, and about which answer, is read from the panel's own text by its letters. A
typed word, an order or a list of numbers means what its button means.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.rubric import FAMILIES, FAULTS, MERITS
from bot.words import SKIPS
from tests.machine.halls import NAMES, Answer, Asked, worse
from tests.machine.questions import (
    Left,
    before,
    cleared,
    less,
    less_of,
    put,
    riskier,
    risks,
)

RATED = "|".join(NAMES.values())
TEXTS = (
    ("risk", re.compile(r"^Answer (?P<letter>[A-I]): if this reader acted on it\?$", re.M)),
    ("failures", re.compile(r"^What is wrong with Answer (?P<letter>[A-I])\?$", re.M)),
    ("kinds", re.compile(r"^(?P<name>.+): what is it in Answer (?P<letter>[A-I])\?", re.M)),
    ("agreed", re.compile(r"^You chose .+ with no real harm\. Keep both\?$", re.M)),
    ("span", re.compile(r"^Where in Answer (?P<letter>[A-I])\? Reply with its words\.$", re.M)),
    ("correction", re.compile(r"^How should Answer (?P<letter>[A-I]) read", re.M)),
    (
        "unsure",
        re.compile(r"^Why can't you judge the (?P<name>.+) of Answer (?P<letter>.)\?", re.M),
    ),
    ("rating", re.compile(rf"^(?P<name>{RATED}) of Answer (?P<letter>[A-I])$", re.M)),
    ("of two", re.compile(r"^Which answer is better overall\?$", re.M)),
    ("strength", re.compile(r"^How much better (is|are) (?P<name>.+)\?$", re.M)),
    ("stands", re.compile(r"^Could .+ go to this reader as it stands\?$", re.M)),
    ("contradiction", re.compile(r"^You marked (?P<letter>[A-I]) as riskier .+\.$", re.M)),
    ("contradiction", re.compile(r"^Risk and choice were asked about\. Keep both\?$", re.M)),
    ("main", re.compile(r"^What counts most\?$", re.M)),
    ("reason", re.compile(r"^(Why\? One or two sentences|What would you point to)", re.M)),
    ("picking", re.compile(r"^(Tap the best answer\.|Which is level with |[A-I] is left\.)", re.M)),
    ("picking", re.compile(r"Which is next best\?$", re.M)),
    ("order", re.compile(r"^(?P<name>[A-I][A-I, ]*( and [A-I] level)?(, then .+)?)\.$", re.M)),
)
"""Each question by the words in which it is asked."""

HARM = {"no": "none", "S1": "S1", "S2": "S2", "S3": "S3"}
STRENGTHS = {"Clearly better": 3, "Better": 2, "Slightly better": 1}
CODES = dict((*FAULTS, *MERITS))
LISTED = re.compile(r"[A-I]( [=>] [A-I])+")


@dataclass(frozen=True)
class Subject:
    """What the words shown ask, and about which answer."""

    what: str
    letter: str = ""
    name: str = ""


def subject(text: str) -> Subject | None:
    """What this panel asks; None where it asks nothing of a kind."""
    for what, pattern in TEXTS:
        if found := pattern.search(text):
            told = found.groupdict()
            return Subject(what, told.get("letter") or "", told.get("name") or "")
    return None


def key_of(about: Subject, asked: Asked, answer: Answer) -> str:
    """By which name the tables know the question; "" where its words leave that open."""
    place = asked.letters.find(about.letter) if about.letter else 0
    if about.what in ("rating", "unsure"):
        names = {name.lower(): key for key, name in NAMES.items()}
        return f"rating:{names[about.name.lower()]}:{place}"
    if about.what == "strength":
        return f"strength:{_pair(about, asked, answer)}" if asked.size > 2 else "strength"
    if about.what == "agreed":
        return ""
    stems = {"kinds": "failures", "reason": "rationale"}
    stem = stems.get(about.what, about.what)
    if about.what in ("of two", "picking", "order"):
        return "ranking"
    return f"{stem}:{place}" if about.letter and stem != "contradiction" else stem


def _pair(about: Subject, asked: Asked, answer: Answer) -> int:
    """Which neighbours "C than A and D" is about, by the order that was given."""
    better, _, other = about.name.partition(" than ")
    wanted = [sorted(one.split(" and ")) for one in (better, other)]
    groups = [sorted(asked.letter(one) for one in group) for group in answer["ranking"]]
    assert wanted in [groups[n : n + 2] for n in range(len(groups))], f"no neighbours: {about.name}"
    return next(n for n in range(len(groups)) if groups[n : n + 2] == wanted)


def means(about: Subject, label: str, key: str, asked: Asked, answer: Answer) -> Left:
    """The answer after this label. `key` is what the tables call the question. Of an answer that
    this makes whole, see `questions.stored`."""
    if about.what in ("of two", "picking", "order"):
        return ranked(about, label, asked, answer)
    if about.what in ("strength", "stands", "contradiction"):
        return _of_rank(about, label, key, asked, answer)
    if about.what in ("rating", "unsure"):
        return _rated(about, label, key, asked, answer)
    if about.what == "main":
        letter, _, words = label.partition(": ")
        return {**answer, "main": [asked.at(letter), CODES[words]] if words else None}
    if about.what == "reason":
        kept = less(answer, "draft")
        if label == "Send as is" and "draft" in answer:  # its parts may be deleted by now
            return {**kept, "rationale": answer["draft"], "as_is": True}
        return {**kept, "rationale": None}
    response = asked.at(about.letter) if about.letter else asked.shown[int(key.split(":")[1])]
    return _of_flag(about, label, response, asked, answer)


def _rated(about: Subject, label: str, key: str, asked: Asked, answer: Answer) -> Left:
    if label == "Can't judge":
        return {**answer, "unsure": key}
    response, criterion = asked.at(about.letter), key.split(":")[1]
    given = int(label[0]) if about.what == "rating" else {"cannot": dict(SKIPS[:3])[label]}
    rated = {**answer.get("ratings", {}).get(response, {}), criterion: given}
    return put(less(answer, "unsure"), "ratings", response, rated)


def _of_flag(about: Subject, label: str, response: str, asked: Asked, answer: Answer) -> Left:
    if about.what == "risk":
        letter, _, words = label.partition(": ")
        assert letter == about.letter, f"[{label}] under a question about {about.letter}"
        return put(answer, "risk", response, HARM[words.split()[0]])
    if about.what == "agreed":
        kept = put(answer, "agreed", response, label == "Keep both")
        return kept if label == "Keep both" else less_of(kept, "risk", response)
    if about.what == "span":
        place = []
        if label != "No one place":
            place = [sentence(asked.texts[response], int(label.removeprefix("Sentence ")))]
        return put(answer, "spans", response, place)
    if about.what == "correction":
        return put(answer, "corrections", response, None)
    return _searched(about, label, response, answer)


def sentence(text: str, number: int) -> list[int]:
    """Where the nth sentence of an answer stands."""
    ends = [found.end() for found in re.finditer(r"\.(?= |$)", text)]
    starts = [0, *(end + 1 for end in ends)]
    return [starts[number - 1], ends[number - 1]]


def _searched(about: Subject, label: str, response: str, answer: Answer) -> Left:
    """Families, and the kinds of one."""
    chosen = answer.get("failures", {}).get(response, [])
    names = [family.name for family in FAMILIES]
    if about.what == "failures":
        if label in names:
            return put(answer, "family", response, names.index(label))
        assert (label == "Done") == bool(chosen), f"[{label}] with {chosen} chosen"
        return put(less_of(answer, "family", response), "failures", response, chosen)
    if label == "Done":
        return less_of(answer, "family", response)
    if label == "Another kind of problem":
        return put(answer, "family", response, -1)
    turned = {kind(about.name, label)}
    wanted = set(chosen) - turned if " chosen: " in label else set(chosen) | turned
    return with_kinds(wanted, response, answer)


def kind(family: str, label: str) -> str:
    """The code of "2 Missed a rare but …" or of "2 chosen: Missed a …"."""
    number, _, words = label.partition(" ")
    (found,) = [one.failures[int(number) - 1] for one in FAMILIES if one.name == family]
    shown = words.removeprefix("chosen: ").rstrip(" …")
    assert found.words.startswith(shown), f"[{label}] stands for {found.words}"
    return found.code


def with_kinds(codes: set[str], response: str, answer: Answer) -> Left:
    """So many kinds of failure and no others, as the taxonomy has them."""
    kept = [one.code for family in FAMILIES for one in family.failures if one.code in codes]
    left = less_of(answer, "failures", response)
    return put(left, "failures", response, kept) if kept else left


def _of_rank(about: Subject, label: str, key: str, asked: Asked, answer: Answer) -> Left:
    if about.what == "stands":
        return {**answer, "stands": label == "Yes"}
    if about.what == "strength":
        if ":" in key:
            return put(answer, "strengths", key.split(":")[1], STRENGTHS[label])
        best = answer["ranking"][0][0]
        assert asked.letter(best) == about.name, f"{about.name} is not the better one"
        return {**answer, "strength": STRENGTHS[label]}
    risk, order = risks(answer), [one for group in answer["ranking"] for one in group]
    assert riskier(answer) or not about.letter, "no contradiction"
    if about.letter:
        above = asked.at(about.letter)
        below = order[order.index(above) :]
        assert any(worse(risk[above], risk[one]) for one in below if one in risk), "not riskier"
    kept = {**answer, "contradiction": label == "Keep both"}
    if label == "Change the risk":
        return less(kept, "risk")
    return less(kept, "ranking", "strength", "strengths", "stands") if "choice" in label else kept


# -- an order, tap by tap or typed -----------------------------------------------------------------


def ranked(about: Subject, label: str, asked: Asked, answer: Answer) -> Left:
    """One tap of an order, or all of it."""
    kept, picked = less(answer, "level", "picked"), [list(one) for one in answer.get("picked", [])]
    if about.what == "of two":
        better = asked.at(label[0]) if label != "Level" else ""
        other = [one for one in asked.file if one != better]
        return {**answer, "ranking": [[better], other] if better else [other]}
    if label == "Submit":
        said = [[asked.at(one) for one in group] for group in spoken(about.name)]
        return {**kept, "ranking": [sorted(group, key=asked.file.index) for group in said]}
    if label == "Undo":
        return undone(answer)
    if LISTED.fullmatch(label):
        return {**kept, "picked": [[asked.at(one) for one in g] for g in typed_order(label)]}
    if label == "None":
        return less(answer, "level")
    if label.startswith("Level with"):
        return {**answer, "level": True}
    response = asked.at(label[0])
    if "level" in answer or " level with " in label:
        picked[-1].append(response)
        return {**kept, "picked": picked}
    return {**kept, "picked": [*picked, [response]]}


def undone(answer: Answer) -> Left:
    """Without the last tap; ties before it stay ties."""
    if "level" in answer:
        return less(answer, "level")
    picked = [list(one) for one in answer["picked"]]
    picked[-1].pop()
    left = [one for one in picked if one]
    return {**answer, "picked": left} if left else less(answer, "picked")


def spoken(said: str) -> list[list[str]]:
    """ "C, then A and D level, then B" in letters."""
    groups = said.split(", then ")
    return [re.findall(r"\b[A-I]\b", one) for one in groups]


def typed_order(said: str) -> list[list[str]]:
    """ "c > a = d > b" in letters; a comma or a space says no more than >."""
    groups: list[list[str]] = []
    level = False
    for sign in re.findall(r"[A-I=]", said.upper()):
        if sign != "=" and level:
            groups[-1].append(sign)
        elif sign != "=":
            groups.append([sign])
        level = sign == "="
    return groups


def back(key: str, asked: Asked, answer: Answer) -> tuple[str, Left]:
    """One step back: inside the question where it takes several taps, or to the one before, which
    is asked anew. The question's name is "" where nothing is before it."""
    if key == "ranking" and answer.get("picked"):
        return key, undone(answer)
    if key.startswith("rating:") and answer.get("unsure") == key:
        return key, less(answer, "unsure")
    if key == "rationale" and "draft" in answer:
        return key, less(answer, "draft")
    if key.startswith("failures:"):
        response = asked.shown[int(key.split(":")[1])]
        if answer.get("family", {}).get(response, -1) >= 0:
            if answer.get("failures", {}).get(response):
                return key, put(answer, "family", response, -1)
            return key, less_of(answer, "family", response)
    there = before(key, asked, answer)
    return (there, cleared(there, asked, answer)) if there else ("", dict(answer))


def called(label: str, asked: Asked) -> str:
    """Which question [A: risk] or [The order] opens again."""
    whole = {
        "Which is better": "ranking",
        "The order": "ranking",
        "How much better": "strength",
        "As it stands": "stands",
        "Risk and choice": "contradiction",
        "The main reason": "main",
        "The reason": "rationale",
    }
    if label in whole:
        return whole[label]
    if label.startswith("How much: "):
        return f"strength:{int(label.removeprefix('How much: ')[0]) - 1}"
    letter, _, name = label.partition(": ")
    place = asked.letters.index(letter)
    stems = {
        "risk": "risk",
        "what is wrong": "failures",
        "kind and severity": "agreed",
        "where": "span",
        "wording": "correction",
    }
    if name in stems:
        return f"{stems[name]}:{place}"
    return f"rating:{next(k for k, told in NAMES.items() if told == name)}:{place}"


def readings(about: Subject, text: str, key: str, asked: Asked, answer: Answer) -> list[Any]:
    """What a question reads by itself in a typed text: the answers it may come to."""
    said = " ".join(text.split()).strip(" .“”").lower()
    if key == "ranking" and re.fullmatch(r"[a-i]( ?[>=,] ?[a-i]| [a-i])+", said):
        groups = [[asked.at(one) for one in group] for group in typed_order(said)]
        if sorted(one for group in groups for one in group) != sorted(asked.shown):
            return []
        if asked.size > 2:
            return [{**less(answer, "level"), "picked": groups}]
        ordered = [sorted(group, key=asked.file.index) for group in groups]
        return [{**answer, "ranking": ordered}]
    if about.what == "kinds" and re.fullmatch(r"[0-9]+(, [0-9]+)*", said):
        (family,) = [one for one in FAMILIES if one.name == about.name]
        codes = [one.code for one in family.failures]
        numbers = [int(one) for one in said.split(", ")]
        if not all(1 <= one <= len(codes) for one in numbers):
            return []
        response = asked.at(about.letter)
        kept = {one for one in answer.get("failures", {}).get(response, ()) if one not in codes}
        return [with_kinds(kept | {codes[one - 1] for one in numbers}, response, answer)]
    if about.what == "span" and len(said) > 1:
        response = asked.at(about.letter)
        there = asked.texts[response].lower()
        runs = [said] if said in there else re.findall(r"[\"“]([^\"“”]+)[\"”]", text.lower())
        places = sorted([there.find(one), there.find(one) + len(one)] for one in runs)
        stand = [place for place in places if place[0] >= 0]
        return [put(answer, "spans", response, stand)] if stand else []
    if about.what == "correction":
        return [put(answer, "corrections", asked.at(about.letter), text)]
    return []
