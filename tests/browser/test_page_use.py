"""What a person does in the page arrives at a real bot: by mouse, by keyboard, in a form."""

import asyncio
import re

import pytest

pytest.importorskip("playwright.async_api", reason="the page is driven with Playwright")
from playwright.async_api import Route, expect

from tests.browser.small_bot import TELEGRAM_PERSON, bots
from tests.browser.window import (
    NARROW,
    Look,
    height,
    in_focus,
    open_thread,
    slack,
    slack_write,
    telegram,
    thread_of,
)
from tests.playground.slack_rig import CHANNEL, Json, actions, button, plain, section

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_slack_by_mouse_goes_through_home_thread_and_panel(look: Look) -> None:
    async with bots() as both, look(both.play) as page:
        await page.get_by_role("tab", name="Home").click()
        await slack(page).get_by_role("button", name="Next task").click()
        await expect(slack(page).get_by_role("status")).to_have_text("4 new in Messages")
        await page.get_by_role("tab", name="Messages 4 new").click()
        await expect(page.get_by_role("tab", name="Messages", exact=True)).to_be_visible()
        await expect(slack(page).get_by_role("status")).to_be_empty()
        await expect(slack(page).get_by_text("2 replies")).to_be_visible()
        await slack(page).get_by_text("2 replies").click()
        thread = thread_of(page)
        assert "Which is better?" in await in_focus(page)
        await thread.get_by_role("button", name="A is better").click()
        await expect(thread.get_by_text("How much better?")).to_be_visible()
        await thread.get_by_role("button", name="Back").click()
        await expect(thread.get_by_text("Which is better?")).to_be_visible()
        await thread.get_by_label("Reply in this thread").fill("because it names the dose")
        await thread.get_by_label("Reply in this thread").press("Enter")
        mine = thread.locator(".msg", has_text="because it names the dose")
        await expect(mine.get_by_text("Dr Amara Osei")).to_be_visible()
        assert [one["thread"] for one in await both.slack.shown() if one["from"] == "person"] == [
            both.slack.root
        ]
        await page.reload()
        await expect(mine).to_be_visible()
        await thread.get_by_label("Reply in this thread").press("Escape")
        await expect(thread).to_be_hidden()


async def test_slack_by_keyboard_answers_three_questions_without_tabbing_again(look: Look) -> None:
    async with bots() as both, look(both.play) as page:
        thread = await open_thread(both, page)
        await page.keyboard.press("Tab")
        for _ in range(10):
            if await in_focus(page) == "A is better":
                break
            await page.keyboard.press("Tab")
        for asked in ("How much better?", "Is it safe?", "Saved. Thank you."):
            await page.keyboard.press("Enter")
            await expect(thread.get_by_text(asked)).to_be_visible()
        assert "Saved. Thank you." in await in_focus(page)


async def test_telegram_by_keyboard_keeps_its_place_in_the_panel(look: Look) -> None:
    async with bots() as both, look(both.play) as page:
        await telegram(page).get_by_role("button", name="Start", exact=True).click()
        await telegram(page).get_by_role("button", name="B is better").focus()
        await page.keyboard.press("Enter")
        await expect(telegram(page).get_by_text("How much better?")).to_be_visible()
        await expect(
            telegram(page).get_by_role("status").get_by_text("Noted: B is better")
        ).to_be_visible()
        assert await in_focus(page) == "Clearly"
        await page.keyboard.press("Enter")
        await expect(telegram(page).get_by_text("Is it safe?")).to_be_visible()
        await telegram(page).get_by_role("button", name="Skip").focus()
        await page.keyboard.press("Enter")
        await expect(telegram(page).get_by_text("Which is better?")).to_be_visible()
        assert await in_focus(page) == "Skip"


async def test_telegram_replies_edits_commands_and_deletes(look: Look) -> None:
    async with bots() as both, look(both.play) as page:
        await telegram(page).get_by_role("button", name="Start", exact=True).click()
        question = telegram(page).get_by_role("article").filter(has_text="Which is better?")
        await question.hover()
        await question.get_by_role("button", name="Reply (").click()
        write = page.get_by_label("Message Rounds on Telegram")
        await write.fill("B, it is safer")
        await write.press("Enter")
        mine = (
            telegram(page)
            .get_by_role("article", name=re.compile("^You,"))
            .filter(has_text="B, it is safer")
        )
        await expect(
            mine.get_by_role("button", name="In reply to: Which is better?")
        ).to_be_visible()
        await mine.hover()
        await mine.get_by_role("button", name="Edit message").click()
        await write.fill("B, by far")
        await write.press("Enter")
        changed = (
            telegram(page)
            .get_by_role("article", name=re.compile("^You,"))
            .filter(has_text="B, by far")
        )
        await expect(changed.get_by_text("edited", exact=True)).to_be_visible()
        await changed.hover()
        await changed.get_by_role("button", name="Delete message").click()
        await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        await expect(changed).to_have_count(0)
        await telegram(page).get_by_role("button", name="Menu of commands").click()
        await page.get_by_role("menuitem", name="/next").click()
        await expect(telegram(page).get_by_text("You said: /next")).to_be_visible()


async def test_telegram_hides_a_spoiler_and_folds_a_quote_until_asked(look: Look) -> None:
    async with bots() as both, look(both.play) as page:
        await both.telegram.start()
        lines = "".join(f"line {n}\n" for n in range(9))
        text = f"<tg-spoiler>a secret</tg-spoiler><blockquote expandable>{lines}end</blockquote>"
        await both.telegram.bot.send_message(TELEGRAM_PERSON, text, "HTML")
        hidden = telegram(page).get_by_role("button", name="Hidden words")
        await hidden.focus()
        await page.keyboard.press("Enter")
        await expect(hidden).to_have_count(0)
        await expect(telegram(page).get_by_text("a secret")).to_be_visible()
        quote = telegram(page).locator("q")
        before = await height(quote)
        await telegram(page).get_by_role("button", name="Whole quote").click()
        assert await height(quote) > 2 * before


async def test_a_form_says_what_is_wrong_under_its_field_and_keeps_the_words(look: Look) -> None:
    async with bots() as both, look(both.play) as page:
        await open_thread(both, page)
        await slack(page).get_by_role("button", name="Write…").click()
        form = page.get_by_role("dialog", name="Why?")
        await expect(form.get_by_label("Reason")).to_be_focused()
        await form.get_by_label("Reason").fill("Too short")
        await form.get_by_role("button", name="Send").click()
        await expect(form.get_by_text("Name a place in the text.")).to_be_visible()
        await expect(form.get_by_label("Reason")).to_have_value("Too short")
        await expect(form.get_by_label("Reason")).to_be_focused()
        await form.get_by_label("Reason").fill("It says once a day, which is too rare.")
        await form.get_by_role("button", name="Send").click()
        await expect(form).to_be_hidden()
        assert both.slack.reasons == ["It says once a day, which is too rare."]
        await slack(page).get_by_role("button", name="Write…").click()
        await expect(form).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(form).to_be_hidden()
        assert (await both.slack.screen())["modal"] is None


async def test_what_lies_over_a_message_gives_the_keyboard_back_although_it_was_redrawn(
    look: Look,
) -> None:
    """A form is sent, and left; a list is chosen from, and left."""

    def blocks(label: str) -> list[Json]:
        options = [{"text": plain(f"Order {n}"), "value": str(n)} for n in range(12)]
        listed = {"type": "static_select", "placeholder": plain("Orders"), "action_id": "back"}
        writing = button(label, "write", value="w")
        return [section("Ready."), actions(writing), actions({**listed, "options": options})]

    async with bots() as both, look(both.play) as page:
        at = (await both.slack.post(text="t", blocks=blocks("Write 0")))["ts"]
        for n, key in enumerate(("Control+Enter", "Escape")):
            await slack(page).get_by_role("button", name=f"Write {n}").press("Enter")
            form = page.get_by_role("dialog", name="Why?")
            await expect(form.get_by_label("Reason")).to_be_focused()
            await page.keyboard.type("It says once a day, which is too rare.")
            fresh = blocks(f"Write {n + 1}")
            await both.slack.client.chat_update(channel=CHANNEL, ts=at, text="t", blocks=fresh)
            again = slack(page).locator("button", has_text=f"Write {n + 1}")
            await expect(again).to_be_attached()
            await page.keyboard.press(key)
            await expect(form).to_be_hidden()
            await expect(again).to_be_focused()
        for n, keys in enumerate((["Escape"], ["ArrowDown", "Enter"])):
            await slack(page).get_by_role("button", name="Orders").press("Enter")
            await expect(page.get_by_label("Search the choices")).to_be_focused()
            fresh = blocks(f"Write {n + 3}")
            await both.slack.client.chat_update(channel=CHANNEL, ts=at, text="t", blocks=fresh)
            await expect(slack(page).get_by_text(f"Write {n + 3}")).to_be_attached()
            for key in keys:
                await page.keyboard.press(key)
            await expect(page.get_by_label("Search the choices")).to_have_count(0)
            await expect(slack(page).get_by_role("button", name="Orders")).to_be_focused()


async def test_own_slack_messages_can_be_edited_and_deleted_and_commands_are_answered(
    look: Look,
) -> None:
    async with bots() as both, look(both.play) as page:
        write = slack_write(page)
        await write.fill("helo")
        await write.press("Enter")
        mine = slack(page).get_by_role("article").filter(has_text="helo")
        await mine.hover()
        await mine.get_by_role("button", name="Edit message").click()
        await expect(write).to_have_value("helo")
        await write.fill("hello")
        await write.press("Enter")
        fresh = slack(page).get_by_role("article").filter(has_text="hello (edited)")
        await expect(fresh).to_be_visible()
        await fresh.hover()
        await fresh.get_by_role("button", name="Delete message").click()
        await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        await expect(fresh).to_have_count(0)
        await write.fill("/rounds where")
        await write.press("Enter")
        await expect(slack(page).get_by_text("You asked for where.")).to_be_visible()
        await expect(slack(page).get_by_text("Only visible to you")).to_be_visible()
        await write.fill("/nonsense")
        await write.press("Enter")
        await expect(
            slack(page).get_by_role("alert").filter(has_text="is not a valid command")
        ).to_be_visible()
        await expect(write).to_have_value("/nonsense")


async def test_an_empty_home_is_looked_into_again_until_the_bot_is_there(look: Look) -> None:
    async with bots(connected=False) as both, look(both.play) as page:
        await page.get_by_role("tab", name="Home").click()
        await expect(slack(page).get_by_text("Rounds has not put anything here")).to_be_visible()
        await both.slack.connect(1)
        await expect(slack(page).get_by_role("button", name="Next task")).to_be_visible()
        await both.slack.close()


async def test_a_skip_link_leads_to_where_one_writes_whatever_is_in_front(look: Look) -> None:
    async with bots() as both, look(both.play, NARROW) as page:
        await page.get_by_role("tab", name="Home").click()
        for name in ("Slack", "Telegram"):
            await page.get_by_role("link", name=f"Go to the {name} message box").press("Enter")
            side = page.get_by_role("region", name=f"{name} stand-in")
            await expect(side).to_be_visible()
        await expect(telegram(page).get_by_role("button", name="Start")).to_be_focused()
        await page.get_by_role("link", name="Go to the Slack message box").press("Enter")
        await expect(slack_write(page)).to_be_focused()


async def test_a_press_nobody_acknowledges_is_visible(look: Look) -> None:
    async with bots(connected=False) as both, look(both.play) as page:
        await both.slack.post(text="t", blocks=[section("Ready"), actions(button("Go", "go"))])
        await slack(page).get_by_role("button", name="Go").click()
        await expect(slack(page).get_by_text("the app is not connected")).to_be_visible()
        write = slack_write(page)
        await write.fill("/rounds where")
        await write.press("Enter")
        await expect(slack(page).get_by_text("dispatch_failed")).to_be_visible()


async def test_every_request_and_every_broken_limit_can_be_seen_behind_the_scenes(
    look: Look,
) -> None:
    async with bots() as both, look(both.play) as page:
        await page.get_by_role("button", name="Behind the scenes", exact=True).press("Enter")
        scenes = page.get_by_role("region", name="Behind the scenes")
        sent = scenes.get_by_role("row").filter(has_text="chat.postMessage")
        await both.slack.post(text="hello")
        await expect(sent.filter(has_text="slackclient").get_by_text("ok")).to_be_visible()
        await expect(scenes.locator("header")).to_contain_text("requests, no limits broken")
        await both.telegram.start()
        await both.telegram.refused("sendMessage", chat_id=TELEGRAM_PERSON, text="w" * 5000)
        await expect(scenes.get_by_text("limit broken: Bad Request: message is")).to_be_visible()
        await expect(scenes.locator("header")).to_contain_text("1 limit broken")
        await scenes.get_by_role("button", name="Close").press("Escape")
        await expect(scenes).to_be_hidden()
        assert await in_focus(page) == "Behind the scenes"


async def test_a_tab_chosen_before_the_first_screen_has_arrived_is_kept(look: Look) -> None:
    async with bots() as both, look(both.play) as page:
        arrives = asyncio.Event()

        async def hold(route: Route) -> None:
            await arrives.wait()
            await route.continue_()

        await page.route("**/control/slack/screen/*", hold)
        await page.reload()
        await page.get_by_role("tab", name="Home").click()
        arrives.set()
        await expect(slack(page).get_by_role("button", name="Next task")).to_be_visible()
