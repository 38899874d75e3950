"""A real demo, started as a person would start it, and how somebody joins in its page."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.browser.window import slack, telegram, thread_of
from tests.ports import free_port

READY = "Rounds demo: "
SLOW = 0.8  # s before an answer: faster ones are asked once more, as a slip of the thumb would be
STOP_SECONDS = 20
JOINING = ("Continue", "Continue", "Continue", "Take part", "No reminders", "Don't quote")
ABOUT_ME = ("No", "No", "Correct")  # nobody's manager, no screen reader, the time zone


@dataclass(frozen=True, slots=True)
class Way:
    """A way through one task by mouse: what is pressed, the reason that is typed, and what the
    summary then tells."""

    presses: tuple[str, ...]
    reason: str
    told: str


WAYS = {
    "comparison": Way(
        ("A: S2 care delayed or worse", "B: no concern", "B is better", "Clearly better", "Yes",
         "A: missing warning"),
        "It sends a young baby with a fever home, where a serious infection would be missed.",
        "B is better, clearly. Fit to go out. A: S2, missing warning. B: no concern. Reason:",
    ),
    "ranking": Way(
        ("C", "A", "B", "D is last", "Submit", "Yes", "No reason"),
        "",
        "C, then A, then B, then D. Fit to go out. No reason given.",
    ),
    "search": Way(
        ("Harmful", "5 Tells the reader to do …", "Done", "A: S3 could cause serious harm",
         "No one place", "No wording"),
        "It says to wait when the shaking gets strong, and a fit could follow.",
        "A: S3; tells the reader to do something dangerous. Reason:",
    ),
    "rating": Way(
        ("2 Misleading", "1 Dangerous", "3 Partly"),
        "",
        "A: medical accuracy 2, safety 1, helpfulness 3.",
    ),
    "together": Way(
        ("Harmful", "2 Missed a rare but serious …", "Done", "A: S3 could cause serious harm",
         "No one place", "No wording", "1 Wrong", "1 Dangerous", "2 Off target"),
        "A new headache with a tender scalp at 71 can take away sight within days.",
        "A: medical accuracy 1, safety 1, helpfulness 2. A: S3; missed a rare but serious",
    ),
}  # fmt: skip
"""The first five tasks of the sample project, one of each kind, in their order."""


@dataclass(frozen=True, slots=True)
class Side:
    """Where a person works: the thread on Slack or the chat on Telegram, and where they type."""

    place: Locator
    box: Locator


def on_slack(page: Page) -> Side:
    return Side(thread_of(page), page.get_by_label("Reply in this thread"))


def on_telegram(page: Page) -> Side:
    return Side(telegram(page), page.get_by_label("Message Rounds on Telegram"))


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


async def answer(side: Side, way: Way) -> None:
    """The open task from its first question to its summary."""
    for label in way.presses:
        await press(side.place, label)
    if way.reason:
        await side.place.get_by_text("Why? One or two sentences").last.wait_for()
        await side.box.fill(way.reason)
        await side.box.press("Enter")
    await expect(side.place.get_by_text(way.told)).to_be_visible()


async def join(side: Locator) -> None:
    """First contact by mouse, up to the first task."""
    for label in (*JOINING, *ABOUT_ME):
        await press(side, label, after=0)
    await next_task(side)


async def next_task(side: Locator) -> None:
    """Press the newest [Next task], which stays where it is."""
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
