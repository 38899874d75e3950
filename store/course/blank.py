"""A new course as a folder that is right at once: one step of each kind, to be written over."""

import re
from pathlib import Path

from bot.rubric import KNOWN
from store.course.card import ID

CARD = """\
# The card of this course, and the files it is made of. Every mistake that you make here is named
# with its line by: rounds course check {course}
course: {course}
version: 0.1.0
section: Your section
order: 1
minutes: 3
languages: [en]
lessons: [1-first]
card:
  en: {{title: "{title}", line: "One sentence on what this course is about."}}
author: "Your name"
clinical_review: none
"""

LESSON = """\
---
lesson: first
title: First lesson
goal: Say in one sentence what somebody can do after this lesson.
---

## Welcome
id: welcome
kind: say

Write here what the learner reads first, in at most 90 words. *Emphasis* stands between stars.

1. Lines may be numbered.
2. Like this.

- Or have bullets.

## Quick check
id: quick-check
kind: check

Write a question here. Which option is right?

- [ ] This one is not
  > Every option has its reason. Say here why this one is not right.
- [x] This one is
  > Yes. Say here why.

## Compare: two answers
id: two-answers
kind: compare
accept: warm clearly, warm better

### Question
Somebody asks something here. What should they do?

### Answer warm
An answer that the reviewer prefers.

### Answer cold
An answer that the reviewer likes less.

### If cold
What you would say to those who chose the other answer.

### If level
What you would say to those who saw no difference.

### Reviewer
{{warm}}, clearly. An id in braces becomes the letter under which its answer is shown.

## Rate: one answer
id: one-answer
kind: rate
criterion: accuracy
accept: 1, 2

### Question
Somebody asks something here.

### Answer
An answer that is wrong on an important point.

### If 3, 4, 5
What you would say to those who gave more.

### Reviewer
1 out of 5. Say here what is wrong. The criteria are {criteria}.

## Find the failure
id: the-failure
kind: flag
accept: H1
severity: S2, S3

### Question
Somebody asks something here.

### Answer
An answer that lacks a warning.

### If none
What you would say to those who found nothing.

### Reviewer
*Missing safety warning*, with the severity S2. Say here what is missing.

## Explain: in one line
id: in-one-line
kind: explain

In a sentence or two, say why a warning is needed there.

### Reviewer
A useful reason says where the problem is, what is wrong, and what could happen.
"""


class Taken(Exception):  # noqa: N818  the house's word
    """A course that cannot be begun under this name; one sentence."""


def begin(folder: Path) -> list[Path]:
    """Makes the folder of a course, named as its id; the files that were written. Raises Taken."""
    course = folder.name
    if not re.match(ID, course):
        may = 'has 1 to 40 small letters, digits and "_", and begins with a letter'
        raise Taken(f'A course\'s id {may}: "{course}" cannot be one.')
    if folder.exists():
        raise Taken(f"{folder} is there already: choose another name.")
    title = course.replace("_", " ").capitalize()
    texts = {
        "course.yaml": CARD.format(course=course, title=title),
        "en/1-first.md": LESSON.format(criteria=", ".join(KNOWN)),
    }
    written = []
    try:
        for name, text in texts.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            written.append(file)
    except OSError as error:
        raise Taken(f"{folder} cannot be written: {error.strerror or error}.") from None
    return written
