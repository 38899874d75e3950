"""Each kind of task, and a lesson, by keyboard alone, on both sides of the page: from [Next task]
to the summary the keyboard is never thrown out of the chat, whatever is redrawn under it.
"""

from collections.abc import Iterator

import pytest

pytest.importorskip("playwright.async_api", reason="the page is driven with Playwright")
from playwright.async_api import Locator, Page, expect

from tests.browser.keys import Keys
from tests.browser.window import Look, slack, telegram, thread_of
from tests.clinic import Clinic, clinic
from tests.real.annotator import Annotator

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="package"),
    pytest.mark.parametrize("platform", ["slack", "telegram"]),
]

REASON = "It sends a young baby with a fever home, where a serious infection would be missed."
NEAR = 8
"""Presses of Tab that an answer may be away from the one before it: a panel's longest way."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    with clinic(tmp_path_factory.mktemp("clinic")) as made:
        made.teaches()
        yield made


def side_of(page: Page, platform: str) -> Locator:
    return slack(page) if platform == "slack" else telegram(page)


def box_of(page: Page, platform: str) -> Locator:
    """Where one writes about a task."""
    label = "Reply in this thread" if platform == "slack" else "Message Rounds on Telegram"
    return page.get_by_label(label)


async def begins(page: Page, platform: str, by: str = "Next task", there: str = "Skip") -> Keys:
    """The first task is asked for, on Slack its thread opened, and its question there: what is
    typed before that is not used, and asked for again."""
    keys = Keys(page, side_of(page, platform))
    await keys.go(by)
    if platform == "slack":
        await keys.go("Open", role="link")
        await expect(thread_of(page)).to_be_visible()
        keys = Keys(page, thread_of(page))
    await expect(keys.side.get_by_role("button", name=there, exact=True).last).to_be_visible()
    await keys.kept()
    return keys


async def saved(keys: Keys, said: str) -> None:
    await expect(keys.side.get_by_text(said)).to_be_visible()
    await keys.kept()


async def test_a_comparison_with_its_risks_and_a_reason(
    house: Clinic, look: Look, platform: str
) -> None:
    who = house.comes(platform, "compare")
    async with look(house, at=f"/?{platform}={who.id}") as page:
        keys = await begins(page, platform)
        await keys.press("A: S2 care delayed or worse")
        asked = ("B: S3 could cause serious harm", "Back", "B: no concern", "B is better")
        near = await keys.press(*asked, "Slightly better", "Yes", "A: missing warning")
        assert near <= NEAR
        await keys.types(box_of(page, platform), REASON)
        await saved(keys, "B is better, slightly. Fit to go out.")
        await keys.press("Change", "How much better", "Clearly better")
        await saved(keys, "B is better, clearly. Fit to go out.")
        await keys.go("Next task")
        await keys.press("A: no concern", "Skip", "Not my field")
        await saved(keys, "Skipped: not my field.")


async def test_a_ranking_of_four_with_ties(house: Clinic, look: Look, platform: str) -> None:
    who = house.comes(platform, "order")
    async with look(house, at=f"/?{platform}={who.id}") as page:
        keys = await begins(page, platform)
        await keys.press("C")
        near = await keys.press("Level with C", "B", "Undo", "Level with C", "A", "D", "B is last")
        assert near <= NEAR
        await saved(keys, "A and C level, then D, then B.")
        await keys.press("Submit", "Slightly better", "Better", "Yes", "No reason")
        await saved(keys, "Fit to go out. No reason given.")
        await keys.go("Next task")
        if platform == "slack":
            await keys.go("Or choose the whole order")
            await expect(page.get_by_label("Search the choices")).to_be_focused()
            await page.keyboard.type("C > A = D > B")
            await page.keyboard.press("ArrowDown")
            await page.keyboard.press("Enter")
        else:
            await keys.types(box_of(page, platform), "c > a = d > b")
        await saved(keys, "C, then A and D level, then B.")
        await keys.press("Submit", "Better", "Better", "No, none is acceptable", "No reason")
        await saved(keys, "None is acceptable. No reason given.")


async def test_a_rating_by_each_criterion(house: Clinic, look: Look, platform: str) -> None:
    who = house.comes(platform, "rate")
    async with look(house, at=f"/?{platform}={who.id}") as page:
        keys = await begins(page, platform)
        await keys.press("2 Misleading")
        near = await keys.press("Can't judge", "Not enough information", "3 Partly")
        assert near <= NEAR
        await saved(keys, "A: medical accuracy 2, safety not judged (not enough information)")


async def test_a_failure_with_its_kinds_severity_place_and_wording(
    house: Clinic, look: Look, platform: str
) -> None:
    who = house.comes(platform, "failure")
    async with look(house, at=f"/?{platform}={who.id}") as page:
        keys = await begins(page, platform)
        await keys.press("Harmful")
        await keys.press("1 Missing safety warning", key="Space")
        await keys.press("3 Wrong urgency, too low", "1 chosen: Missing safety …", key="Space")
        near = await keys.press("Done", "A: S1 wrong, but no real harm", "Change the severity")
        near = max(near, await keys.press("A: S2 care delayed or worse"))
        assert near <= NEAR
        box = box_of(page, platform)
        await keys.types(box, "“at this age a fever  can be serious”")
        await expect(keys.side.get_by_text("How should Answer A read there?")).to_be_visible()
        await keys.types(box, "At this age a fever is an emergency.")
        await expect(keys.side.get_by_text("Why? One or two sentences")).to_be_visible()
        await keys.types(box, REASON)
        await saved(keys, "A: S2; wrong urgency, too low; where: “at this age a fever can …”.")


async def test_a_reason_in_a_form(house: Clinic, look: Look, platform: str) -> None:
    """Slack's form opens with the keyboard in it and gives it back; Telegram has none."""
    who = house.comes(platform, "order")
    async with look(house, at=f"/?{platform}={who.id}") as page:
        keys = await begins(page, platform)
        await keys.types(box_of(page, platform), "d > c > b > a")
        await keys.press("Submit", "Better", "Better", "Better", "Yes")
        if platform == "telegram":
            assert await keys.side.get_by_role("button", name="Write…").count() == 0
            return
        form = page.get_by_role("dialog", name="Your reason")
        field = form.get_by_role("textbox")
        await keys.go("Write…")
        await expect(field).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(form).to_be_hidden()
        await expect(keys.side.get_by_role("button", name="Write…")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(field).to_be_focused()
        await page.keyboard.type(REASON)
        await Keys(page, form).go("Save")
        await saved(keys, "Reason: “It sends a young baby")


async def test_with_a_screen_reader_the_next_question_is_the_next_stop(
    house: Clinic, look: Look, platform: str
) -> None:
    """Each question is a message of its own: the keyboard stays on the line that the old one
    became, and goes on from there, never back."""
    who = house.comes(platform, "rate", reader=True)
    async with look(house, at=f"/?{platform}={who.id}") as page:
        keys = await begins(page, platform)
        await keys.press("5 Sound")
        await expect(keys.side.get_by_text("Medical accuracy, A: 5 Sound. Saved.")).to_be_visible()
        near = await keys.press("Can't judge", "Not my field", "3 Partly")
        assert near <= NEAR + 2  # past the line's own tools and what the new message replies to
        await saved(keys, "Reply change, next task or stop here.")


async def test_a_lesson(house: Clinic, look: Look, platform: str) -> None:
    """Read and gone back in; a check tried twice; practice seen differently from the reviewer."""
    who = house.comes(platform, "compare")
    async with look(house, at=f"/?{platform}={who.id}") as page:
        keys = await begins(page, platform, "Start Lesson", "Continue")
        near = await keys.press("Continue", "Back", "Continue", "Continue")
        await expect(keys.side.get_by_text("What will the assistant learn?")).to_be_visible()
        near = max(near, await keys.press(numbered(who, "Nothing at all"), "Try again"))
        near = max(near, await keys.press(numbered(who, "To sound sure of itself")))
        await saved(keys, "Yes. It learns whatever won.")
        await keys.go("Other reasons")
        await saved(keys, "They cancel out only by luck.")
        near = max(near, await keys.press("Continue", "Continue", "Continue", "Level"))
        await saved(keys, "They differ where it matters.")
        near = max(near, await keys.press("I see it differently"))
        await keys.types(box_of(page, platform), "Where I work a nurse sees the child first.")
        await saved(keys, "Thank you. The course's author will read it.")
        near = max(near, await keys.press("Continue", "1 Wrong"))
        await saved(keys, "Medical accuracy 1.")
        assert near <= NEAR + 5  # past the texts that came in between, and their tools


def numbered(who: Annotator, text: str) -> str:
    """What the button of a check's option is called; the options are shuffled for each person."""
    texts = [str(one["text"]) for one in who.screen()["messages"]]
    lines = [line for said in texts for line in said.split("\n")]
    asked = next(line for line in reversed(lines) if line.endswith(f". {text}"))
    return asked if who.platform == "slack" else asked.partition(".")[0]


async def test_first_contact(house: Clinic, look: Look, platform: str) -> None:
    who = house.invited(platform, "rate")
    async with look(house, at=f"/?{platform}={who.id}") as page:
        keys = Keys(page, side_of(page, platform))
        await keys.press(*["Continue"] * 3, "Take part", "No reminders", "Don't quote")
        await keys.press("No", "Correct")
        await saved(keys, "You're in.")
