"""One line of a task file: kept to the byte, or refused with every mistake and its remedy.

The format is design.md 6.4. What is refused here would be unreadable, unjudgeable or ambiguous
later; nothing is repaired silently.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from typing import Any

from pydantic_core import to_json

from bot import kinds
from bot.kinds.base import LETTERS
from store.alike import sorted_out
from store.judging import TEXT_MOST, Judge, Mistake, Unusable, nearest, quoted

LINE_MOST = 16 * 2**20
"""Bytes of a line: nine answers of the longest kind still fit, all of them escaped."""

RESPONSES_MOST = len(LETTERS)
TURNS_MOST = 200
HIDDEN_MOST = 1_000_000
DEPTH_MOST = 50
"""Characters of gold and of metadata, as JSON; how deep they may be nested."""

ROLES = ("user", "assistant", "system")
FIELDS = ("id", "prompt", "reader", "responses", "ask", "specialties", "gold", "metadata")
RESPONSE_FIELDS = ("id", "text", "model", "author")
TURN_FIELDS = ("role", "content")

SUSPECT = re.compile(r"\\u(0000|[dD][89a-fA-F])")
"""An escape that may be a NUL or half of a surrogate pair."""

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MARKS = (*UTF16_MARKS, b"\xef\xbb\xbf")
SAVE_AS_UTF8 = "Save the file as UTF-8 without a byte order mark."
ONE_OBJECT = 'Write the task as one JSON object on one line: {"id": …, "prompt": …}.'


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a project says where a task is silent; `ask` is () where it leaves that to the number of
    responses, `specialties` where anybody may answer."""

    ask: tuple[str, ...]
    reader: str
    specialties: tuple[str, ...] = ()


def read(line: bytes, defaults: Defaults) -> dict[str, Any]:
    """The task on this line, as columns of its row, JSON already written; its pile by key.

    `hidden` holds what no annotator may ever see, and the line's own `ask` (null where the
    project's was taken); `specialties` are the line's own, while the pile is that of the project's
    where there are none; `authors` the pseudonyms of who wrote its responses. Raises Unusable with
    every mistake.
    """
    text, said = parse(line)
    judge = Judge()
    if SUSPECT.search(text):
        judge.characters(said)
    judge.known(said, FIELDS)
    key = judge.word(said, "id")
    prompt = _prompt(judge, said.get("prompt"))
    responses, models, authors = _responses(judge, said.get("responses"))
    ask = _ask(judge, said, defaults, len(responses))
    reader = judge.word(said, "reader", needed=False)
    if not defaults.reader and said.get("reader") is None:
        judge.wrong(
            "The reader is missing, in the task and in the project.",
            'Add "reader", for example "a parent", to the task or to the project.',
        )
    specialties = judge.words(said, "specialties")
    hidden = _hidden(judge, said, [response[0] for response in responses])
    if judge.mistakes:
        raise Unusable(*judge.mistakes)
    own = None if said.get("ask") is None else ask
    written = {"authors": authors} if authors else {}
    return {
        "key": key,
        "prompt": _written(prompt),
        "responses": _written(responses),
        "ask": _written(ask),
        "reader": reader,
        "specialties": _written(specialties),
        "hidden": _written({"models": models, **written, **hidden, "ask": own}),
        "authors": sorted(set(authors.values())),
        **sorted_out(prompt, responses, ask, specialties or defaults.specialties),
    }


def parse(line: bytes) -> tuple[str, dict[str, Any]]:
    """The line as text and as an object. Raises Unusable."""
    if len(line) > LINE_MOST:
        wrong = f"The line is longer than {LINE_MOST} bytes."
        raise Unusable(Mistake(wrong, "Split the task, or leave parts of it out."))
    if line.startswith(MARKS):
        wrong = "The file begins with a byte order mark, as UTF-16 and some editors write it."
        raise Unusable(Mistake(wrong, SAVE_AS_UTF8))
    try:
        text = line.decode().rstrip("\r\n")
        said = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        wrong = f"Byte {error.start + 1} of the line is not UTF-8."
        raise Unusable(Mistake(wrong, SAVE_AS_UTF8)) from None
    except JSONDecodeError as error:
        if not text.strip():
            raise Unusable(Mistake("The line is blank.", "Delete the line.")) from None
        wrong = f"This is not JSON: {error.msg.removesuffix(' at')} at column {error.colno}."
        raise Unusable(Mistake(wrong, ONE_OBJECT)) from None
    except RecursionError:
        wrong = "The line is nested too deeply to be read."
        raise Unusable(Mistake(wrong, "Keep metadata flat.")) from None
    except ValueError as error:
        raise Unusable(Mistake("A number has too many digits.", "Write it as a text.")) from error
    if not isinstance(said, dict):
        raise Unusable(Mistake("The line is not a JSON object.", ONE_OBJECT))
    return text, said


def asks_wrong(ask: Sequence[str], responses: int) -> str:
    """Why this cannot be asked of so many responses, "" if it can."""
    if why := kinds.refuse(ask, responses):
        return why
    return "" if set(ask) - {"rationale"} else "a reason alone judges nothing"


def by_number(responses: int) -> tuple[str, ...]:
    """What is asked where neither task nor project says it (conversation.md 4, 5, 7)."""
    if responses == 1:
        return ("flag", "rationale")
    return ("flag", "rank", "rationale") if responses == 2 else ("rank", "rationale")


def _prompt(judge: Judge, said: Any) -> list[list[str]]:
    if said is None:
        judge.wrong("The prompt is missing.", 'Add "prompt": the question, as a text or as turns.')
        return []
    if not isinstance(said, list):
        return [["user", judge.text(said, "The prompt")]]
    if not 1 <= len(said) <= TURNS_MOST:
        judge.wrong(f"The prompt has {len(said)} turns.", f"Give it 1 to {TURNS_MOST}.")
        return []
    turns = [_turn(judge, turn, f"turn {number}") for number, turn in enumerate(said, start=1)]
    if sum(len(text) for _, text in turns) > TEXT_MOST:
        judge.wrong("The prompt is too long.", f"Keep its turns within {TEXT_MOST} characters.")
    if turns[-1][0] in ROLES and turns[-1][0] != "user":
        judge.wrong("The prompt does not end with the user.", "End it with what is answered.")
    return turns


def _turn(judge: Judge, said: Any, whose: str) -> list[str]:
    if not isinstance(said, dict):
        wrong = f"{whose.capitalize()} is not an object."
        judge.wrong(wrong, 'Write {"role": "user", "content": "…"}.')
        return ["", ""]
    judge.known(said, TURN_FIELDS, f" of {whose}")
    role = judge.word(said, "role", f" of {whose}")
    if role and role not in ROLES:
        judge.wrong(f"The role {quoted(role)} of {whose} is not known.", nearest(role, ROLES))
    return [role, judge.text(said.get("content"), whose.capitalize())]


def _responses(judge: Judge, said: Any) -> tuple[list[list[str]], dict[str, str], dict[str, str]]:
    """Their ids and texts, which model made which, and which person, by pseudonym."""
    if not isinstance(said, list):
        what = "missing" if said is None else "not a list"
        judge.wrong(f"The responses are {what}.", 'Add "responses": [{"id": …, "text": …}, …].')
        return [], {}, {}
    if not 1 <= len(said) <= RESPONSES_MOST:
        judge.wrong(f"There are {len(said)} responses.", f"Give 1 to {RESPONSES_MOST}.")
        return [], {}, {}
    found, models, authors = [], {}, {}
    for number, response in enumerate(said, start=1):
        whose = f"esponse {number}"
        if not isinstance(response, dict):
            judge.wrong(f"R{whose} is not an object.", 'Write {"id": "a1", "text": "…"}.')
            continue
        of = f" of r{whose}"
        judge.known(response, RESPONSE_FIELDS, of)
        key = judge.word(response, "id", of)
        found.append([key, judge.text(response.get("text"), f"R{whose}")])
        if model := judge.word(response, "model", of, needed=False):
            models[key] = model
        if author := judge.word(response, "author", of, needed=False):
            authors[key] = author
    _distinct(judge, found)
    return found, models, authors


def _distinct(judge: Judge, responses: Sequence[Sequence[str]]) -> None:
    """Two responses that cannot be told apart cannot be compared."""
    keys: dict[str, int] = {}
    texts: dict[str, int] = {}
    for number, (key, text) in enumerate(responses, start=1):
        if key and keys.setdefault(key, number) != number:
            same = f"Responses {keys[key]} and {number} have the same id."
            judge.wrong(same, "Give each an id of its own.")
        if text and texts.setdefault(text, number) != number:
            same = f"Responses {texts[text]} and {number} are identical."
            judge.wrong(same, "Leave the task out: there is nothing to choose between.")


def _ask(judge: Judge, said: Mapping[str, Any], defaults: Defaults, responses: int) -> list[str]:
    """What is asked; the task's own word comes before the project's."""
    if said.get("ask") is None:
        ask = list(defaults.ask or by_number(responses))
    elif said["ask"] == []:
        judge.wrong("ask is empty.", 'Leave it out, or write "ask": ["rank"].')
        return []
    else:
        ask = judge.words(said, "ask")
    if ask and responses and (why := asks_wrong(ask, responses)):
        judge.wrong(f"ask: {why}.", "Ask flag, rate, rank or rationale; rank of at least two.")
    return ask


def _hidden(judge: Judge, said: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """Gold and metadata, kept for the export alone."""
    gold, metadata = said.get("gold"), said.get("metadata")
    for name, value in (("gold", gold), ("metadata", metadata)):
        if value is None:
            continue
        if not isinstance(value, dict):
            judge.wrong(f"{name} is not an object.", f'Write "{name}": {{"…": …}}.')
        elif not _plain(value):
            deep = f"{name} holds a number without end, or is nested more than {DEPTH_MOST} deep."
            judge.wrong(deep, "Keep it plain.")
        elif len(json.dumps(value)) > HIDDEN_MOST:
            judge.wrong(f"{name} is too long.", f"Keep it within {HIDDEN_MOST} characters.")
    if isinstance(gold, dict) and "ranking" in gold:
        _gold_ranking(judge, gold["ranking"], keys)
    return {"gold": gold, "metadata": metadata}


def _gold_ranking(judge: Judge, ranking: Any, keys: Sequence[str]) -> None:
    level = isinstance(ranking, list) and all(isinstance(group, list) for group in ranking)
    named = [key for group in ranking for key in group] if level else []
    if not level or sorted(map(str, named)) != sorted(keys):
        judge.wrong(
            "The ranking of gold does not name every response once.",
            'Write lists of response ids, best first: [["a2"], ["a1"]].',
        )


def _plain(value: Any, depth: int = DEPTH_MOST) -> bool:
    """Whether JSON can write it: numbers have an end, and nothing is nested for ever."""
    match value:
        case float():
            return math.isfinite(value)
        case dict():
            return depth > 0 and all(_plain(inner, depth - 1) for inner in value.values())
        case list():
            return depth > 0 and all(_plain(inner, depth - 1) for inner in value)
    return True


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unusable(Mistake(f"{quoted(twice)} stands twice in one object.", "Keep one of them."))
    return made


def _constant(name: str) -> Any:
    raise Unusable(Mistake(f"{name} is not JSON.", "Write a number, a text or null."))


_DECODER = JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)


def _written(value: Any) -> str:
    """JSON as it is kept: short, and readable in any language."""
    return to_json(value).decode()
