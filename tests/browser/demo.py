"""A real demo, started as a person would start it, and how somebody joins in its page."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page

from tests.browser.window import slack, telegram
from tests.ports import free_port

READY = "Rounds demo: "
SLOW = 0.8  # s before an answer: faster ones are asked once more, as a slip of the thumb would be
STOP_SECONDS = 20
JOINING = ("Continue", "Continue", "Continue", "Take part", "No reminders", "Don't quote")
ABOUT_ME = ("No", "No", "Correct")  # nobody's manager, no screen reader, the time zone


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo and where it keeps its data."""

    url: str
    process: "subprocess.Popen[str]"


@contextmanager
def demo(folder: Path) -> Iterator[Demo]:
    """A demo in this folder, a new one or one that is started again; stopped by SIGTERM, it ends
    well."""
    port = free_port()
    command = [sys.executable, "-m", "adapters.cli", "demo"]
    command += ["--port", str(port), "--folder", str(folder)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        if not any(READY in line for line in running.stdout):
            raise RuntimeError("the demo ended before it was ready; its words above say why")
        yield Demo(f"http://127.0.0.1:{port}", running)
    finally:
        running.send_signal(signal.SIGTERM)
        ended = running.wait(STOP_SECONDS)
        if running.stdout:
            running.stdout.close()
    assert ended == 0, ended


async def press(side: Locator, label: str, after: float = SLOW) -> None:
    """Press the newest button of this name and wait until its question is settled."""
    button = side.get_by_role("button", name=label, exact=True).last
    await button.wait_for()
    await asyncio.sleep(after)
    one = await button.element_handle()
    await one.click()
    await one.wait_for_element_state("hidden")


async def join(side: Locator) -> None:
    """First contact by mouse, up to the first task."""
    for label in (*JOINING, *ABOUT_ME):
        await press(side, label, after=0)
    await side.get_by_role("button", name="Next task", exact=True).last.click()


async def join_slack(page: Page) -> None:
    side = slack(page)
    await page.get_by_role("tab", name="Home").click()
    await side.get_by_text("Your first questions are in Messages.").wait_for()
    await page.get_by_role("tab", name="Messages").click()
    await join(side)
    await side.get_by_role("link", name="Open", exact=True).last.click()


async def join_telegram(page: Page) -> None:
    side = telegram(page)
    await side.get_by_role("button", name="Start", exact=True).click()
    await join(side)
