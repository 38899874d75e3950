"""From a thumb on Telegram to the database and back, with things going wrong on the way."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from adapters.edge import now
from adapters.port import Never, Unreadable, Where
from adapters.telegram import poll
from bot.cards import Card, Post, Run
from bot.events import Account, Event
from bot.text import restore
from store import Delivery, Duplicate, Handled, Quarantined
from tests.wire.telegram_house import ANSWERS, BOT, PERSON, House, Result, eventually, house


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses of the poller that nobody has to wait for."""
    monkeypatch.setattr(poll, "AGAIN_SECONDS", (0.05,))
    monkeypatch.setattr(poll, "CONFLICT_SECONDS", 0.05)


ACCOUNT = Account("telegram", BOT, str(PERSON))
INVITATION = "You need an invitation"


def count(shown: list[dict[str, Any]], words: str) -> int:
    return sum(words in message["text"] for message in shown if message["from"] == "bot")


async def test_a_task_from_the_link_to_the_summary(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.join(tmp_path)
        await here.act("say", text="/next")
        shown = await here.until(lambda shown: shown[-1]["buttons"] and count(shown, "Answer B"))
        letters: dict[str, list[dict[str, Any]]] = {}
        for message in shown:
            if message["from"] == "bot" and message["text"].startswith("Answer "):
                letters.setdefault(message["text"][7], []).append(message)
        texts = {letter: restore(m["text"] for m in parts) for letter, parts in letters.items()}
        assert sorted(texts.values()) == sorted(ANSWERS.values())
        for message in [part for parts in letters.values() for part in parts]:
            assert message["autolinks"] == [] and message["protected"] and message["silent"]
            heading = message["text"].partition("\n")[0]
            assert message["spans"] == [
                {"offset": 0, "length": len(heading), "kind": "bold", "type": "bold"}
            ]
        pressed = await here.button("A is better")
        assert pressed["toast"] == "Saved."
        await here.until(lambda shown: "How much better" in shown[-1]["text"])
        await here.button("Clearly")
        await here.button("Yes")
        await here.button("None of these")
        await here.until(lambda shown: "Why?" in shown[-1]["text"])
        await here.act("say", text="It says when to see a doctor and does not wait three days.")
        shown = await here.until(lambda shown: "Saved" in shown[-1]["text"])
        reason = next(m for m in shown if m["text"].startswith("It says when"))
        await here.act("edit", message=reason["id"], text="It says plainly when to see a doctor.")
        await here.until(lambda shown: "plainly when" in shown[-1]["text"])


async def test_a_poisoned_update_is_kept_and_stops_nobody(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.act("open", where="start")
        await here.until(lambda shown: count(shown, INVITATION) == 1)
        poison = {"message": {"message_id": 5, "text": 7, "from": {"id": PERSON, "is_bot": False}}}
        await here.faults(deliver={"raw": [poison, {"callback_query": []}]})
        await here.act("say", text="hello")
        await here.until(lambda shown: count(shown, INVITATION) == 2)
        kinds = [type(result) for result in here.results]
        assert kinds.count(Quarantined) == 2 and kinds.count(Handled) == 2
        assert await here.confirmed()


async def test_what_the_machine_could_not_store_is_not_confirmed(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        failed = asyncio.Event()

        async def full(delivery: Delivery, event: Event | Unreadable) -> Result:
            if not failed.is_set():
                failed.set()
                raise OSError("database or disk is full")
            assert await here.pending() == 1
            return await here.through(delivery, event)

        here.around = full
        await here.act("open", where="start")
        shown = await here.until(lambda shown: count(shown, INVITATION))
        assert failed.is_set() and count(shown, INVITATION) == 1
        assert await here.confirmed()


async def test_killed_between_the_commit_and_the_offset(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.act("open", where="start")
        await here.until(lambda shown: count(shown, INVITATION))
        stored = asyncio.Event()

        async def dies(delivery: Delivery, event: Event | Unreadable) -> Result:
            await here.through(delivery, event)
            stored.set()
            await asyncio.Event().wait()
            raise AssertionError

        here.around = dies
        await here.act("say", text="hello")
        await stored.wait()
        assert await here.pending() == 1
        await here.kill()
        again = House(here.play, tmp_path)
        await again.open()
        try:
            await again.until(lambda shown: count(shown, INVITATION) == 2)
            assert await again.confirmed()
            assert [type(result) for result in again.results] == [Duplicate]
        finally:
            await again.close()
        assert count(await again.shown(), INVITATION) == 2


async def test_what_came_while_nobody_served_is_served_afterwards(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.act("open", where="start")
        await here.until(lambda shown: count(shown, INVITATION))
        await here.kill()
        for number in range(3):
            await here.act("say", text=f"hello {number}")
        again = House(here.play, tmp_path)
        await again.open()
        try:
            await again.until(lambda shown: count(shown, INVITATION) == 4)
        finally:
            await again.close()


async def test_a_lost_connection_and_a_press_told_twice(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.act("open", where="start")
        await here.until(lambda shown: count(shown, INVITATION))
        await here.faults(close_sockets=True, deliver={"duplicate": 1})
        answer = await here.act("press", token="0123456789abcdefghi:1:0")
        assert answer["toast"] == "This is not open for you."


async def test_a_forged_press_is_answered(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.act("open", where="start")
        await here.until(lambda shown: count(shown, INVITATION))
        for token in ("?", "x" * 64, "0123456789abcdefghi:1:0"):
            answer = await here.act("press", token=token)
            assert answer["acked"] and answer["toast"] == "This is not open for you."


async def test_a_send_that_ended_without_an_answer_is_sent_again(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.faults(fail={"method": "sendMessage", "lost": True})
        await here.act("open", where="start")
        await here.until(lambda shown: count(shown, INVITATION) == 2)


async def test_retry_after_is_obeyed(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.faults(fail={"method": "sendMessage", "status": 429, "retry_after": 1})
        await here.act("open", where="start")
        shown = await here.until(lambda shown: count(shown, INVITATION))
        assert count(shown, INVITATION) == 1


async def test_blocked_and_back_again(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await here.act("open", where="start")
        await here.until(lambda shown: count(shown, INVITATION))
        await here.act("block")
        await here.reach("blocked")
        post = Post(ACCOUNT, "m:test", Card(((Run("Hello"),),)))
        outcome = await here.speaker.send(post, Where(str(PERSON), str(PERSON)))
        assert isinstance(outcome, Never) and outcome.gone
        await here.act("unblock")
        await here.reach("ok")


async def test_the_menu_and_the_empty_chat_are_set(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        screen = await here.play.screen("telegram", PERSON)
        words = [one["command"] for one in screen["commands"]]
        assert words[:2] == ["start", "next"] and "invitation" in screen["description"]
        assert here.speaker.healthy(now()) == ""


async def test_a_second_program_with_the_token_is_named(tmp_path: Path) -> None:
    async with house(tmp_path) as here:

        async def polling() -> bool:
            return bool((await here.faults())["calls"])

        assert await eventually(polling)
        url = f"{here.play.url}/telegram/bot1000001:playground/getUpdates"
        async with here.play.http.post(url, data={"timeout": "1"}) as answer:
            assert answer.status in (200, 409)

        async def told() -> bool:
            return "409" in here.speaker.healthy(now())

        assert await eventually(told)
        await here.act("open", where="start")
        await here.until(lambda shown: count(shown, INVITATION))
        assert here.speaker.healthy(now()) == ""
