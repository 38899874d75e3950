"""What waits for the bot: confirmed by offset, forgotten in time, kept over a restart."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from telegram.error import Conflict

from tests.playground.server import Playground
from tests.playground.telegram_rig import PERSON, TOKEN, Rig, keyboard, rig

POLLED_TWICE = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
    " running"
)


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [one["message"]["text"] for one in updates]


async def polling(it: Rig) -> None:
    """Until a long poll is waiting."""
    await it.until(lambda: it.play.telegram.hub.calls)


async def test_an_offset_confirms_for_good() -> None:
    async with rig() as it:
        for text in ("one", "two", "three"):
            await it.say(text)
        first = await it.updates()
        assert texts(first) == ["one", "two", "three"]
        ids = [one["update_id"] for one in first]
        assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
        assert texts(await it.updates()) == ["one", "two", "three"], "nothing was confirmed"
        assert texts(await it.updates(limit=2)) == ["one", "two"]
        assert texts(await it.updates(offset=ids[1])) == ["two", "three"]
        assert texts(await it.updates(offset=ids[0])) == ["two", "three"]
        assert texts(await it.updates(offset=ids[2] + 50)) == ["two", "three"], "too far off"
        assert texts(await it.updates(offset=-1)) == ["three"]
        assert texts(await it.updates()) == ["three"]
        assert await it.updates(offset=ids[2] + 1) == [] == await it.updates()


async def test_a_long_poll_wakes_for_news_and_ends_by_the_clock() -> None:
    async with rig() as it:
        waiting = asyncio.create_task(it.updates(timeout=50))
        await polling(it)
        await it.say("wake up")
        assert texts(await waiting) == ["wake up"]
        await it.confirm_all()
        idle = asyncio.create_task(it.updates(timeout=50))
        await polling(it)
        await it.advance(50)
        assert await idle == []


async def test_the_second_reader_ends_the_first() -> None:
    async with rig() as it:
        first = asyncio.create_task(it.call("getUpdates", timeout=50))
        await polling(it)
        second = asyncio.create_task(it.updates(timeout=50))
        status, body, _ = await first
        assert (status, body["error_code"], body["description"]) == (409, 409, POLLED_TWICE)
        await it.say("for the second")
        assert texts(await second) == ["for the second"]


async def test_no_polling_with_a_webhook() -> None:
    async with rig() as it:
        poll = asyncio.create_task(it.call("getUpdates", timeout=50))
        await polling(it)
        assert await it.bot.set_webhook("https://clinic.org/hook")
        assert (await poll)[1]["description"] == "Conflict: terminated by setWebhook request"
        await it.advance(4)
        with pytest.raises(Conflict, match="use deleteWebhook to delete the webhook first"):
            await it.bot.get_updates()
        await it.bot.delete_webhook()
        assert await it.updates() == []


async def test_presses_live_150_seconds_and_messages_a_day() -> None:
    async with rig() as it:
        await it.bot.send_message(PERSON, "x", reply_markup=keyboard(["A"]))
        await it.say("kept")
        await it.press("A")
        await it.advance(149)
        assert [set(one) - {"update_id"} for one in await it.updates()] == [
            {"message"},
            {"callback_query"},
        ]
        await it.advance(2)
        assert texts(await it.updates()) == ["kept"]
        await it.advance(86400 - 151)
        assert await it.updates() == []


async def test_allowed_updates_stick() -> None:
    async with rig() as it:
        await it.updates(allowed_updates='["callback_query"]')
        await it.say("not wanted")
        assert await it.updates() == [], "the list stays until another is given"
        await it.updates(allowed_updates="[]")
        await it.say("wanted again")
        assert texts(await it.updates()) == ["wanted again"]


async def test_numbers_begin_anew_after_a_silent_week() -> None:
    async with rig() as it:
        await it.say("before")
        old = (await it.updates())[0]["update_id"]
        await it.updates(offset=old + 1)
        await it.advance(8 * 86400)
        await it.say("after")
        found = await it.updates(offset=old + 1)
        assert texts(found) == ["after"] and found[0]["update_id"] != old + 1


async def test_undelivered_updates_outlive_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    async with rig(state) as it:
        await it.say("confirmed")
        await it.confirm_all()
        await it.bot.send_message(PERSON, "x", reply_markup=keyboard(["A"]))
        await it.say("one")
        query = (await it.press("A"))["query"]
        before = await it.updates()
    async with Playground(state) as play:
        again = Rig(play)
        assert await again.updates() == before
        async with again.bot:
            assert await again.bot.answer_callback_query(query, "still in time")
        assert (await again.screen())["toasts"][0]["text"] == "still in time"
        await again.say("two")
        assert [one["update_id"] for one in await again.updates()][-1] == (
            before[-1]["update_id"] + 1
        )


async def test_one_press_can_come_twice() -> None:
    async with rig() as it:
        await it.bot.send_message(PERSON, "x", reply_markup=keyboard(["A"]))
        await it.faults(deliver={"duplicate": 2})
        await it.press("A")
        await it.say("twice")
        await it.say("once")
        found = await it.updates()
        presses = [one["callback_query"] for one in found if "callback_query" in one]
        assert len(presses) == 2 and presses[0]["data"] == presses[1]["data"] == "d:A"
        assert presses[0]["id"] != presses[1]["id"]
        said = [one["message"] for one in found if "message" in one]
        assert [one["text"] for one in said] == ["twice", "twice", "once"]
        assert said[0] == said[1], "the same message with another update_id"
        assert len({one["update_id"] for one in found}) == 5


async def test_swapped_late_and_raw_updates() -> None:
    async with rig() as it:
        await it.faults(deliver={"reorder": 1})
        await it.say("first")
        await it.say("second")
        assert texts(await it.updates()) == ["second", "first"]
        await it.confirm_all()
        await it.faults(deliver={"reorder": 1})
        await it.say("alone")
        await it.advance(3)
        assert texts(await it.updates(timeout=5)) == ["alone"], "nothing is lost for want of a pair"
        await it.confirm_all()
        await it.faults(deliver={"delay": 60})
        await it.say("late")
        assert await it.updates() == []
        await it.advance(61)
        assert texts(await it.updates()) == ["late"]
        await it.confirm_all()
        await it.faults(deliver={"raw": {"message": {"message_id": "poison"}}}, clear=True)
        poison = (await it.updates())[0]
        assert poison["message"] == {"message_id": "poison"} and isinstance(
            poison["update_id"], int
        )


async def test_open_calls_can_lose_their_connection() -> None:
    async with rig() as it:
        poll = asyncio.create_task(it.call("getUpdates", timeout=50))
        await polling(it)
        assert (await it.faults(close_sockets=True))["calls"] == 1
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await poll
        await it.say("not lost")
        assert texts(await it.updates()) == ["not lost"]


async def test_the_playground_stops_while_a_poll_is_open() -> None:
    async with rig() as it:
        poll = asyncio.create_task(it.call("getUpdates", TOKEN, timeout=50))
        await polling(it)
        it.play.telegram.hub.updates.stop()
        assert (await poll)[1] == {"ok": True, "result": []}


async def test_an_update_held_back_to_be_swapped_outlives_a_stop(tmp_path: Path) -> None:
    async with rig(tmp_path / "state") as it:
        await it.faults(deliver={"reorder": 1})
        await it.say("held")
        assert await it.updates() == []
    async with rig(tmp_path / "state", started=False) as it:
        assert texts(await it.updates()) == ["held"]
