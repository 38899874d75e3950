"""The files of a course as they lie in its folder: read whole or refused, and nothing else read.

A byte order mark and any line ends mean nothing. What is too large, not UTF-8, not there or not
inside the folder is one sentence each.
"""

import re
from pathlib import Path

from store.course.mistakes import Ledger, near, quoted

FILE_MOST = 200_000
"""Bytes of one file: the longest lesson has some twelve thousand."""

CARD = "course.yaml"

ENDS = re.compile("\r\n?")

UNCARRIED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that cannot be seen, and that chats drop or break a line at."""


def text_of(folder: Path, name: str, ledger: Ledger, named: tuple[str, int]) -> str | None:
    """The text of a file, with "\\n" for every line end; None if it cannot be read.

    `name` is its path from the folder on. `named` is where the course names it: there it is told
    that the file is missing.
    """
    try:
        raw = _bytes(folder, folder / name)
        text = ENDS.sub("\n", raw.decode("utf-8-sig"))
    except FileNotFoundError:
        known = near(name, files_of(folder, name.rpartition("/")[0]))
        ledger.tell(*named, f"there is no file {quoted(name)}.{known}")
        return None
    except UnicodeDecodeError as error:
        before = ENDS.sub("\n", error.object[: error.start].decode("latin-1"))
        ledger.tell(name, before.count("\n") + 1, "this is not UTF-8; save the file as UTF-8")
        return None
    except Unusable as error:
        ledger.tell(name, 1, str(error))
        return None
    except OSError as error:
        ledger.tell(name, 1, f"this file cannot be read: {error.strerror or error}")
        return None
    _characters(text, name, ledger)
    return UNCARRIED.sub(" ", text.expandtabs(2))


def files_of(folder: Path, within: str) -> list[str]:
    """The files of a course's folder, or of a folder `within` it, as paths from the course on."""
    try:
        return sorted(one.relative_to(folder).as_posix() for one in (folder / within).iterdir())
    except OSError:
        return []


def folder_wrong(folder: Path) -> str:
    """Why this is no folder of a course, "" if it may be one."""
    if folder.is_dir():
        return ""
    if folder.exists():
        return f"{folder} is no folder: name the folder of a course."
    there = [name for name in files_of(folder.parent, "") if (folder.parent / name / CARD).exists()]
    return f"There is no course {quoted(folder.name)} in {folder.parent}.{near(folder.name, there)}"


class Unusable(Exception):  # noqa: N818  the house's word
    """A path at which nothing is read; one sentence."""


def _bytes(folder: Path, path: Path) -> bytes:
    """What the file holds. Raises Unusable, or OSError."""
    if not path.is_symlink():
        path.stat()  # FileNotFoundError: nothing is there
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
    except (FileNotFoundError, RuntimeError):  # RuntimeError: a link to itself
        raise Unusable("this is a link that leads nowhere; put the file itself here") from None
    if not inside:
        raise Unusable("this is a link to a file outside the course; put the file itself here")
    if not path.is_file():  # opening a pipe would wait for somebody to write
        raise Unusable("this is no file; put a file of this name here")
    with path.open("rb") as file:
        raw = file.read(FILE_MOST + 1)
    if len(raw) > FILE_MOST:
        raise Unusable(f"this file is larger than {FILE_MOST} bytes; shorten it")
    return raw


def _characters(text: str, name: str, ledger: Ledger) -> None:
    for line, words in enumerate(text.split("\n"), start=1):
        if "\t" in words:
            ledger.tell(name, line, "there is a tab character; write spaces instead")
        if found := UNCARRIED.search(words):
            sign = f"the character U+{ord(found[0]):04X}"
            ledger.tell(name, line, f"there is {sign}, which no chat can carry; remove it")
