"""axe-core in the page: what it finds there, on a desk and on a phone, by day and by night."""

from importlib.resources import files
from typing import Any

from playwright.async_api import Page

from tests.browser.window import NARROW, WIDE

SCRIPT = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
"""axe-core as Deque publishes it (MPL 2.0); the package around it only carries it."""

LOOKS = tuple((size, scheme) for size in (WIDE, NARROW) for scheme in ("light", "dark"))
APART = (LOOKS[0], LOOKS[-1])
"""Both widths and both schemes, for what takes long."""

LAID_OPEN = """() => {
    const places = "html, body, .both, .side, .frame, .channel, .talk, .chat, .log, .scroller";
    const free = "display: block; height: auto; max-height: none; overflow: visible";
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${places} { ${free.replaceAll(";", " !important;")} !important }`);
    document.adoptedStyleSheets = [sheet];
}"""
"""Nothing has to be scrolled to any more."""

FADED = 300
"""Milliseconds until nothing moves or fades any more."""


async def found(page: Page) -> list[str]:
    """What axe finds wrong as the page is now, one line for each thing, however grave."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(SCRIPT)
    said: dict[str, Any] = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(said["passes"]) > 10, "axe has looked at nothing"
    return [
        f"{one['impact']} {one['id']}: {node['html'][:120]} {node['failureSummary']}"
        for one in said["violations"]
        for node in one["nodes"]
    ]


async def every_look(page: Page) -> list[str]:
    """What it finds at any of the widths and colours that people have."""
    wrong = list[str]()
    for size, scheme in LOOKS:
        await page.set_viewport_size(size)
        wrong += await _in(page, scheme)
    await page.emulate_media(color_scheme="light")
    return wrong


async def whole_history(page: Page) -> list[str]:
    """What it finds in everything that was ever said: axe judges no colours of what would have to
    be scrolled to, so the page is laid open."""
    await page.evaluate(LAID_OPEN)
    wrong = list[str]()
    for size, scheme in APART:
        await page.set_viewport_size(size)
        wrong += await _in(page, scheme)
    await page.emulate_media(color_scheme="light")
    return wrong


async def _in(page: Page, scheme: str) -> list[str]:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await page.wait_for_timeout(FADED)
    size = page.viewport_size
    return [f"{size and size['width']} px, {scheme}: {one}" for one in await found(page)]
