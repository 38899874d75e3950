"""`python -m tests.browser.pictures`: the pictures of docs/annotators.md, from a fresh demo on a
phone.

Somebody joins on each side and does one task of each kind by its buttons; on the way, what the page
tells about is photographed.
"""

import asyncio
import json
import tempfile
from pathlib import Path
from urllib.request import urlopen

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests import needs
from tests.browser.demo import (
    WAYS,
    Side,
    Way,
    answer,
    demo,
    join_slack,
    join_telegram,
    next_task,
    on_slack,
    on_telegram,
    press,
)
from tests.browser.sheets import DOCS, webp
from tests.browser.window import ARGUMENTS

IMAGES = DOCS / "images" / "annotators"
SIZE, SHARPNESS = ViewportSize(width=390, height=960), 1.5
"""Of a phone, and what the page itself takes above and below the chat."""

CHAT = ".telegram .chat, aside.thread"
SETTLE = 600  # ms: the last redraw and its scrolling
QUALITY = 0.7


async def pictures(browser: Browser, url: str) -> None:
    page = await _page(browser, url, "telegram")
    await join_telegram(page)
    await telegram(page, on_telegram(page))
    page = await _page(browser, url, "slack")
    await join_slack(page)
    await slack(page, on_slack(page))


async def telegram(page: Page, side: Side) -> None:
    await asked(side, "Answer A: if this reader acted on it?")
    await take(page, "risk")
    await answer(side, WAYS["comparison"])
    await take(page, "saved")
    await next_task(side.place)
    way = WAYS["ranking"]
    await partly(side, way, 1)
    await take(page, "order")
    await answer(side, Way(way.presses[1:], way.reason, way.told))
    await next_task(side.place)
    await partly(side, WAYS["search"], 2)
    await take(page, "failures")


async def slack(page: Page, side: Side) -> None:
    await answer(side, WAYS["comparison"])
    await next_task(side.place)
    await answer(side, WAYS["ranking"])
    await next_task(side.place)
    await answer(side, WAYS["search"])
    await next_task(side.place)
    await asked(side, "Medical accuracy of Answer A")
    await take(page, "rating")
    await press(side.place, "More")
    await take(page, "more")


async def partly(side: Side, way: Way, presses: int) -> None:
    """The beginning of a task."""
    for label in way.presses[:presses]:
        await press(side.place, label)


async def asked(side: Side, words: str) -> None:
    await side.place.get_by_text(words).last.wait_for()


async def take(page: Page, name: str) -> None:
    """The chat as it is on the phone now."""
    await page.mouse.move(0, 0)
    await page.locator(".toast").wait_for(state="hidden")
    await page.wait_for_timeout(SETTLE)
    png = await page.locator(CHAT).locator("visible=true").screenshot(animations="disabled")
    browser = page.context.browser
    assert browser
    (IMAGES / f"{name}.webp").write_bytes(await webp(browser, png, QUALITY))
    print(f"{name}.webp", flush=True)


async def _page(browser: Browser, url: str, platform: str) -> Page:
    """The first sample person's own phone."""
    people = await asyncio.to_thread(_people, f"{url}/control/{platform}/people")
    page = await browser.new_page(
        viewport=SIZE, device_scale_factor=SHARPNESS, reduced_motion="reduce"
    )
    await page.goto(f"{url}/?{platform}={people[0]}")
    return page


def _people(url: str) -> list[str]:
    with urlopen(url) as said:
        return [str(one["id"]) for one in json.load(said)["people"]]


async def main(url: str) -> None:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=needs.chromium(), args=ARGUMENTS)
        await pictures(browser, url)
        await browser.close()


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, demo(Path(place) / "demo") as at:
        asyncio.run(main(at.url))
