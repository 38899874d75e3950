"""The page is a handful of files from this folder: no build step, no other address.

What people and the bot write is hostile input, so the page runs only its own scripts and styles,
and talks only to the address it came from.
"""

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "page"
KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def routes() -> list[web.RouteDef]:
    """GET / and the files it asks for; a permalink is led here by the platform that owns it."""
    return [web.get("/", _index), web.get("/page/{file}", _file), web.get("/favicon.ico", _icon)]


def _served() -> dict[str, Path]:
    """What may be asked for by name: the files that lie here, never a path."""
    return {one.name: one for one in FOLDER.iterdir() if one.suffix in KINDS}


def _answer(path: Path) -> web.Response:
    return web.Response(
        text=path.read_text("utf-8"),
        content_type=KINDS[path.suffix],
        charset="utf-8",
        headers=HEADERS,
    )


async def _index(_request: web.Request) -> web.Response:
    return _answer(FOLDER / "index.html")


async def _icon(_request: web.Request) -> web.Response:
    return _answer(FOLDER / "icon.svg")


async def _file(request: web.Request) -> web.Response:
    name = request.match_info["file"]
    if name not in (served := _served()):
        raise web.HTTPNotFound(text=f'The page has no file "{name}".', headers=HEADERS)
    return _answer(served[name])
