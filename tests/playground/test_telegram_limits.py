"""Limits, refusals and faults reach the real python-telegram-bot as Telegram's would."""

import json
from datetime import timedelta
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from tests.playground.telegram_rig import PERSON, keyboard, rig


@pytest.fixture(autouse=True)
def retry_after_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the client warns at every 429, and a warning is an error here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


async def test_keyboards_are_checked() -> None:
    async with rig() as it:

        async def with_buttons(*rows: list[dict[str, Any]]) -> str:
            markup = json.dumps({"inline_keyboard": rows})
            return await it.refused("sendMessage", chat_id=PERSON, text="x", reply_markup=markup)

        parse = "Bad Request: can't parse inline keyboard button: "
        assert await with_buttons([{"text": "a", "callback_data": "é" * 33}]) == (
            "Bad Request: BUTTON_DATA_INVALID"
        )
        assert await with_buttons([{"text": "  ", "callback_data": "a"}]) == (
            "Bad Request: inline keyboard button text must be non-empty"
        )
        assert await with_buttons([{"text": "a"}]) == (
            parse + "Text buttons are unallowed in the inline keyboard"
        )
        assert await with_buttons([{"callback_data": "a"}]) == parse + 'Can\'t find field "text"'
        assert await with_buttons([{"text": "a", "url": "http://localhost/x"}]) == (
            "Bad Request: inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP"
            " URL"
        )
        rows = [[{"text": "a", "callback_data": "a"}] * 8] * 13
        assert await with_buttons(*rows) == "Bad Request: reply markup is too long"
        with pytest.raises(BadRequest, match="Button_data_invalid"):
            await it.bot.send_message(PERSON, "x", reply_markup=keyboard(["x" * 63]))
        fits = await it.bot.send_message(PERSON, "x", reply_markup=keyboard(["x" * 62]))
        assert fits.reply_markup and len(fits.reply_markup.inline_keyboard[0]) == 1
        linked = InlineKeyboardMarkup([[InlineKeyboardButton("Help", url="clinic.org/help")]])
        sent = await it.bot.send_message(PERSON, "x", reply_markup=linked)
        assert sent.reply_markup
        assert sent.reply_markup.inline_keyboard[0][0].url == "http://clinic.org/help"
        wide = await it.bot.send_message(PERSON, "x", reply_markup=keyboard(list("abcdefghi")))
        assert wide.reply_markup and "a row of 9 buttons; 8 fit" in await it.violations()


async def test_errors_by_http_status() -> None:
    async with rig() as it:
        for token, method, status, description in (
            ("oops", "getMe", 401, "Unauthorized: invalid token specified"),
            ("1:x", "sendCake", 404, "Not Found: method not found"),
            ("1:x", "sendMessage", 400, "Bad Request: message text is empty"),
        ):
            found, body, _ = await it.call(method, token)
            assert (found, body["description"]) == (status, description)
        refused = it.refused
        assert await refused("sendMessage", text="x") == "Bad Request: chat_id is empty"
        assert await refused("sendMessage", text="x", chat_id=1) == "Bad Request: chat not found"
        thread = await refused("sendMessage", text="x", chat_id=PERSON, message_thread_id=5)
        assert thread == "Bad Request: message thread not found"
        bad_html = await refused("sendMessage", text="<b>x", chat_id=PERSON, parse_mode="HTML")
        assert bad_html == (
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""
        )
        it.play.world.tokens["telegram"] = "5:right"
        with pytest.raises(InvalidToken):
            await it.bot.get_me()


async def test_who_cannot_be_reached() -> None:
    async with rig(started=False) as it:
        with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
            await it.bot.send_message(PERSON, "hello")
        await it.start()
        await it.post("block")
        for form in ({"text": "x"}, {"text": "y", "message_id": 1}):
            method = "editMessageText" if "message_id" in form else "sendMessage"
            assert await it.refused(method, chat_id=PERSON, **form) == (
                "Forbidden: bot was blocked by the user"
            )
        await it.post("unblock")
        await it.send()
        await it.post("deactivate")
        assert await it.refused("sendMessage", chat_id=PERSON, text="x") == (
            "Forbidden: user is deactivated"
        )


async def test_answers_to_presses() -> None:
    async with rig() as it:
        await it.bot.send_message(PERSON, "x", reply_markup=keyboard(["A"]))
        query = (await it.press("A"))["query"]
        too_old = (
            "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
        answer = {"callback_query_id": query, "text": "Saved", "show_alert": True}
        long = answer | {"text": "x" * 201}
        assert await it.refused("answerCallbackQuery", **long) == "Bad Request: MESSAGE_TOO_LONG"
        assert await it.bot.answer_callback_query(query, "Saved", show_alert=True)
        assert (await it.screen())["toasts"][-1]["alert"] is True
        assert await it.refused("answerCallbackQuery", callback_query_id="12345") == too_old
        late = (await it.press("A"))["query"]
        await it.advance(16)
        assert await it.refused("answerCallbackQuery", callback_query_id=late) == too_old


async def test_rates_are_kept_when_on() -> None:
    async with rig(rates=True) as it:
        numbers = [(await it.send(f"n{n}"))["message_id"] for n in range(5)]
        status, body, headers = await it.call(
            "editMessageText", chat_id=PERSON, message_id=numbers[0], text="edits count, too"
        )
        assert status == 429 and headers["Retry-After"] == "1"
        assert body["description"] == "Too Many Requests: retry after 1"
        assert body["parameters"] == {"retry_after": 1}
        with pytest.raises(RetryAfter):
            await it.bot.send_message(PERSON, "x")
        assert await it.bot.delete_message(PERSON, numbers[4]), "only sends and edits are limited"
        await it.advance(1)
        await it.send("one a second")
        await it.play.post("telegram/rates", {"on": False})
        for n in range(40):
            await it.send(f"free {n}")


async def test_thirty_a_second_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    async with rig(rates=True) as it:
        now = it.play.world.clock.now()
        monkeypatch.setattr(it.play.world.clock, "now", lambda: now)  # on a busy machine, too
        people = [
            await it.play.post("telegram/people", {"name": f"Dr {n}", "id": 8000000000 + n})
            for n in range(33)
        ]
        for person in people:
            await it.play.post("telegram/open", {"person": person["id"]})
        results = [(await it.call("sendMessage", chat_id=one["id"], text="x"))[0] for one in people]
        assert results[0] == 200 and 429 in results


async def test_faults_on_command() -> None:
    async with rig() as it:
        await it.faults(fail={"method": "sendMessage", "times": 1, "status": 429, "retry_after": 7})
        with pytest.raises(RetryAfter) as caught:
            await it.bot.send_message(PERSON, "x")
        assert caught.value.retry_after == timedelta(seconds=7)
        await it.faults(fail={"method": "*", "times": 1, "status": 502})
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await it.bot.get_me()
        forbidden = {"status": 403, "error": "Forbidden: bot was blocked by the user"}
        await it.faults(fail={"method": "sendMessage", "times": 1} | forbidden)
        with pytest.raises(Forbidden):
            await it.bot.send_message(PERSON, "x")
        await it.faults(fail={"method": "sendMessage", "lost": True})
        with pytest.raises((NetworkError, TimedOut)):
            await it.bot.send_message(PERSON, "delivered, but who knows")
        assert (await it.last())["text"] == "delivered, but who knows"
        await it.faults(fail={"method": "sendMessage", "status": 500, "times": 9}, clear=True)
        assert await it.violations() == [], "what we asked for is nobody's fault"
        assert (await it.faults(clear=True))["fail"] == []
        refused = await it.play.post("telegram/faults", {"explode": True}, 400)
        assert "There is no fault" in refused["error"]


async def test_everything_is_in_the_ledger() -> None:
    async with rig() as it:
        await it.bot.send_message(PERSON, "x")
        await it.refused("sendMessage", chat_id=PERSON, text="x" * 4097)
        ledger = await it.play.get("telegram/ledger")
        last = ledger["requests"][-2:]
        assert [(one["method"], one["ok"], one["channel"]) for one in last] == [
            ("sendMessage", True, str(PERSON)),
            ("sendMessage", False, str(PERSON)),
        ]
        assert "python-httpx" in last[0]["agent"] or "telegram" in last[0]["agent"].lower()
        assert ledger["violations"][-1]["what"] == "Bad Request: message is too long"
