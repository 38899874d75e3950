"""What a document is called where it is shown: its file, its title, and what is said of a picture
to whoever cannot see it. Pure; its bytes are drawn when it is sent.
"""

from dataclasses import dataclass

from bot.cards import Document
from bot.certificates import aloud, file_stem, said

KINDS = ("certificate.pdf", "certificate.png")


@dataclass(frozen=True, slots=True)
class File:
    """A file that a call carries. `alt` is "" for what is no picture: a PDF is read itself."""

    name: str
    title: str
    alt: str
    document: Document


def file(document: Document) -> File:
    """Raises ValueError, with one sentence, for a document that cannot be."""
    if document.kind not in KINDS:
        raise ValueError(f"There is no document {document.kind!r}.")
    form = document.kind.rpartition(".")[2]
    values = document.values
    return File(
        name=f"{file_stem(values)}.{form}",
        title=f"{said(values)['heading']} ({form.upper()})",
        alt=aloud(values) if form == "png" else "",
        document=document,
    )
