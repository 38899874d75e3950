"""`python -m tests.browser.screenshots`: the two pictures of the README, taken from a fresh demo.

A person joins and opens a first task on each side, by the buttons of the page, as anybody would.
"""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Locator, Page, ViewportSize, async_playwright

from tests import needs
from tests.browser.demo import demo, join_slack, join_telegram
from tests.browser.window import ARGUMENTS, slack, telegram, thread_of

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SIZE, SHARPNESS = ViewportSize(width=1440, height=860), 1.5


async def slack_picture(page: Page, to: Path) -> None:
    await join_slack(page)
    thread = thread_of(page)
    await thread.get_by_role("button", name="A is better").wait_for()
    await thread.locator(".scroller").evaluate("one => { one.scrollTop = one.scrollHeight }")
    await take(page, slack(page), to)


async def telegram_picture(page: Page, to: Path) -> None:
    side = telegram(page)
    await join_telegram(page)
    await side.get_by_text("Which answer is better overall?").wait_for()
    await take(page, side, to)


async def take(page: Page, side: Locator, to: Path) -> None:
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(500)  # the last redraw and its scrolling
    await side.screenshot(path=to, animations="disabled")
    print(to.relative_to(IMAGES.parents[1]))


async def main(url: str) -> None:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=needs.chromium(), args=ARGUMENTS)
        page = await browser.new_page(
            viewport=SIZE, device_scale_factor=SHARPNESS, reduced_motion="reduce"
        )
        await page.goto(url)
        await slack_picture(page, IMAGES / "slack.png")
        await telegram_picture(page, IMAGES / "telegram.png")
        await browser.close()


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, demo(Path(place) / "demo") as at:
        asyncio.run(main(at.url))
