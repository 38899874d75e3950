"""The demo, from its first page to a restart: a comparison finished on each side by mouse and by
keyboard alone.
"""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.demo import SLOW, demo, join_slack, join_telegram, press
from tests.browser.window import Look, in_focus, slack, telegram, thread_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

REASON = "It sends a young baby with a fever home, where a serious infection would be missed."
TABS_MOST = 60
BY_MOUSE = ("B is better", "Slightly better", "Yes", "None of these", "No reason")
BY_KEYBOARD = ("A is better", "Clearly better", "No, neither is acceptable", "None of these")


async def tab_to(page: Page, label: str) -> None:
    """Go on by Tab until this button has the focus."""
    for _ in range(TABS_MOST):
        if (await in_focus(page)).strip() == label:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{label} was not reached by Tab; {await in_focus(page)!r} was")


async def by_keyboard(page: Page, side: Locator, box: Locator) -> None:
    """A comparison without a mouse, from the next task to the reason that is typed."""
    await asyncio.sleep(SLOW)
    await tab_to(page, "Next task")
    await page.keyboard.press("Enter")
    for label in BY_KEYBOARD:
        await expect(side.get_by_role("button", name=label, exact=True)).to_be_visible()
        await asyncio.sleep(SLOW)
        await tab_to(page, label)
        await page.keyboard.press("Enter")
    await expect(side.get_by_text("Why? One or two sentences")).to_be_visible()
    while not await box.evaluate("one => one === document.activeElement"):
        await page.keyboard.press("Tab")
    await page.keyboard.type(REASON)
    await page.keyboard.press("Enter")
    await expect(side.get_by_text("A is better, clearly. Neither is acceptable.")).to_be_visible()


async def compare(page: Page, side: Locator, box: str) -> None:
    """Two comparisons: the open one by mouse, the next by keyboard."""
    for label in BY_MOUSE:
        await press(side, label)
    await expect(side.get_by_text("B is better, slightly. Fit to go out.")).to_be_visible()
    await by_keyboard(page, side, page.get_by_label(box))


async def test_a_comparison_on_each_side_by_mouse_and_by_keyboard_and_again_after_a_restart(
    look: Look, tmp_path: Path
) -> None:
    with demo(tmp_path / "demo") as running:
        async with look(running) as page:
            await join_slack(page)
            await compare(page, thread_of(page), "Reply in this thread")
            await join_telegram(page)
            await compare(page, telegram(page), "Message Rounds on Telegram")
    with demo(tmp_path / "demo") as again:
        async with look(again) as page:
            chat, thread = telegram(page), thread_of(page)
            await expect(chat.get_by_text(REASON, exact=True)).to_be_visible()
            for label in ("Change", "How much better", "Better"):
                await press(chat, label)
            await expect(chat.get_by_text("A is better. Neither is acceptable.")).to_be_visible()
            await slack(page).get_by_role("button", name="replies").first.click()
            await thread.get_by_role("button", name="Next task").last.click()
            await expect(thread.get_by_role("button", name="Level", exact=True)).to_be_visible()
