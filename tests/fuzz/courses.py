"""Damaged course files: each course is read, or is told its mistakes with file and line.

`python -m tests.fuzz.courses` does all of it; `--mutations N`, `--seed N`. The suite runs it short.
"""

import argparse
import json
import random
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.lessons import KINDS, pack, unpack
from bot.rubric import FAILURES
from store.course import blank, check, estimate
from store.course.source import CARD as CARD_FILE
from tests.courses import CARD, FILES, LESSON, LESSON_FILE, NAME, WARM_UP_FILE, warm_up, written

MUTATIONS = 10_000
"""Of a whole run: some two minutes."""

BYTES = (b"\x00", b"\xff", b"\t", b"\r", b"\n", b"*", b"#", b"-", b"{", b"}", b":", b">", b"[x]")
SIGNS = (
    *("*", "**", "_", "`", "~~", "[", "](", "![", "<", "<!--", "&amp;", "\\", "{", "}", "{now}"),
    *("# ", "## ", "### ", "---", "===", "    ", "> ", "- ", "- [x] ", "1. ", "1) ", "• ", "|"),
    *("\u2028", "\ufeff", "\x07", "\U0001f600", "\u202e", "e\u0301", "×" * 3_000, "```\n"),
)
VALUES = (
    *("", "yes", "no", "null", "~", "1", "-1", "1e999", "1:2:3", "2024-13-45", "0x1F", "9" * 5_000),
    *("[]", "{}", "[[[]]]", "{a: {b: c}}", "[a, a]", "*a", "&a [*a]", "!!set {a}", "!!binary x"),
    *("=", "<<", "? x", "'", '"', "|", ">", "%", "@", "`", "---", "...", "- a", "a: b: c", "none"),
    *(*KINDS, "now", "level", "cannot", "S3", *list(FAILURES)[:4], "en", "de", "1-first", "1.0.0"),
)
"""What is put where a value stands, in YAML and under a step's title."""


@dataclass(slots=True)
class Report:
    """What came of it. `wrong` is what may never be, by what it is."""

    read: int = 0
    refused: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return f"{self.read} courses were read, {self.refused} refused, {self.wrong.total()} wrong"


class Damage:
    """One stream of damage; the same seed does the same."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def __call__(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files, damaged once to three times."""
        damaged = dict(files)
        for _ in range(self.chance.choice((1, 1, 1, 2, 3))):
            name = self.chance.choice(list(damaged))
            text = damaged[name].decode("utf-8", "surrogateescape")
            how = self.chance.choice(HOW)
            damaged[name] = how(self, text).encode("utf-8", "surrogateescape")
            if self.chance.random() < 0.02:
                self._misplaced(damaged, name)
        return damaged

    def _misplaced(self, files: dict[str, bytes], name: str) -> None:
        """A file under another's name, or none at all."""
        other = self.chance.choice((*files, "en/2-second.md", "de/1-first.md", "en/x.txt"))
        said = files.pop(name)
        if self.chance.random() < 0.7:
            files[other] = said

    def some_bytes(self, text: str) -> str:
        raw = bytearray(text.encode("utf-8", "surrogateescape"))
        for _ in range(self.chance.choice((1, 1, 2, 8))):
            at = self.chance.randrange(len(raw) + 1)
            end = at + self.chance.choice((0, 1, 1, 2, 30))
            raw[at:end] = self.chance.choice((b"", *BYTES, bytes([self.chance.randrange(256)])))
        return bytes(raw).decode("utf-8", "surrogateescape")

    def some_lines(self, text: str) -> str:
        lines = text.split("\n")
        at, other = (self.chance.randrange(len(lines)) for _ in range(2))
        what = self.chance.randrange(7)
        if what == 0:
            del lines[at : at + self.chance.choice((1, 1, 3, 12))]
        elif what == 1:
            lines[at], lines[other] = lines[other], lines[at]
        elif what == 2:
            lines[at:at] = lines[other : other + self.chance.choice((1, 1, 6))]
        elif what == 3:
            lines[at] = " " * self.chance.choice((1, 2, 4, 8)) + lines[at]
        elif what == 4:
            lines[at] += lines[other]
        elif what == 5:
            lines[at] = lines[at].strip() * self.chance.choice((2, 40))
        else:
            lines[at : at + 2] = ["\r".join(lines[at : at + 2])]
        return "\n".join(lines)

    def some_signs(self, text: str) -> str:
        at = self.chance.randrange(len(text) + 1)
        sign = self.chance.choice(SIGNS)
        return text[:at] + sign + text[at + self.chance.choice((0, 0, 1, len(sign))) :]

    def some_word(self, text: str) -> str:
        """A word damaged, doubled, or put in another's place."""
        words = text.split(" ")
        at, other = (self.chance.randrange(len(words)) for _ in range(2))
        words[at] = self.chance.choice(
            (words[other], words[at] * 2, words[at][::-1], words[at].upper(), words[at][1:], "")
        )
        return " ".join(words)

    def some_value(self, text: str) -> str:
        """Another value behind a colon."""
        lines = text.split("\n")
        keyed = [n for n, line in enumerate(lines) if ": " in line]
        if not keyed:
            return text
        at = self.chance.choice(keyed)
        key = lines[at].partition(": ")[0]
        lines[at] = f"{key}: {self.chance.choice(VALUES)}"
        return "\n".join(lines)

    def nested(self, text: str) -> str:
        """What goes deep."""
        sign = self.chance.choice(("> ", "- ", "[", "{a: ", "*a ", "(", "**"))
        at = self.chance.randrange(text.count("\n") + 1)
        lines = text.split("\n")
        lines[at] = sign * self.chance.choice((3, 30, 400, 3_000)) + lines[at]
        return "\n".join(lines)


HOW: tuple[Callable[[Damage, str], str], ...] = (
    *(Damage.some_bytes, Damage.some_lines, Damage.some_lines, Damage.some_signs),
    *(Damage.some_word, Damage.some_value, Damage.some_value, Damage.nested),
)


def originals(scratch: Path) -> list[dict[str, bytes]]:
    """Courses without mistakes: one of every kind of step, one in two languages, a new one."""
    new = scratch / "new" / NAME
    blank.begin(new)
    begun = {
        file.relative_to(new).as_posix(): file.read_bytes() for file in sorted(new.rglob("*.*"))
    }
    german = {
        LESSON_FILE.replace("en/", "de/"): LESSON,
        WARM_UP_FILE.replace("en/", "de/"): warm_up(),
        CARD_FILE: CARD.replace("[en]", "[en, de]")
        .replace("card:\n", "card:\n  de: {title: Klein, line: Kurz.}\n")
        .replace("words:\n", "words:\n  de: {emergency_number: '112'}\n"),
    }
    texts: list[Mapping[str, str]] = [FILES, {**FILES, **german}]
    return [*({name: said.encode() for name, said in one.items()} for one in texts), begun]


def fuzz(scratch: Path, mutations: int, seed: int) -> Report:
    """So many courses, each damaged in its own way, read from a folder."""
    chance = random.Random(seed)
    report, damage, courses = Report(), Damage(chance), originals(scratch)
    for number in range(mutations):
        files = damage(courses[number % len(courses)])
        folder = scratch / str(number)
        folder.mkdir()
        course = written(folder, files)
        try:
            _judged(course, files, report)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            report.wrong[f"{type(error).__name__} in {place.filename}:{place.lineno}"] += 1
        for file in sorted(folder.rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
        folder.rmdir()
    return report


def _judged(course: Path, files: Mapping[str, bytes], report: Report) -> None:
    """One damaged course: read, or refused with lines that are there."""
    found = check.examine(course)
    for one in found.mistakes:
        text = files.get(one.file, b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if one.file not in files and one.file != CARD_FILE:
            report.wrong[f"a file that is not there: {one.file}"] += 1
        elif not 1 <= one.line <= text.count(b"\n") + 1:
            report.wrong[f"a line that is not there: {one}"[:120]] += 1
        elif not one.what.endswith((".", "?")) or "\n" in one.what:
            report.wrong[f"no sentence: {one.what}"[:120]] += 1
    if found.mistakes:
        report.refused += 1
        return
    report.read += 1
    made = check.read(course)
    if unpack(json.loads(json.dumps(pack(made)))) != made:
        report.wrong["a course that loses something when it is packed"] += 1
    for language in made.texts:
        told = estimate.table(made.id, language)
        if told["longest_message"] > 90 or not 0 < told["minutes"] <= made.minutes + 1:
            report.wrong["a course that takes longer than it says"] += 1


def run(mutations: int, seed: int) -> bool:
    """Damages so many courses and prints what came of it; whether nothing was wrong."""
    with tempfile.TemporaryDirectory() as scratch:
        report = fuzz(Path(scratch), mutations, seed)
    print(report, flush=True)
    for what, count in report.wrong.most_common():
        print(f"  wrong, {count} times: {what}", flush=True)
    return not report.wrong


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="courses", description=__doc__)
    asked.add_argument("--mutations", type=int, default=MUTATIONS)
    asked.add_argument("--seed", type=int, default=0)
    told = asked.parse_args()
    sys.exit(not run(told.mutations, told.seed))
