"""`python -m tests.browser.screenshots`: the two pictures of the README, taken from a fresh demo.

A person joins and opens a first task on each side, by the buttons of the page, as anybody would.
"""

import asyncio
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.async_api import Locator, Page, ViewportSize, async_playwright

from tests import needs
from tests.browser.window import ARGUMENTS, slack, telegram, thread_of

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SIZE, SHARPNESS = ViewportSize(width=1440, height=860), 1.5
READY = "Rounds demo: "
SLOW = 0.8  # s before a press: faster ones are asked once more, as a slip of the thumb would be
STOP_SECONDS = 20
JOINING = ("Continue", "Continue", "Continue", "Take part", "No reminders", "Don't quote")
ABOUT_ME = ("No", "No", "Correct")  # nobody's manager, no screen reader, the time zone


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """A fresh demo in this folder; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "adapters.cli", "demo"]
    command += ["--port", str(port), "--folder", str(folder)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        if not any(READY in line for line in running.stdout):
            raise RuntimeError("the demo ended before it was ready; its words above say why")
        yield f"http://127.0.0.1:{port}"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(STOP_SECONDS)


async def press(side: Locator, label: str) -> None:
    """Press the newest button of this name and wait until its question is settled."""
    button = side.get_by_role("button", name=label, exact=True).last
    await button.wait_for()
    await asyncio.sleep(SLOW)
    one = await button.element_handle()
    await one.click()
    await one.wait_for_element_state("hidden")


async def join(side: Locator) -> None:
    for label in (*JOINING, *ABOUT_ME):
        await press(side, label)
    await side.get_by_role("button", name="Next task", exact=True).last.click()


async def slack_picture(page: Page, to: Path) -> None:
    side = slack(page)
    await page.get_by_role("tab", name="Home").click()
    await side.get_by_text("Your first questions are in Messages.").wait_for()
    await page.get_by_role("tab", name="Messages").click()
    await join(side)
    await side.get_by_role("link", name="Open", exact=True).last.click()
    thread = thread_of(page)
    await thread.get_by_role("button", name="A is better").wait_for()
    await thread.locator(".scroller").evaluate("one => { one.scrollTop = one.scrollHeight }")
    await take(page, side, to)


async def telegram_picture(page: Page, to: Path) -> None:
    side = telegram(page)
    await side.get_by_role("button", name="Start", exact=True).click()
    await join(side)
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
        asyncio.run(main(at))
