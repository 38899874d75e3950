"""A browser window on a playground, and where things stand in it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.small_bot import Bots

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=780)
REFUSED = "the server responded with a status of 400"  # what a refused action leaves in the console


class Served(Protocol):
    """Whatever serves the page: a playground of a test's own, or a demo."""

    @property
    def url(self) -> str: ...


Look = Callable[..., AbstractAsyncContextManager[Page]]


def windows(browser: Browser) -> Look:
    @asynccontextmanager
    async def look(play: Served, size: ViewportSize = WIDE, at: str = "/") -> AsyncIterator[Page]:
        """A fresh window; anything the page complains about fails the test."""
        complaints: list[str] = []

        def hear(said: Any) -> None:
            if said.type == "error" and REFUSED not in said.text:
                complaints.append(said.text)

        context = await browser.new_context(viewport=size, reduced_motion="reduce")
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", hear)
        await page.goto(play.url + at)
        yield page
        await context.close()
        assert complaints == []

    return look


def slack(page: Page) -> Locator:
    return page.get_by_role("region", name="Slack stand-in")


def telegram(page: Page) -> Locator:
    return page.get_by_role("region", name="Telegram stand-in")


def slack_write(page: Page) -> Locator:
    return page.get_by_label("Message Rounds", exact=True)


def thread_of(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Thread")


async def in_focus(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.textContent"))


async def stick_out(page: Page, place: str) -> list[str]:
    """The words of what reaches over the sides of the first `place` that is shown."""
    found = await page.evaluate(
        """place => {
            const box = [...document.querySelectorAll(place)].find(one => one.checkVisibility());
            const edge = box.getBoundingClientRect();
            return [...box.querySelectorAll("*")].filter(one => {
                const at = one.getBoundingClientRect();
                return at.width && (at.left < edge.left - 1 || at.right > edge.right + 1);
            }).map(one => one.textContent || one.tagName);
        }""",
        place,
    )
    return list(found)


async def height(place: Locator) -> float:
    return float(await place.evaluate("one => one.getBoundingClientRect().height"))


async def open_thread(both: Bots, page: Page) -> Locator:
    """Ask for a task and follow the link to its panel."""
    await slack_write(page).fill("next")
    await slack_write(page).press("Enter")
    await slack(page).get_by_role("link", name="Open").click()
    await expect(thread_of(page).get_by_text("Which is better?")).to_be_visible()
    return thread_of(page)
