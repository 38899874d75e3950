"""Both chats are shown live, whole and unharmed: on a desk, on a phone, at an address."""

import re
from pathlib import Path

import pytest
from yarl import URL

pytest.importorskip("playwright.async_api", reason="the page is driven with Playwright")
from playwright.async_api import expect

from tests.browser.small_bot import HOSTILE, TELEGRAM_PERSON, bots
from tests.browser.window import (
    NARROW,
    Look,
    height,
    in_focus,
    open_thread,
    slack,
    slack_write,
    stick_out,
    telegram,
    thread_of,
)
from tests.playground.server import Playground
from tests.playground.slack_rig import CHANNEL, actions, button, section
from tests.playground.telegram_rig import keyboard

FILES = Path(__file__).parents[2] / "playground" / "page"

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_what_is_posted_appears_live_and_survives_a_reload(look: Look) -> None:
    async with bots(connected=False) as both, look(both.play) as page:
        await expect(slack(page).get_by_text("Open Home and press Next task")).to_be_visible()
        await expect(telegram(page).get_by_text("Press Start.")).to_be_visible()
        await both.slack.post(
            text="t", blocks=[section("Ready, *Osei*"), actions(button("Go", "go"))]
        )
        await expect(slack(page).get_by_role("button", name="Go")).to_be_visible()
        await expect(slack(page).locator("strong", has_text="Osei")).to_be_visible()
        await both.telegram.start()
        await both.telegram.bot.send_message(
            TELEGRAM_PERSON, "<b>Two</b> answers", "HTML", reply_markup=keyboard(["Tap"])
        )
        await expect(telegram(page).get_by_role("button", name="Tap")).to_be_visible()
        await slack_write(page).fill("half a sent")
        await page.reload()
        await expect(telegram(page).locator("strong", has_text="Two")).to_be_visible()
        await expect(slack(page).get_by_role("button", name="Go")).to_be_visible()
        await expect(slack_write(page)).to_have_value("half a sent")


async def test_each_paragraph_has_a_direction_of_its_own_on_telegram(look: Look) -> None:
    """As its apps draw it, whatever language the line before is in."""
    async with bots(connected=False) as both, look(both.play) as page:
        await both.telegram.start()
        await both.telegram.bot.send_message(TELEGRAM_PERSON, "Answer A, in Arabic\nاليوم")
        words = telegram(page).locator(".bubble .words", has_text="Answer A, in Arabic")
        sides = await words.evaluate("""one => {
            const [head, said] = one.firstChild.data.split("\\n"), text = one.firstChild;
            const at = document.createRange(), box = one.getBoundingClientRect();
            at.setStart(text, head.length + 1);
            at.setEnd(text, head.length + 1 + said.length);
            const line = at.getBoundingClientRect();
            return [line.left - box.left, box.right - line.right];
        }""")
        assert sides[0] > 30 and abs(sides[1]) < 2


async def test_a_permalink_is_an_address_that_shows_its_message(look: Look) -> None:
    async with bots() as both:
        await both.slack.task()
        panel = next(one for one in await both.slack.shown() if one["thread"] and one["buttons"])
        at = f"/slack/archives/{CHANNEL}/p{panel['id'].replace('.', '')}"
        async with look(both.play, at=at) as page:
            pointed = thread_of(page).locator(".pointed")
            await expect(pointed.get_by_role("button", name="A is better")).to_be_in_viewport()


async def test_hostile_text_stays_text_on_both_sides(look: Look) -> None:
    async with bots(connected=False) as both, look(both.play) as page:
        await both.play.post("slack/people", {"name": "<b>Bo</b>", "id": "U0BO"})
        for kind in ("plain_text", "mrkdwn"):
            await both.slack.post(
                text="t", blocks=[section(HOSTILE.replace("&", "&amp;").replace("<", "&lt;"), kind)]
            )
        await both.slack.post(text="t", blocks=[section("<javascript:alert(1)|here>", "mrkdwn")])
        await both.telegram.start()
        await both.telegram.bot.send_message(TELEGRAM_PERSON, HOSTILE)
        await both.telegram.say(HOSTILE)
        await expect(telegram(page).get_by_text("<img src=x onerror=")).to_have_count(2)
        await expect(slack(page).get_by_text("<img src=x onerror=")).to_have_count(2)
        await expect(page.locator("main img, main script, a[href^=javascript]")).to_have_count(0)
        await page.get_by_role("button", name="Dr Amara Osei").click()
        await expect(page.get_by_role("button", name="<b>Bo</b>")).to_be_visible()
        assert await page.evaluate("window.hurt") is None


async def test_a_person_is_switched_and_added_on_each_side(look: Look) -> None:
    async with bots(connected=False) as both, look(both.play) as page:
        await both.slack.post(text="only for Osei")
        await expect(slack(page).get_by_text("only for Osei")).to_be_visible()
        await slack(page).get_by_role("button", name="Slack: you are Dr Amara Osei").click()
        assert await stick_out(page, ".slack .panel") == []
        await page.get_by_label("Add a person on Slack").fill("Mira Stein")
        await page.keyboard.press("Enter")
        await expect(slack(page).get_by_role("button", name="Mira Stein")).to_be_focused()
        await expect(slack(page).get_by_text("only for Osei")).to_be_hidden()
        await both.slack.post(text="second")
        await expect(
            slack(page).get_by_role("button", name="you are Mira Stein, 1 new")
        ).to_be_visible()
        await slack(page).get_by_role("button", name="Mira Stein").click()
        await slack(page).get_by_role("button", name="Dr Amara Osei").click()
        await expect(slack(page).get_by_text("second")).to_be_visible()
        names = [one["name"] for one in both.play.slack.people()]
        assert names == ["Dr Amara Osei", "Mira Stein"]


async def test_somebody_else_has_news_only_when_the_bot_wrote_to_them(look: Look) -> None:
    async with bots(connected=False) as both, look(both.play) as page:
        await telegram(page).get_by_role("button", name="you are Dr Kofi Osei").click()
        nurse = (await both.play.post("telegram/people", {"name": "Nurse Moreau"}))["id"]
        await both.play.post("telegram/invite", {"person": nurse, "code": "Zm9v"})
        await both.play.post("telegram/open", {"person": nurse})
        moreau = telegram(page).get_by_role("button", name="Nurse Moreau")
        await expect(moreau).to_have_accessible_name("Nurse Moreau")
        await both.telegram.bot.send_message(nurse, "hello")
        await expect(moreau).to_have_accessible_name("Nurse Moreau new messages")


async def test_new_messages_follow_only_a_reader_at_the_end_and_never_take_the_focus(
    look: Look,
) -> None:
    async with bots(connected=False) as both, look(both.play) as page:
        for n in range(30):
            await both.slack.post(text=f"line {n}")
        last = slack(page).get_by_text("line 29")
        await expect(last).to_be_in_viewport()
        write = slack_write(page)
        await write.focus()
        await slack(page).locator(".scroller").first.evaluate("one => { one.scrollTop = 0 }")
        await expect(slack(page).get_by_text("line 0", exact=True)).to_be_in_viewport()
        await both.slack.post(text="the newest")
        more = slack(page).get_by_role("button", name="New messages")
        await expect(more).to_be_visible()
        await expect(slack(page).get_by_text("line 0", exact=True)).to_be_in_viewport()
        await expect(write).to_be_focused()
        await more.click()
        await expect(slack(page).get_by_text("the newest")).to_be_in_viewport()


async def test_a_long_history_is_drawn_from_its_end_and_reaches_back_on_request(look: Look) -> None:
    async with bots(connected=False) as both:
        first = (await both.slack.post(text="the very first"))["ts"]
        for n in range(340):
            await both.slack.post(text=f"line {n}")
        at = f"/slack/archives/{CHANNEL}/p{first.replace('.', '')}"
        async with look(both.play, at=at) as page:
            await expect(slack(page).get_by_text("the very first")).to_be_in_viewport()
            await page.reload()
            await expect(slack(page).get_by_text("line 339")).to_be_in_viewport()
            await expect(slack(page).get_by_text("the very first")).to_have_count(0)
            await slack(page).get_by_role("button", name="Show earlier messages").focus()
            await page.keyboard.press("Enter")
            await expect(slack(page).get_by_text("the very first")).to_have_count(1)
            assert "line 40" in await in_focus(page)
            await expect(slack(page).get_by_text("line 40", exact=True)).to_be_in_viewport()


async def test_what_arrives_never_moves_the_lines_of_somebody_reading_far_back(look: Look) -> None:
    async with bots(connected=False) as both:
        for n in range(310):
            await both.slack.post(text=f"line {n}")
        async with look(both.play) as page:
            await expect(slack(page).get_by_text("line 309")).to_be_in_viewport()
            await slack(page).locator(".scroller").first.evaluate("one => { one.scrollTop = 0 }")
            await expect(slack(page).get_by_text("line 10", exact=True)).to_be_in_viewport()
            for n in range(20):
                await both.slack.post(text=f"fresh {n}")
            await expect(slack(page).get_by_text("fresh 19")).to_have_count(1)
            await expect(slack(page).get_by_text("line 10", exact=True)).to_be_in_viewport()


async def test_a_long_section_is_folded_as_slack_folds_it_and_a_whole_one_is_not(
    look: Look,
) -> None:
    text = "It says once a day, which is too rare. " * 40
    async with bots(connected=False) as both, look(both.play) as page:
        await both.slack.post(text="t", blocks=[section(f"Whole. {text} The end.", expand=True)])
        await both.slack.post(text="t", blocks=[section(f"Folded. {text} The last words.")])
        more = slack(page).get_by_role("button", name="See more")
        folded = slack(page).get_by_text("Folded. It says")
        await expect(more).to_have_count(1)
        before = await height(folded)
        await more.click()
        await expect(more).to_have_count(0)
        assert await height(folded) > before
        await both.slack.post(text="another")
        await expect(slack(page).get_by_text("another")).to_be_visible()
        await expect(more).to_have_count(0)


async def test_a_phone_shows_one_chat_at_a_time_and_nothing_sticks_out(look: Look) -> None:
    async with bots() as both, look(both.play, NARROW) as page:
        await expect(telegram(page)).to_be_hidden()
        thread = await open_thread(both, page)
        await expect(page.get_by_role("tab", name="Home")).to_be_hidden()
        assert await page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
        await thread.get_by_role("button", name="Close thread").click()
        await expect(page.get_by_role("tab", name="Home")).to_be_visible()
        other = page.get_by_role("button", name="Telegram", exact=True)
        await both.telegram.bot.set_my_commands([("start", "Home")])
        await expect(other).to_be_visible()
        await both.telegram.start()
        await expect(page.get_by_role("button", name="Telegram new")).to_be_visible()
        await page.get_by_role("button", name="Telegram new").click()
        await expect(other).to_be_visible()
        await expect(slack(page)).to_be_hidden()
        await expect(telegram(page).get_by_text("Which is better?")).to_be_visible()
        await both.telegram.bot.send_message(
            TELEGRAM_PERSON, "w" * 400 + " https://example.org/" + "x" * 300
        )
        await expect(telegram(page).get_by_text("wwww")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
        assert (
            await telegram(page)
            .locator(".scroller")
            .evaluate("one => one.scrollWidth <= one.clientWidth")
        )


async def test_the_page_is_complete_in_itself_and_forbids_the_rest() -> None:
    async with Playground() as play:
        async with play.http.get(play.url + "/") as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert (
                answer.headers["Cache-Control"] == "no-store" and answer.content_type == "text/html"
            )
        assert "default-src 'none'" in policy and "unsafe" not in policy
        for name in sorted(one.name for one in FILES.iterdir()):
            async with play.http.get(f"{play.url}/page/{name}") as answer:
                assert answer.status == 200
                found = re.findall(r"(?:https?:)?//[\w.-]+\.\w+", await answer.text())
                assert set(found) <= {"http://www.w3.org"}, (name, found)
        for name in ("nothing.js", "..%2fpage.py", "%2e%2e%2fpage.py", "__init__.py"):
            url = URL(f"{play.url}/page/{name}", encoded=True)
            async with play.http.get(url) as answer:
                assert answer.status == 404
