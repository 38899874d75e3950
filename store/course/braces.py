"""What stands in braces: a word of course.yaml is put in here, an answer's letter when it is shown.

A brace that names neither is a mistake, and so is one that stands alone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from bot.lessons import BRACES
from store.course.mistakes import Page, Said, near, quoted


@dataclass(frozen=True, slots=True)
class Words:
    """The words of course.yaml in one language; `known` is False where it cannot be read."""

    language: str
    words: Mapping[str, str]
    known: bool = True

    def fill(self, said: Said, page: Page, answers: Collection[str] = ()) -> str:
        """The text with its words; `answers` are ids that stay in braces."""
        filled, end = "", 0
        for found in BRACES.finditer(said.text):
            name = found[1]
            between = said.text[end : found.start()]
            self._alone(between, said, page)
            filled += between
            if self.known and name not in answers and name not in self.words:
                page.tell(_line(found[0], said, page), self._strange(name, answers))
            filled += found[0] if name in answers else self.words.get(name, found[0])
            end = found.end()
        self._alone(said.text[end:], said, page)
        return filled + said.text[end:]

    def _strange(self, name: str, answers: Collection[str]) -> str:
        if not answers and not self.words:
            return f"{quoted('{' + name + '}')} names nothing; remove the braces"
        known = near(name, [*answers, *self.words])
        what = "no answer of this step and no word" if answers else "no word"
        return f"{quoted('{' + name + '}')} is {what} of course.yaml in {self.language}.{known}"

    def _alone(self, between: str, said: Said, page: Page) -> None:
        for sign in "{}":
            if sign in between:
                line = page.line_of(partial(_stands_alone, sign), said.line)
                page.tell(line, f'a "{sign}" stands alone; remove it')


def _line(words: str, said: Said, page: Page) -> int:
    return page.line_of(lambda line: words in line, said.line)


def _stands_alone(sign: str, line: str) -> bool:
    return sign in BRACES.sub("", line)
