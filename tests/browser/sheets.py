"""`python -m tests.browser.sheets [SHEET…]`: the contact sheets of docs/gallery.md, one for each
kind of task and platform, as people see its cards on a phone; or only those sheets.

What differs from one day to the next (the time of a message) is left out, so that a sheet changes
when a card does. The page says in words what each picture shows.
"""

import asyncio
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from tests import needs
from tests.browser.contact_sheet import SHEET, Picture, photographed, sheet
from tests.browser.window import ARGUMENTS
from tests.gallery import PLATFORMS, SHEETS, hung_on

DOCS = Path(__file__).parents[2] / "docs"
IMAGES = DOCS / "images" / "gallery"
PAGE = DOCS / "gallery.md"

COLUMNS = 4
QUALITY = 0.5
"""Of WebP, from 0 to 1: letters are still sharp, and the whole gallery takes a few megabytes."""

NAMED = {"slack": "Slack", "telegram": "Telegram"}
HEAD = """# The gallery

Every card that people can meet, on each platform, as on a phone 390 pixels wide: drawn by the real
engine and adapters, sent over the wire, and photographed in the playground's page. `make gallery`
draws it again, with Noto's CJK and emoji fonts installed; do so when a card changes, and look at
each sheet. What a card is to say letter by letter stands in `tests/golden`, and a test
keeps it there.
"""

AS_WEBP = """async ({png, quality}) => {
    const shot = new Image();
    shot.src = "data:image/png;base64," + png;
    await shot.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [shot.naturalWidth, shot.naturalHeight];
    canvas.getContext("2d").drawImage(shot, 0, 0);
    return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


def file(platform: str, name: str) -> Path:
    """Where the picture of one sheet lies."""
    return IMAGES / f"{re.sub(r'[^a-z]+', '-', name)}-{platform}.webp"


def page() -> str:
    """docs/gallery.md: each sheet's pictures, and the names of what hangs there."""
    return "\n".join([HEAD, *(_section(name) for name in SHEETS)])


def _section(name: str) -> str:
    lines = [f"## {name.capitalize()}", ""]
    for platform in PLATFORMS:
        cards = list(dict.fromkeys(card for card, _ in hung_on(platform, name)))
        at = file(platform, name).relative_to(DOCS)
        lines += [f"### {NAMED[platform]}: {name}", ""]
        lines += [f"![{NAMED[platform]}: {name}, {len(cards)} samples, named below]({at})", ""]
        lines += [f"{', '.join(cards)}.", ""]
    return "\n".join(lines)


async def drawn(browser: Browser, pictures: Sequence[Picture]) -> bytes:
    """One sheet, as WebP."""
    page = await browser.new_page(viewport=SHEET)
    await page.set_content(sheet(pictures, COLUMNS))
    png = await page.screenshot(full_page=True)
    await page.close()
    return await webp(browser, png, QUALITY)


async def webp(browser: Browser, png: bytes, quality: float) -> bytes:
    """The same picture, smaller; in a page of its own, whose policy forbids no picture."""
    page = await browser.new_page()
    told = {"png": b64encode(png).decode(), "quality": quality}
    smaller = b64decode(await page.evaluate(AS_WEBP, told))
    await page.close()
    return smaller


async def main(names: Sequence[str]) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    wanted = {file(platform, name) for name in SHEETS for platform in PLATFORMS}
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=needs.chromium(), args=ARGUMENTS)
        for name in names:
            for platform in PLATFORMS:
                samples = hung_on(platform, name)
                pictures = await photographed(browser, platform, "phone", samples)
                to = file(platform, name)
                to.write_bytes(await drawn(browser, pictures))
                size = to.stat().st_size // 1000
                print(f"{to.name}: {len(pictures)} pictures, {size} kB", flush=True)
        await browser.close()
    for left in set(IMAGES.iterdir()) - wanted:
        left.unlink()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or list(SHEETS)))
