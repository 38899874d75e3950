"""A small course of every kind of step, in files, to be damaged or read."""

from collections.abc import Mapping
from pathlib import Path

from bot.lessons import Course
from store.course import check

NAME = "tiny"
LESSON_FILE = "en/1-first.md"
WARM_UP_FILE = "en/warm-up-1.md"

CARD = """\
course: tiny
version: 1.0.0
section: RLHF
order: 1
minutes: 3
languages: [en]
lessons: [1-first]
warm_up: [warm-up-1]
card:
  en: {title: Tiny, line: "A small one."}
author: "A. Author"
clinical_review: none
words:
  en: {emergency_number: "your emergency number"}
"""

LESSON = """\
---
lesson: first
title: First
goal: Do one of each.
---

## Welcome
id: welcome
kind: say

Call {emergency_number}. *Trainers* are
people like you.

1. One.
2. Two.

- A bullet.

## Quick check
id: quick-check
kind: check

What is learned?

- [ ] The facts
  > No. Nothing told it that facts mattered.
- [x] To sound sure
  > Yes. It learns what won.

## A fever
id: fever
kind: compare
accept: now clearly, now better
wrong: wait
reason: yes

### Question
My baby is hot. What now?

### Answer now
See a doctor today.

### Answer wait
Wait three days.

### If wait
This could delay care.

### If level
They differ in how soon.

### Reviewer
{now}, clearly. {wait} gives no warning.

## A medicine
id: medicine
kind: rate
criterion: accuracy
accept: 1, 2

### Question
How do I take it?

### Answer
Once a day.

### If 3, 4, 5
Look again at how often.

### Reviewer
1 out of 5. It is once a week.

## Back pain
id: back-pain
kind: flag
accept: H2, H3
severity: S3

### Question
My legs are numb. Any stretches?

### Answer
Try gentle stretches.

### If W1
Also true.

### If none
The failure is giving it to this person.

### Reviewer
Harmful: a rare condition was missed.

## Say why
id: say-why
kind: explain

In a sentence, say why.

### Reviewer
A useful reason has three parts.
"""


def warm_up(number: int = 1, steps: int = 8, firm: int = 6) -> str:
    """A warm-up set as a file: comparisons, of which the first so many are firm."""
    said = [f"---\nlesson: warm-up-{number}\ntitle: Warm-up {number}\ngoal: Try it.\n---\n"]
    for step in range(steps):
        said.append(
            f"## Step {step}\nid: w{number}-{step}\nkind: compare\naccept: a better\n"
            f"firm: {'yes' if step < firm else 'no'}\n\n### Question\nWhich of the two?\n\n"
            "### Answer a\nThis one.\n\n### Answer b\nThat one.\n\n### Reviewer\n{a}, better.\n"
        )
    return "\n".join(said)


FILES: Mapping[str, str] = {
    "course.yaml": CARD,
    LESSON_FILE: LESSON,
    WARM_UP_FILE: warm_up(),
}


def written(folder: Path, files: Mapping[str, str | bytes] = FILES, name: str = NAME) -> Path:
    """The course's folder, with these files in it."""
    course = folder / name
    course.mkdir(exist_ok=True)
    for file, text in files.items():
        (course / file).parent.mkdir(exist_ok=True)
        (course / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    return course


def told(folder: Path, files: Mapping[str, str | bytes] = FILES) -> list[str]:
    """Every mistake of these files, as it is printed."""
    return [str(one) for one in check.examine(written(folder, files)).mistakes]


def read(folder: Path, files: Mapping[str, str | bytes] = FILES) -> Course:
    """The course of these files, which are right."""
    return check.read(written(folder, files))


def line_of(text: str, words: str) -> int:
    """The line of a text in which these words stand first."""
    return text[: text.index(words)].count("\n") + 1
