"""The demo, from its first page to a restart: one task of each kind on each side by mouse, and a
ranking by keyboard alone.
"""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.demo import (
    SLOW,
    WAYS,
    Side,
    answer,
    demo,
    join_slack,
    join_telegram,
    next_task,
    on_slack,
    on_telegram,
    press,
)
from tests.browser.window import Look, in_focus, slack, telegram, thread_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

REASON = "It says when to measure again, and which readings cannot wait until the morning."
TABS_MOST = 60
BY_KEYBOARD = {
    "B": "1st B. Which is next best?",
    "Level with B": "Which is level with B?",
    "D": "1st B and D level. Which is next best?",
    "A": "C is left.",
    "C is last": "B and D level, then A, then C.",
    "Submit": "Could one of the best go to this reader as it stands?",
    "No, none is acceptable": "Why? One or two sentences",
}
"""What is pressed, and what is asked then: the same letters stand under several questions."""


async def tab_to(page: Page, label: str) -> None:
    """Go on by Tab until this button has the focus."""
    for _ in range(TABS_MOST):
        if (await in_focus(page)).strip() == label:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{label} was not reached by Tab; {await in_focus(page)!r} was")


async def by_keyboard(page: Page, side: Side) -> None:
    """A ranking without a mouse, from the next task to the reason that is typed."""
    await side.place.get_by_role("button", name="Next task", exact=True).last.focus()
    await page.keyboard.press("Enter")
    await side.place.get_by_text("Tap the best answer.").wait_for()
    for label, asked_then in BY_KEYBOARD.items():
        await asyncio.sleep(SLOW)
        await tab_to(page, label)
        await page.keyboard.press("Enter")
        await side.place.get_by_text(asked_then).last.wait_for()
    while not await side.box.evaluate("one => one === document.activeElement"):
        await page.keyboard.press("Tab")
    await page.keyboard.type(REASON)
    await page.keyboard.press("Enter")
    told = "B and D level, then A, then C. None is acceptable."
    await expect(side.place.get_by_text(told)).to_be_visible()


async def two_tasks(page: Page, side: Side) -> None:
    """The comparison by mouse, the ranking by keyboard."""
    await answer(side, WAYS["comparison"])
    await by_keyboard(page, side)


async def test_two_tasks_on_each_side_by_mouse_and_by_keyboard_and_again_after_a_restart(
    look: Look, tmp_path: Path
) -> None:
    with demo(tmp_path / "demo") as running:
        async with look(running) as page:
            await join_slack(page)
            await two_tasks(page, on_slack(page))
            await join_telegram(page)
            await two_tasks(page, on_telegram(page))
    with demo(tmp_path / "demo") as again:
        async with look(again) as page:
            chat, thread = telegram(page), thread_of(page)
            await expect(chat.get_by_text(REASON, exact=True)).to_be_visible()
            for label in ("Change", "As it stands", "Yes"):
                await press(chat, label)
            await expect(chat.get_by_text("then A, then C. Fit to go out.")).to_be_visible()
            await slack(page).get_by_role("button", name="replies").first.click()
            await thread.get_by_role("button", name="Next task").last.click()
            await expect(thread.get_by_role("button", name="No failure found")).to_be_visible()


async def each_kind(side: Side) -> None:
    for way in WAYS.values():
        await answer(side, way)
        await next_task(side.place)


async def test_one_task_of_each_kind_on_each_side(look: Look, tmp_path: Path) -> None:
    with demo(tmp_path / "demo") as running:
        async with look(running) as page:
            await join_slack(page)
            await each_kind(on_slack(page))
            await join_telegram(page)
            await each_kind(on_telegram(page))
