"""The whole gallery again, met by somebody who speaks another language."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from typing import Any
from unittest import mock

from bot.cards import Button, Edit, Form, Notice, Out, Post, Reply, Standing, Upload
from bot.tongue import Tongue
from tests.gallery import SHEETS, hung_on
from tests.gallery_visit import Visit
from tests.tongues.pseudo import english


@contextmanager
def speaking(tongue: Tongue, content: set[str] | None = None) -> Iterator[None]:
    """Whoever visits meanwhile speaks this, unless they speak something else; they press the button
    that stands for the English one. What they read and write that is not ours goes to `content`."""
    does, hangs = Visit.does, Visit.button
    teaches, corrects = Visit.teaches, Visit.corrects

    def acts(self: Visit, kind: Any, **more: Any) -> Visit:
        if not self.rules.tongues:
            self.rules = replace(self.rules, tongues={tongue.code: tongue})
        self.language = self.language or tongue.code
        if content is not None:
            content.update(texts(more))
        if content is not None and "walked" not in vars(self):
            vars(self)["walked"] = True
            content.update(texts((self.memory.items, self.project, self.memory.asks)))
        return does(self, kind, **more)

    def learns(self: Visit, *courses: Any) -> Visit:
        if content is not None:
            content.update(texts(courses))
        return teaches(self, *courses)

    def mends(self: Visit, text: str) -> Visit:
        if content is not None:
            content.add(text)
        return corrects(self, text)

    def button(self: Visit, label: str) -> tuple[str, Button]:
        places = [*reversed(self.seen.items()), *([("", self.home)] if self.home else [])]
        for name, card in places:
            for one in (one for row in card.rows for one in row):
                if english(tongue.code, one.label).startswith(label.lower()):
                    return name, one
        return hangs(self, label)

    with mock.patch.multiple(Visit, does=acts, button=button, teaches=learns, corrects=mends):
        yield


def met(platform: str, tongue: Tongue, content: set[str] | None = None) -> dict[str, list[Out]]:
    """Every sample of the gallery, as it is in this tongue."""
    with speaking(tongue, content):
        return {name: outs for sheet in SHEETS for name, outs in hung_on(platform, sheet)}


def texts(there: object) -> Iterator[str]:
    """Every string in it, however deep."""
    if isinstance(there, str):
        yield there
    elif is_dataclass(there):
        for one in fields(there):
            yield from texts(getattr(there, one.name))
    elif isinstance(there, dict):
        yield from texts(tuple(there.values()))
    elif isinstance(there, list | tuple | set | frozenset):
        for inner in there:
            yield from texts(inner)


def words_of(out: Out) -> Iterator[str]:
    """Everything of an out that people read or hear."""
    match out:
        case Post() | Edit() | Standing():
            yield from ("".join(run.text for run in one) for one in out.card.body)
            yield out.card.spoken
            for button in (button for row in out.card.rows for button in row):
                yield from (button.label, button.hint)
            if out.card.menu:
                yield out.card.menu.label
        case Upload():
            yield out.text
        case Notice():
            yield from (out.text, out.close)
        case Form():
            yield from (out.title, out.send, out.close)
            for field in out.fields:
                yield from (field.label, field.hint)
        case Reply():
            yield from (out.text, *(said for _, said in out.errors))
