"""Slack's wire with the real Bolt app: stored before acknowledged, and nothing left unanswered."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest

from adapters.edge import now
from adapters.port import Unreadable, Where
from adapters.slack.app import REMOVED
from bot import words
from bot.cards import Button, Edit, Field, Form, Notice, Reply, Standing
from bot.events import Opened, Pressed, Reached, Revised, Said, Submitted
from store import Duplicate, Handled
from tests.wire.slack_desk import ACCOUNT, CHANNEL, PERSON, TEAM, card, desk

Json = dict[str, Any]
ASK = card("Which is better?", buttons=(Button("A", "a:1:0"), Button("B", "a:1:1")))


async def test_nothing_is_acknowledged_before_it_is_stored() -> None:
    async with desk() as here:
        asked, stored = asyncio.Event(), asyncio.Event()

        async def slow(event: object) -> None:
            asked.set()
            await stored.wait()

        await here.post(ASK)
        here.before = slow
        press = asyncio.create_task(here.act("press", label="A"))
        await asked.wait()
        offered = await here.ledger("deliveries")
        assert not press.done() and "interactive" not in {one["kind"] for one in offered}
        stored.set()
        assert (await press)["acked"] is True
        (event,) = here.events
        assert isinstance(event, Pressed) and event.token == "a:1:0" and event.redraw


async def test_what_could_not_be_stored_comes_again() -> None:
    async with desk() as here:
        failed = asyncio.Event()

        async def full(event: object) -> None:
            if not failed.is_set():
                failed.set()
                raise OSError("database or disk is full")

        here.before = full
        await here.act("say", text="next")
        await here.until(lambda: here.events)
        (event,) = here.events
        assert isinstance(event, Said) and event.text == "next" and event.channel == CHANNEL
        deliveries = [one for one in await here.ledger("deliveries") if one["kind"] == "events_api"]
        assert [(one["acked"], one["attempt"]) for one in deliveries][:1] == [(False, 0)]


async def test_a_press_that_could_not_be_stored_is_told_by_slack_and_works_when_repeated() -> None:
    async with desk() as here:

        async def full(event: object) -> None:
            here.before = None
            raise OSError("database or disk is full")

        await here.post(ASK)
        here.before = full
        assert (await here.act("press", label="A"))["acked"] is False
        assert here.events == []
        told = await here.seen(lambda shown: shown[-1]["ephemeral"])
        assert told[-1]["text"] == words.BROKEN
        assert (await here.act("press", label="A"))["acked"] is True
        assert len(here.events) == 1


async def test_a_duplicate_is_acknowledged_and_told_apart() -> None:
    async with desk() as here:
        await here.faults(deliver={"duplicate": 1})
        await here.act("say", text="next")
        await here.until(lambda: len(here.results) == 2)
        assert sorted(type(one).__name__ for one in here.results) == ["Duplicate", "Handled"]
        assert len({one.key for one in here.deliveries}) == 1
        first = here.deliveries[0]
        assert (first.source, first.team, first.account) == ("slack", TEAM, ACCOUNT)
        assert json.loads(first.raw)["event"]["text"] == "next"


async def test_whatever_slack_sends_is_answered() -> None:
    async with desk() as here:
        whose: Json = {"team": {"id": TEAM}, "user": {"id": PERSON}}
        payloads: list[Json] = [
            {"type": "shortcut", "callback_id": "x", "trigger_id": "1"} | whose,
            {"type": "message_action", "callback_id": "x", "trigger_id": "2"} | whose,
            {"type": "block_suggestion", "action_id": "x", "block_id": "y", "value": ""} | whose,
            {"type": "view_closed", "view": {"id": "V1"}} | whose,
            {"type": "event_callback", "team_id": TEAM, "event": {"type": "reaction_added"}},
            {"type": "event_callback", "team_id": TEAM, "event": {"type": "no_such_event"}},
            {"type": "workflow_step_execute"} | whose,
            {"type": "something new"},
        ]
        for payload in payloads:
            answer = await here.offered(payload)
            assert (answer.status, answer.body) == (200, ""), payload
        assert here.events == []


async def test_a_payload_that_cannot_be_read_is_delivered_and_stops_nobody() -> None:
    async with desk() as here:
        poison = {"type": "message", "channel_type": "im", "user": PERSON, "ts": "1.1", "text": 7}
        here.play.slack.hub.deliveries.send(poison)
        await here.act("say", text="hello")
        await here.until(lambda: len(here.events) == 2)
        kinds = sorted(type(event).__name__ for event in here.events)
        assert kinds == ["Said", "Unreadable"]
        (kept,) = (d for d, e in zip(here.deliveries, here.events, strict=True) if _broken(e))
        assert json.loads(kept.raw)["event"]["text"] == 7 and kept.account == ACCOUNT
        assert all(one["acked"] for one in await here.ledger("deliveries"))


async def test_a_payload_that_slacks_own_framework_cannot_read_is_delivered_too() -> None:
    async with desk() as here:
        odd: Any = ("message", None, {"type": "message", "channel_type": "im", "channel": 5})
        for event in odd:
            here.play.slack.hub.deliveries.send(event)
        await here.until(lambda: len(here.events) == 3)
        assert all(_broken(event) for event in here.events)
        assert all(one["acked"] for one in await here.ledger("deliveries"))


def _broken(event: object) -> bool:
    return isinstance(event, Unreadable)


async def test_another_workspace_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    async with desk() as here:
        body: Json = {"type": "block_actions", "team": {"id": "T9"}, "user": {"id": "U9"}}
        body |= {"actions": [{"type": "button", "value": "a:1:0"}]}
        assert (await here.offered(body)).status == 200
        assert here.events == [] and "another workspace (T9)" in caplog.text


async def test_words_edits_deletions_and_tabs() -> None:
    async with desk() as here:
        root = await here.post(card("Ready."))
        said = (await here.act("say", text="once < a day & see www.x.org", thread=root))["message"]
        await here.until(lambda: len(here.events) == 1)
        await here.act("edit", message=said, text="twice")
        await here.until(lambda: len(here.events) == 2)
        await here.act("delete", message=said)
        await here.until(lambda: len(here.events) == 3)
        await here.act("open", where="home")
        await here.until(lambda: len(here.events) == 4)
        first, second, third, fourth = here.events
        assert isinstance(first, Said) and first.text == "once < a day & see www.x.org"
        assert (first.thread, first.message) == (root, said)
        assert isinstance(second, Revised) and (second.message, second.text) == (said, "twice")
        assert isinstance(third, Revised) and (third.message, third.text) == (said, None)
        assert isinstance(fourth, Opened) and fourth.view == "home"


async def test_a_deleted_head_of_a_thread_is_a_deletion() -> None:
    async with desk() as here:
        said = (await here.act("say", text="my reason"))["message"]
        await here.post(card("Saved."), under=said)
        await here.until(lambda: len(here.events) == 1)
        await here.act("delete", message=said)
        await here.until(lambda: len(here.events) == 2)
        gone = here.events[1]
        assert isinstance(gone, Revised) and (gone.message, gone.text) == (said, None)


async def test_a_command_is_answered_in_its_acknowledgement() -> None:
    async with desk() as here:
        here.answers = [(Reply("Type <next> & go *on*."),)]
        answer = await here.act("say", text="/rounds help")
        assert answer["reply"] == "Type <next> & go *on*." and answer["acked"]
        (event,) = here.events
        assert isinstance(event, Said) and event.command and event.text == "help"
        assert event.channel == ""
        last = (await here.shown())[-1]
        assert last["ephemeral"] and last["text"] == "Type <next> & go *on*."


async def test_a_form_keeps_its_words_until_they_can_be_used() -> None:
    async with desk() as here:
        draft = "It says <once> a day.\n" * 150
        form = Form("0123456789abcdefghi:4:w", "Your reason", (Field("reason", "Where", draft),))
        here.answers = [(form,), (Reply(errors=(("reason", "Say where, please."),)),), ()]
        await here.post(ASK)
        await here.act("press", label="A")
        modal = await here.modal()
        assert [one["label"] for one in modal["fields"]] == ["Where", "Where (2)"]
        first = await here.act("submit", fields={})
        assert first["acked"] and first["errors"] == {"Where": "Say where, please."}
        second = await here.act("submit", fields={})
        assert second["acked"] and second["errors"] is None
        assert (await here.screen())["modal"] is None
        sent = [event for event in here.events if isinstance(event, Submitted)]
        assert [one.fields for one in sent] == [{"reason": draft}] * 2
        assert sent[0].token == "0123456789abcdefghi:4:w"
        assert not any(isinstance(one, Duplicate) for one in here.results)


async def test_notices_appear_in_the_thread_and_in_home_as_a_window() -> None:
    async with desk() as here:
        root = await here.post(card("Ready."))
        await here.post(ASK, under=root)
        here.answers = [(Notice("Saved.", saved=True),), (Notice("This is not open for you."),)]
        await here.act("press", label="A")
        await here.act("press", label="B")
        shown = await here.seen(lambda shown: shown[-1]["ephemeral"])
        assert (shown[-1]["text"], shown[-1]["thread"]) == ("This is not open for you.", root)
        assert sum(one["ephemeral"] for one in shown) == 1
        rounds = card("Rounds", buttons=(Button("Next task", "home:1:next"),))
        await here.speaker.send(Standing(ACCOUNT, rounds), Where(CHANNEL, PERSON, outbox="8"))
        await here.act("open", where="home")
        here.answers = [(), (Notice("Your coordinator is confirming your link."),)]
        await here.until(lambda: len(here.events) == 3)
        await here.act("press", label="Next task")
        assert "confirming your link" in (await here.modal())["text"]
        pressed = here.events[-1]
        assert isinstance(pressed, Pressed) and (pressed.message, pressed.redraw) == ("", "")


async def test_a_redraw_stays_in_its_thread_and_falls_back_when_refused() -> None:
    async with desk() as here:
        root = await here.post(card("Ready."))
        panel = await here.post(ASK, under=root)
        await here.act("press", label="A")
        event = here.events[0]
        assert isinstance(event, Pressed) and event.message == panel
        where = Where(CHANNEL, PERSON, ref=panel, redraw=event.redraw, outbox="9")
        for words, fault in (("Saved: A", None), ("Saved: B", 404), ("Saved: C", 500)):
            if fault:
                await here.faults(fail={"method": "response_url", "status": fault})
            sent = await here.speaker.send(Edit(ACCOUNT, "p", card(words)), where)
            assert type(sent).__name__ == "Sent", sent
            shown = (await here.shown())[-1]
            assert (shown["id"], shown["thread"], shown["text"]) == (panel, root, words)
            assert shown["buttons"] == []
        methods = [one["method"] for one in await here.ledger("requests")]
        assert methods.count("response_url") == 3 and methods.count("chat.update") == 2


async def test_a_used_up_address_is_no_end() -> None:
    async with desk(clean=False) as here:
        panel = await here.post(ASK)
        await here.act("press", label="A")
        event = here.events[0]
        assert isinstance(event, Pressed)
        where = Where(CHANNEL, PERSON, ref=panel, redraw=event.redraw, outbox="9")
        for number in range(7):
            sent = await here.speaker.send(Edit(ACCOUNT, "p", card(f"Draft {number}")), where)
            assert type(sent).__name__ == "Sent", sent
        assert (await here.shown())[-1]["text"] == "Draft 6"
        used = await here.ledger("violations")
        assert {one["what"] for one in used} == {"used_url"}


async def test_closed_sockets_and_refused_handshakes_are_survived() -> None:
    async with desk() as here:
        await here.faults(refuse_links=2, close_sockets=True)
        await here.until(lambda: here.sockets() == 2)
        await here.act("say", text="still there?")
        await here.until(lambda: here.events)
        assert here.speaker.healthy(now()) == ""
        tickets = [one for one in await here.ledger("requests") if one["method"] == "link"]
        assert [one["error"] for one in tickets].count("503") == 2


async def test_an_announced_disconnect_loses_nothing() -> None:
    async with desk() as here:
        await here.faults(disconnect="refresh_requested")
        for number in range(5):
            await here.act("say", text=f"word {number}")
        await here.until(lambda: len(here.events) >= 5)
        await here.until(lambda: here.sockets() == 2)
        said = {event.text for event in here.events if isinstance(event, Said)}
        assert said == {f"word {number}" for number in range(5)}


async def test_a_stop_finishes_what_is_under_way() -> None:
    async with desk() as here:
        asked, stored = asyncio.Event(), asyncio.Event()

        async def slow(event: object) -> None:
            asked.set()
            await stored.wait()

        await here.post(ASK)
        here.before = slow
        here.answers = [(Notice("This is not open for you."),)]
        press = asyncio.create_task(here.act("press", label="A"))
        await asked.wait()
        stopping = asyncio.create_task(here.speaker.stop())
        await asyncio.sleep(0)
        stored.set()
        await stopping
        assert (await press)["acked"] is True
        assert (await here.shown())[-1]["ephemeral"]
        assert here.speaker.healthy(now()) == "Slack has not been reached yet."


async def test_a_speaker_starts_again_after_a_stop() -> None:
    async with desk() as here:
        await here.speaker.stop()
        await here.speaker.start()
        await here.until(lambda: here.sockets() == 2)
        await here.act("say", text="hello")
        await here.until(lambda: here.events)


async def test_an_uninstalled_app_says_so() -> None:
    async with desk() as here:
        here.play.slack.hub.deliveries.send({"type": "app_uninstalled"})
        await here.until(lambda: here.events)
        (event,) = here.events
        assert isinstance(event, Reached) and event.change == "left" and event.account.user == ""
        assert here.speaker.healthy(now()) == REMOVED


async def test_slacks_own_variables_change_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CLIENT_ID", "CLIENT_SECRET", "SIGNING_SECRET", "BOT_TOKEN", "APP_TOKEN"):
        monkeypatch.setenv(f"SLACK_{name}", "xoxb-somebody-elses")
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # slack_sdk does not look at NO_PROXY
    async with desk() as here:
        await here.post(ASK)
        assert (await here.act("press", label="A"))["acked"] is True
        event = here.events[0]
        assert isinstance(event, Pressed)
        where = Where(CHANNEL, PERSON, ref=event.message, redraw=event.redraw, outbox="9")
        sent = await here.speaker.send(Edit(ACCOUNT, "p", card("Saved.")), where)
        assert type(sent).__name__ == "Sent"
        assert (await here.shown())[-1]["text"] == "Saved."
        assert os.environ["SLACK_CLIENT_ID"] == "xoxb-somebody-elses"
        assert here.speaker._bolt.app.oauth_flow is None
    assert _files(tmp_path) == []  # no file store in the home directory
    assert [type(one) for one in here.results] == [Handled]


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_hostile_words_mention_nobody_and_arrive_as_they_are() -> None:
    async with desk() as here:
        hostile = "<!channel> <@U0OSEI> *bold* `code` & <https://evil|bank> :tada:"
        await here.post(card(hostile, literal=True))
        await here.post(card(hostile, buttons=(Button("<!here> & *B*", "a:1:0"),)))
        for shown in await here.shown():
            assert shown["text"] == hostile and shown["spans"] == []
        assert (await here.shown())[-1]["buttons"][0]["label"] == "<!here> & *B*"
