"""One line of a task file: kept to the byte, or refused with every mistake and its remedy.

The format is design.md 6.4. What is refused here would be unreadable, unjudgeable or ambiguous
later; nothing is repaired silently.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import Any, BinaryIO

from bot import kinds
from bot.kinds.base import LETTERS
from store.judging import TEXT_MOST, Judge, Mistake, Unusable, quoted

LINE_MOST = 16 * 2**20
"""Bytes of a line: nine answers of the longest kind still fit, all of them escaped."""

LINES_MOST = 1_000_000
"""Lines of a file; a larger pool comes as several files."""

RESPONSES_MOST = len(LETTERS)
TURNS_MOST = 200
HIDDEN_MOST = 1_000_000
"""Characters of gold and metadata, as JSON."""

ROLES = ("user", "assistant", "system")
FIELDS = ("id", "prompt", "reader", "responses", "ask", "specialties", "gold", "metadata")
RESPONSE_FIELDS = ("id", "text", "model")
TURN_FIELDS = ("role", "content")

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MARKS = (*UTF16_MARKS, b"\xef\xbb\xbf")
SAVE_AS_UTF8 = "Save the file as UTF-8 without a byte order mark."
ONE_OBJECT = 'Write the task as one JSON object on one line: {"id": …, "prompt": …}.'


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a project says where a task is silent."""

    ask: tuple[str, ...]
    reader: str


class Lines:
    """The lines of a file with their numbers, from 1 on, read once. `sha256` is of all of them.

    One that is longer than LINE_MOST comes as its beginning; what is no UTF-8 as one line.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        number = 0
        while line := self._next():
            number += 1
            yield number, line
            if line.startswith(UTF16_MARKS):
                return
            while not line.endswith(b"\n") and (rest := self._next()):
                line = rest

    def _next(self) -> bytes:
        line = self._file.readline(LINE_MOST + 1)
        self._digest.update(line)
        return line


@contextmanager
def opened(file: Path) -> Iterator[Lines]:
    with file.open("rb") as source:
        yield Lines(source)


def read(line: bytes, defaults: Defaults) -> dict[str, Any]:
    """The task on this line, as columns of its row. Raises Unusable with every mistake.

    `hidden` holds what no annotator may ever see, and the line's own `ask` (None where the
    project's was taken).
    """
    text, said = parse(line)
    judge = Judge()
    if "\\u" in text:
        judge.characters(said)
    judge.known(said, FIELDS, "")
    key = judge.word(said, "id", "")
    prompt = _prompt(judge, said.get("prompt"))
    responses, models = _responses(judge, said.get("responses"))
    ask = _ask(judge, said, defaults, len(responses) if responses else 0)
    reader = judge.word(said, "reader", "", needed=False)
    if not reader and not defaults.reader and "reader" not in said:
        judge.wrong(
            "No reader: neither the task nor the project says who reads the answer.",
            'Add "reader", for example "a parent", to the task or to the project.',
        )
    specialties = judge.words(said, "specialties")
    hidden = _hidden(judge, said, [response[0] for response in responses])
    if judge.mistakes:
        raise Unusable(*judge.mistakes)
    hidden |= {"models": models, "ask": list(ask) if "ask" in said else None}
    return {
        "key": key,
        "prompt": prompt,
        "responses": responses,
        "ask": list(ask),
        "reader": reader,
        "specialties": specialties,
        "hidden": hidden,
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
        text = line.decode()
        said = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        wrong = f"Byte {error.start + 1} of the line is not UTF-8."
        raise Unusable(Mistake(wrong, SAVE_AS_UTF8)) from None
    except JSONDecodeError as error:
        if not text.strip():
            raise Unusable(Mistake("The line is blank.", "Delete the line.")) from None
        wrong = f"This is not JSON: {error.msg} at column {error.colno}."
        raise Unusable(Mistake(wrong, ONE_OBJECT)) from None
    except RecursionError:
        wrong = "The line is nested too deeply to be read."
        raise Unusable(Mistake(wrong, "Keep metadata flat.")) from None
    except ValueError as error:
        raise Unusable(Mistake("A number has too many digits.", "Write it as a text.")) from error
    if not isinstance(said, dict):
        raise Unusable(Mistake("The line is no JSON object.", ONE_OBJECT))
    return text, said


def _prompt(judge: Judge, said: Any) -> list[list[str]]:
    if said is None:
        judge.wrong("prompt is missing.", 'Add "prompt": the question as a text or as turns.')
        return []
    if not isinstance(said, list):
        return [["user", judge.text(said, "prompt")]]
    if not 1 <= len(said) <= TURNS_MOST:
        judge.wrong(f"prompt has {len(said)} turns.", f"Give it 1 to {TURNS_MOST}.")
        return []
    turns = []
    for number, turn in enumerate(said, start=1):
        place = f"prompt, turn {number}"
        if not isinstance(turn, dict):
            judge.wrong(f"{place} is no object.", 'Write {"role": "user", "content": "…"}.')
            continue
        judge.known(turn, TURN_FIELDS, f"{place}: ")
        role = turn.get("role")
        if role not in ROLES:
            judge.wrong(f"{place}: the role is none of ours.", f"Use {', '.join(ROLES)}.")
        turns.append([str(role), judge.text(turn.get("content"), f"{place}: content")])
    if sum(len(text) for _, text in turns) > TEXT_MOST:
        judge.wrong("prompt is too long.", f"Keep its turns within {TEXT_MOST} characters.")
    return turns


def _responses(judge: Judge, said: Any) -> tuple[list[list[str]], dict[str, str]]:
    if not isinstance(said, list):
        judge.wrong("responses is missing or no list.", 'Add "responses": [{"id", "text"}, …].')
        return [], {}
    if not 1 <= len(said) <= RESPONSES_MOST:
        judge.wrong(f"There are {len(said)} responses.", f"Give 1 to {RESPONSES_MOST}.")
        return [], {}
    found, models = [], {}
    for number, response in enumerate(said, start=1):
        place = f"response {number}"
        if not isinstance(response, dict):
            judge.wrong(f"{place} is no object.", 'Write {"id": "a1", "text": "…"}.')
            continue
        judge.known(response, RESPONSE_FIELDS, f"{place}: ")
        key = judge.word(response, "id", f"{place}: ")
        found.append([key, judge.text(response.get("text"), f"{place}: text")])
        if model := judge.word(response, "model", f"{place}: ", needed=False):
            models[key] = model
    _distinct(judge, found)
    return found, models


def _distinct(judge: Judge, responses: Sequence[Sequence[str]]) -> None:
    """Two responses that cannot be told apart cannot be compared."""
    keys: dict[str, int] = {}
    texts: dict[str, int] = {}
    for number, (key, text) in enumerate(responses, start=1):
        if key and keys.setdefault(key, number) != number:
            judge.wrong(
                f"Responses {keys[key]} and {number} have the same id.", "Give each its own."
            )
        if text and texts.setdefault(text, number) != number:
            judge.wrong(
                f"Responses {texts[text]} and {number} are identical.",
                "Leave one out: there is nothing to choose between.",
            )


def _ask(
    judge: Judge, said: Mapping[str, Any], defaults: Defaults, responses: int
) -> Sequence[str]:
    if "ask" not in said:
        ask: Sequence[str] = defaults.ask
    else:
        ask = judge.words(said, "ask")
        if not ask and said["ask"] == []:
            judge.wrong("ask is empty.", "Leave it out, or name what is asked.")
    if ask and responses and (why := asks_wrong(ask, responses)):
        judge.wrong(f"ask: {why}.", "Ask rank, or rank and rationale, of exactly two responses.")
    return ask


def asks_wrong(ask: Sequence[str], responses: int) -> str:
    """Why this cannot be asked of so many responses, "" if it can."""
    if why := kinds.refuse(ask, responses):
        return why
    return "" if "rank" in ask else "a reason alone judges nothing"


def _hidden(judge: Judge, said: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """Gold and metadata, kept for the export alone."""
    gold, metadata = said.get("gold"), said.get("metadata")
    for name, value in (("gold", gold), ("metadata", metadata)):
        if value is not None and not isinstance(value, dict):
            judge.wrong(f"{name} is no object.", f'Write "{name}": {{…}}.')
        elif value and not _finite(value):
            judge.wrong(f"{name} holds a number without end.", "Use numbers JSON can write.")
        elif value and len(json.dumps(value)) > HIDDEN_MOST:
            judge.wrong(f"{name} is too long.", f"Keep it within {HIDDEN_MOST} characters.")
    if isinstance(gold, dict) and "ranking" in gold:
        _gold_ranking(judge, gold["ranking"], keys)
    return {"gold": gold, "metadata": metadata}


def _gold_ranking(judge: Judge, ranking: Any, keys: Sequence[str]) -> None:
    level = isinstance(ranking, list) and all(isinstance(group, list) for group in ranking)
    named = [key for group in ranking for key in group] if level else []
    if not level or sorted(map(str, named)) != sorted(keys):
        judge.wrong(
            "gold: the ranking does not name every response once.",
            'Write lists of response ids, best first: [["a2"], ["a1"]].',
        )


def _finite(value: Any) -> bool:
    match value:
        case float():
            return math.isfinite(value)
        case dict():
            return all(map(_finite, value.values()))
        case list():
            return all(map(_finite, value))
    return True


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unusable(Mistake(f"{quoted(twice)} stands twice in one object.", "Keep one."))
    return made


def _constant(name: str) -> Any:
    raise Unusable(Mistake(f"{name} is no JSON value.", "Write a number, a text or null."))


_DECODER = JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)
