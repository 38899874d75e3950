"""The arguments of one call, however they came: query, form, multipart or JSON.

A form holds texts only: numbers come as digits, truth as `true`, nested values as JSON. A value
that does not fit is refused as the server refuses it.
"""

import json
from typing import Any

from aiohttp import web

from playground.telegram.facts import ApiError, Json, bad

TRUE = ("true", "yes", "1")


class Args:
    def __init__(self, values: Json, files: dict[str, tuple[str, str, bytes]]) -> None:
        self.values = values
        self.files = files  # name of the part: file name, type, content

    def has(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        return "" if value is None else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """Digits, as far as they go; anything else counts as nothing, as on the server."""
        text = self.text(name).strip()
        digits = text.removeprefix("-")
        return int(text) if digits.isdecimal() and digits.isascii() else default

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in TRUE

    def nested(self, name: str, what: str = "") -> Any:
        """A nested value, or None; with `what` given, text that is no JSON is refused."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            if not what:
                return None
            raise bad(f"can't parse {what} JSON object") from None


async def read(request: web.Request) -> Args:
    values: Json = dict(request.query)
    files: dict[str, tuple[str, str, bytes]] = {}
    if request.content_type == "application/json":
        values |= parsed(await request.text())
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = (value.filename, value.content_type, value.file.read())
            else:
                values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Args(values, files)


def parsed(text: str) -> Json:
    if not text.strip():
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        raise ApiError(400, "can't parse request JSON object") from None
    if not isinstance(found, dict):
        raise ApiError(400, "object expected as request")
    return found
