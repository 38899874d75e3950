"""`python -m tests.browser.contact_sheet FOLDER [NAME…]`: every card as people see it, or only
those whose names begin so.

Each card of the gallery goes over the wire into a playground as it would in earnest (posted,
edited, opened by a press) and is photographed in its page at the width of a desk and of a phone,
into sheets to look at one by one.
"""

import asyncio
import sys
from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.cards import Out, words
from tests import needs
from tests.browser.window import ARGUMENTS
from tests.contract.wall import BEFORE, Hung, Wall, wall
from tests.gallery import PLATFORMS, gallery
from tests.playground.server import Playground

TALL = 5_200  # px; the longest part of an answer is photographed in one piece on a phone
SIZES = {
    "desk": ViewportSize(width=1280, height=TALL),
    "phone": ViewportSize(width=390, height=TALL),
}
COLUMNS = {"desk": 2, "phone": 4}
"""Pictures side by side; Telegram's chat is a phone's on a desk, too."""

ROWS = 6
SETTLE = 250  # ms until the page shows what has just been changed
SHEET = ViewportSize(width=1_600, height=600)

TIMELESS = "time { visibility: hidden }"
"""The hour of a message is no part of a card."""

STYLED = """rule => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rule);
    document.adoptedStyleSheets.push(sheet);
}"""
"""The page's own policy forbids a style element."""

Picture = tuple[str, bytes]
Samples = Iterable[tuple[str, list[Out]]]


async def photographed(
    browser: Browser, platform: str, size: str, samples: Samples
) -> list[Picture]:
    """Those cards of these that can be seen on this platform, with their names."""
    found: list[Picture] = []
    async with Playground() as play, wall(play, platform) as on:
        page = await browser.new_page(viewport=SIZES[size], reduced_motion="reduce")
        await page.goto(f"{play.url}/?{platform}={on.person}")
        await page.locator(f"#{platform}-who").get_by_text("Guest").first.wait_for()
        await page.evaluate(STYLED, TIMELESS)
        await page.wait_for_timeout(SETTLE)
        for name, outs in samples:
            for out in outs:
                if at := await on.hang(out):
                    found.append((name, await picture(page, at)))
                    await put_away(page, on, at)
        await page.close()
    return found


async def picture(page: Page, at: Hung) -> bytes:
    """What hangs there, cut out of the page."""
    if at.place == "home":
        await page.get_by_role("tab", name="Home").click()
    await page.wait_for_timeout(SETTLE)
    await page.get_by_text(words(BEFORE)).wait_for(state="hidden")
    places = {
        "message": f'[data-key="{at.id}"]',
        "home": ".home .view",
        "modal": "dialog.modal form",
        "toast": ".toast",
    }
    place = page.locator(places[at.place]).last
    await place.wait_for()
    return await place.screenshot(animations="disabled")


async def put_away(page: Page, on: Wall, at: Hung) -> None:
    """Make room for the next card."""
    if at.place == "home":
        await page.get_by_role("tab", name="Messages").click()
    elif at.place == "modal":
        await on.close_modal()
        await page.locator("dialog.modal form").wait_for(state="hidden")
    elif at.place == "toast":
        await page.locator(".toast").last.click()
        await page.locator(".toast").wait_for(state="hidden")


def sheet(pictures: Sequence[Picture], columns: int) -> str:
    """One page of pictures, each under its name."""
    figures = "".join(
        f'<figure><figcaption>{escape(name)}</figcaption><img src="data:image/png;base64,'
        f'{b64encode(data).decode()}"></figure>'
        for name, data in pictures
    )
    return (
        "<!doctype html><style>body{margin:8px;background:#999;font:14px sans-serif;"
        f"columns:{columns};column-gap:8px}}"
        "figure{margin:0 0 8px;break-inside:avoid;background:#fff}img{max-width:100%;display:block}"
        f"figcaption{{padding:2px 6px;font-weight:700}}</style>{figures}"
    )


async def main(folder: Path, wanted: tuple[str, ...]) -> None:
    program = needs.chromium()
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        for platform in PLATFORMS:
            for size in SIZES:
                columns = COLUMNS["phone" if platform == "telegram" else size]
                samples = gallery(platform).items()
                named = [one for one in samples if one[0].startswith(wanted)]
                pictures = await photographed(browser, platform, size, named)
                page = await browser.new_page(viewport=SHEET)
                for first in range(0, len(pictures), columns * ROWS):
                    await page.set_content(sheet(pictures[first : first + columns * ROWS], columns))
                    path = folder / f"{platform}-{size}-{first:03}.png"
                    await page.screenshot(path=path, full_page=True)
                await page.close()
                print(f"{platform}, {size}: {len(pictures)} pictures in {folder}")
        await browser.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(target, tuple(sys.argv[2:]) or ("",)))
