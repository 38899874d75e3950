"""A file handed out: a picture or a PDF to be looked at, anything else only to be kept.

What it is, its first bytes say; a name that claims otherwise changes nothing.
"""

from mimetypes import guess_type
from urllib.parse import quote

from aiohttp import web

SHOWN = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"%PDF-": "application/pdf",
}
ANY = "application/octet-stream"


def kind_of(content: bytes) -> str:
    """What may be drawn of it; anything else is only bytes."""
    return next((kind for begins, kind in SHOWN.items() if content.startswith(begins)), ANY)


def claimed(name: str) -> str:
    """What its name says that it is."""
    return guess_type(name)[0] or ANY


def answer(content: bytes, name: str) -> web.Response:
    kind = kind_of(content)
    place = "attachment" if kind == ANY else "inline"
    headers = {
        "Content-Disposition": f"{place}; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=content, content_type=kind, headers=headers)
