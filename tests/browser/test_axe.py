"""axe-core finds nothing wrong in the page: with every card of every kind on both sides, tasks
open in their threads, and whatever can lie over it; on a desk and a phone, by day and by night.
"""

from collections.abc import Awaitable, Callable, Iterator

import pytest

pytest.importorskip("playwright.async_api", reason="the page is driven with Playwright")
from playwright.async_api import Page, expect

from tests.browser.axe import every_look, found, whole_history
from tests.browser.small_bot import bots
from tests.browser.window import Look, open_thread, slack, slack_write, telegram, thread_of
from tests.clinic import PROJECTS, Clinic, clinic
from tests.contract.wall import Wall, wall
from tests.gallery import PLATFORMS, gallery
from tests.playground.server import Playground
from tests.playground.slack_rig import actions, button, section

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

REASON = "It sends a young baby with a fever home, where a serious infection would be missed."
STEPS = {
    "compare": ("A: S2 care delayed or worse", "B: S3 could cause serious harm", "A is better"),
    "order": ("C", "Level with C"),
    "rate": ("2 Misleading", "Can't judge"),
    "failure": ("Harmful", "1 Missing safety warning", "3 Wrong urgency, too low"),
}
"""How far a task of each kind goes before it is looked at."""

PALE = "one => { one.textContent = 'Pale.'; one.style.color = '#bebebe' }"
"""What nobody with weak eyes could read."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with clinic(tmp_path_factory.mktemp("clinic")) as made:
        made.teaches()
        yield made


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_every_card_there_is(look: Look, platform: str) -> None:
    """All messages of the gallery hang together; Home and forms are looked at one by one."""
    async with (
        Playground() as play,
        wall(play, platform) as on,
        look(play, at=f"/?{platform}={on.person}") as page,
    ):
        for outs in gallery(platform).values():
            for out in outs:
                if at := await on.hang(out):
                    await _looked(page, on, at.place)
        rows = page.locator(f".{platform} [data-row]")
        await expect(rows.nth(150)).to_be_attached()
        assert await whole_history(page) == []
        for row in (rows.nth(1), rows.last):  # nothing is out of its sight
            await row.locator(".words").last.evaluate(PALE)
        assert sum("color-contrast" in one for one in await found(page)) == 2


async def _looked(page: Page, on: Wall, place: str) -> None:
    """A Home or a form, and then the messages again."""
    if place == "home":
        await page.get_by_role("tab", name="Home").click()
        await expect(page.locator(".home .view")).to_be_visible()
        assert await found(page) == []
        await page.get_by_role("tab", name="Messages").click()
    elif place == "modal":
        await expect(page.locator("dialog.modal form")).to_be_visible()
        assert await found(page) == []
        await on.close_modal()
        await expect(page.locator("dialog.modal form")).to_be_hidden()


@pytest.mark.parametrize("kind", PROJECTS)
async def test_a_task_of_each_kind_open_on_both_sides(house: Clinic, look: Look, kind: str) -> None:
    one, other = (house.comes(platform, kind) for platform in PLATFORMS)
    for who in (one, other):
        who.say("next")
        for label in STEPS[kind]:
            who.button(label)
    async with look(house, at=f"/?slack={one.id}&telegram={other.id}") as page:
        await slack(page).get_by_role("link", name="Open", exact=True).last.click()
        await expect(thread_of(page).get_by_role("button", name="More")).to_be_visible()
        await expect(telegram(page).get_by_role("button", name="More")).to_be_visible()
        assert await every_look(page) == []


async def test_a_lesson_open_on_both_sides(house: Clinic, look: Look) -> None:
    """A check, and on the other side a step with a list."""
    one, other = (house.comes(platform, "compare") for platform in PLATFORMS)
    for who, steps in ((one, 2), (other, 1)):
        for label in ("Start Lesson", *["Continue"] * steps):
            who.button(label)
    one.until(lambda screen: "Quick check" in screen["messages"][-1]["text"], "the check")
    async with look(house, at=f"/?slack={one.id}&telegram={other.id}") as page:
        await slack(page).get_by_role("link", name="Open", exact=True).last.click()
        await expect(thread_of(page).get_by_role("button", name="1. ")).to_be_visible()
        await expect(telegram(page).get_by_text("You rank, we learn.")).to_be_visible()
        assert await every_look(page) == []


async def test_first_contact_settings_and_home(house: Clinic, look: Look) -> None:
    fresh, member = house.invited("telegram", "rate"), house.comes("slack", "rate")
    member.say("settings")
    member.until(lambda screen: "Screen reader: no." in screen["messages"][-1]["text"], "settings")
    async with look(house, at=f"/?slack={member.id}&telegram={fresh.id}") as page:
        await expect(slack(page).get_by_role("button", name="Screen reader")).to_be_visible()
        await expect(telegram(page).get_by_role("button", name="Continue")).to_be_visible()
        assert await every_look(page) == []
        await page.get_by_role("tab", name="Home").click()
        await expect(slack(page).get_by_role("button", name="My answers")).to_be_visible()
        assert await every_look(page) == []


async def _people(page: Page) -> None:
    await slack(page).get_by_role("button", name="Slack: you are Dr Amara Osei").click()


async def _about(page: Page) -> None:
    await page.get_by_text("What is this?").click()


async def _wire(page: Page) -> None:
    await page.get_by_role("button", name="Behind the scenes", exact=True).click()
    await expect(page.get_by_role("row").nth(3)).to_be_visible()


async def _commands(page: Page) -> None:
    await telegram(page).get_by_role("button", name="Menu of commands").click()


async def _hints(page: Page) -> None:
    await slack_write(page).fill("/r")
    await expect(slack(page).get_by_role("button", name="/rounds")).to_be_visible()


async def _trouble(page: Page) -> None:
    await slack_write(page).fill("/nonsense")
    await slack_write(page).press("Enter")
    await expect(slack(page).get_by_text("is not a valid command")).to_be_visible()


async def _deleting(page: Page) -> None:
    mine = slack(page).get_by_role("article").filter(has_text="next")
    await mine.hover()
    await mine.get_by_role("button", name="Delete message").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def _editing(page: Page) -> None:
    mine = slack(page).get_by_role("article").filter(has_text="next")
    await mine.hover()
    await mine.get_by_role("button", name="Edit message").click()


async def _answering(page: Page) -> None:
    one = telegram(page).get_by_role("article").filter(has_text="Which is better?")
    await one.hover()
    await one.get_by_role("button", name="Reply (").click()


async def _toast(page: Page) -> None:
    await telegram(page).get_by_role("button", name="B is better").click()
    await expect(telegram(page).get_by_role("status").get_by_text("Noted")).to_be_visible()


async def _form(page: Page) -> None:
    await slack(page).get_by_role("button", name="Write…").click()
    form = page.get_by_role("dialog", name="Why?")
    await form.get_by_label("Reason").fill("Short")
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_text("Name a place in the text.")).to_be_visible()


@pytest.mark.parametrize(
    "opens",
    [
        *(_people, _about, _wire, _commands, _hints, _trouble, _deleting, _editing),
        *(_answering, _toast, _form),
    ],
)
async def test_what_lies_over_the_page(
    look: Look, opens: Callable[[Page], Awaitable[None]]
) -> None:
    async with bots() as both, look(both.play) as page:
        await telegram(page).get_by_role("button", name="Start", exact=True).click()
        await open_thread(both, page)
        await opens(page)
        assert await found(page) == []
        await page.emulate_media(color_scheme="dark")
        assert await found(page) == []


async def test_a_list_of_all_orders(house: Clinic, look: Look) -> None:
    who = house.comes("slack", "order")
    who.say("next")
    who.until(lambda screen: screen["messages"][-1].get("selects"), "the list")
    async with look(house, at=f"/?slack={who.id}") as page:
        await slack(page).get_by_role("link", name="Open", exact=True).last.click()
        await slack(page).get_by_role("button", name="Or choose the whole order").click()
        await expect(page.get_by_label("Search the choices")).to_be_focused()
        assert await found(page) == []


async def test_what_is_wrong_is_found(look: Look) -> None:
    """The check itself: pale words, a button without a name and a field without a label."""
    async with bots(connected=False) as both, look(both.play) as page:
        await both.slack.post(text="t", blocks=[section("Ready"), actions(button("Go", "go"))])
        await expect(slack(page).get_by_role("button", name="Go")).to_be_visible()
        assert await found(page) == []
        await page.evaluate(
            """() => {
                document.querySelector(".slack .words").style.color = "rgb(190, 190, 190)";
                document.querySelector(".slack .actions .sk-button").textContent = "";
                document.querySelector("#slack-write").removeAttribute("aria-label");
                document.querySelector("#slack-write").removeAttribute("placeholder");
            }"""
        )
        wrong = " ".join(await found(page))
        for rule in ("serious color-contrast", "critical button-name", "critical label"):
            assert rule in wrong
