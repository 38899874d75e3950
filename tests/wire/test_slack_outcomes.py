"""Each way a call to Slack can end means one outcome, met by the real clients."""

import asyncio
from typing import Any

import pytest

from adapters.edge import now
from adapters.port import Never, Refused, Sent, Unsure, Wait, Where
from adapters.slack import limits, web
from adapters.slack.app import SlackSpeaker
from adapters.slack.check import check
from adapters.slack.manifest import scopes
from bot.cards import Button, Card, Edit, Lookup, Post, Run, Standing
from store import Handled
from tests.playground.server import Playground
from tests.wire.slack_desk import ACCOUNT, CHANNEL, PERSON, TEAM, Desk, card, desk

Json = dict[str, Any]
HERE = Where(CHANNEL, PERSON, outbox="41")
POST = Post(ACCOUNT, "m:1", card("Ready."))
NOWHERE = "http://127.0.0.1:9/api/"


async def failing(here: Desk, fault: Json, where: Where = HERE) -> Any:
    """What a post becomes when it meets this."""
    await here.faults(fail={"method": "chat.postMessage"} | fault)
    return await here.speaker.send(POST, where)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"status": 429, "retry_after": 7}, Wait(7.0, "Slack asks us to slow down.", "method")),
        ({"error": "internal_error"}, Unsure),
        ({"error": "fatal_error"}, Unsure),
        ({"error": "service_unavailable"}, Unsure),
        ({"status": 500}, Unsure),
        ({"status": 503}, Unsure),
        ({"status": 503, "error": "unavailable"}, Unsure),
        ({"lost": True}, Unsure),
        ({"error": "channel_not_found"}, Never("Slack: channel_not_found", gone=True)),
        ({"error": "user_not_found"}, Never("Slack: user_not_found", gone=True)),
        ({"error": "is_archived"}, Never("Slack: is_archived", gone=True)),
        ({"error": "not_in_channel"}, Never("Slack: not_in_channel", gone=True)),
        ({"error": "account_inactive"}, Never("Slack: account_inactive", gone=True)),
        ({"error": "token_revoked"}, Never("Slack: token_revoked", gone=True)),
        ({"error": "msg_too_long"}, Never("Slack: msg_too_long")),
        ({"error": "invalid_blocks"}, Never("Slack: invalid_blocks")),
        ({"error": "restricted_action"}, Never("Slack: restricted_action")),
        ({"error": "missing_scope"}, Wait),
        ({"error": "invalid_auth"}, Wait),
        ({"error": "messages_tab_disabled"}, Wait),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
async def test_an_end_has_one_outcome(fault: Json, outcome: Any) -> None:
    async with desk(clean=False) as here:
        found = await failing(here, fault)
        if isinstance(outcome, type):
            assert isinstance(found, outcome), found
        else:
            assert found == outcome
        if isinstance(found, Wait) and found.seconds == 60:
            assert found.scope == "platform" and found.why.endswith(".")
        calls = [r for r in await here.ledger("requests") if r["method"] == "chat.postMessage"]
        assert len(calls) == 1  # nothing is retried below the pump


async def test_nobody_there_is_surely_not_sent() -> None:
    async def never(*_: object) -> Handled:
        raise AssertionError

    speaker = SlackSpeaker(
        bot_token="xoxb-1", app_token="xapp-1", api_url=NOWHERE, deliver=never, now=now
    )
    with pytest.raises(ConnectionError):
        await speaker.start()
    speaker._web.start()
    found = await speaker.send(POST, HERE)
    assert isinstance(found, Wait) and found.scope == ""
    assert speaker.healthy(now()) == "Slack has not been reached yet."
    await speaker.stop()


async def test_no_answer_in_time_is_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "CALL_SECONDS", 0.3)
    async with desk() as here:
        found = await failing(here, {"delay": 0.6})
        assert isinstance(found, Unsure)


async def test_a_post_that_did_arrive_is_found_and_not_sent_twice() -> None:
    async with desk() as here:
        root = await here.post(card("Ready."))
        for where in (
            Where(CHANNEL, PERSON, outbox="41"),
            Where(CHANNEL, PERSON, under=root, outbox="42"),
            Where("", PERSON, outbox="43"),
        ):
            assert isinstance(await failing(here, {"lost": True}, where), Unsure)
            arrived = (await here.shown())[-1]
            again = Where(where.channel, PERSON, under=where.under, outbox=where.outbox)
            again = Where(
                again.channel, PERSON, under=again.under, outbox=again.outbox, unsure=True
            )
            assert await here.speaker.send(POST, again) == Sent(arrived["id"], CHANNEL)
        assert len(await here.shown()) == 4


async def test_a_post_that_never_arrived_is_sent_again() -> None:
    async with desk() as here:
        assert isinstance(await failing(here, {"status": 500}), Unsure)
        unsure = Where(CHANNEL, PERSON, outbox="41", unsure=True)
        sent = await here.speaker.send(POST, unsure)
        assert isinstance(sent, Sent) and [one["id"] for one in await here.shown()] == [sent.ref]


async def test_a_search_reads_the_whole_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HISTORY_PAGE", 2)
    async with desk() as here:
        root = await here.post(card("Ready."))
        for number in range(5):
            await here.post(card(f"Part {number}"), under=root)
        where = Where(CHANNEL, PERSON, under=root, outbox="99")
        assert isinstance(await failing(here, {"lost": True}, where), Unsure)
        again = Where(CHANNEL, PERSON, under=root, outbox="99", unsure=True)
        assert isinstance(await here.speaker.send(POST, again), Sent)
        assert len(await here.shown()) == 7


async def test_a_search_that_fails_leaves_it_unsure() -> None:
    async with desk() as here:
        await here.faults(fail={"method": "conversations.history", "status": 429})
        unsure = Where(CHANNEL, PERSON, outbox="41", unsure=True)
        assert isinstance(await here.speaker.send(POST, unsure), Unsure)
        assert await here.shown() == []


async def test_what_is_looked_up() -> None:
    async with desk() as here:
        found = await here.speaker.send(Lookup(ACCOUNT, "profile"), HERE)
        assert isinstance(found, Sent)
        assert found.facts == {"name": "Dr Osei", "zone": "Africa/Accra", "language": "en-US"}
        ts = await here.post(card("Question"))
        link = await here.speaker.send(Lookup(ACCOUNT, "link", "m:1"), Where(CHANNEL, PERSON, ts))
        assert isinstance(link, Sent) and link.facts["link"].endswith("p" + ts.replace(".", ""))
        gone = await here.speaker.send(
            Lookup(ACCOUNT, "link", "m:1"), Where(CHANNEL, PERSON, "1.1")
        )
        assert isinstance(gone, Never) and not gone.gone


async def test_edits_and_homes() -> None:
    async with desk() as here:
        ts = await here.post(card("Which?", buttons=(Button("A", "a:1:0"),)))
        where = Where(CHANNEL, PERSON, ref=ts, outbox="7")
        assert await here.speaker.send(Edit(ACCOUNT, "p", card("Saved.")), where) == Sent(
            ts, CHANNEL
        )
        gone = Where(CHANNEL, PERSON, ref="1.1", outbox="7")
        found = await here.speaker.send(Edit(ACCOUNT, "p", card("Saved.")), gone)
        assert found == Never("Slack: message_not_found")
        assert isinstance(await here.speaker.send(Standing(ACCOUNT, card("Rounds")), where), Sent)
        assert (await here.screen())["home"]["text"].startswith("Rounds")


async def test_what_cannot_be_drawn_is_told_and_not_sent() -> None:
    async with desk() as here:
        long = Post(ACCOUNT, "m:1", Card(((Run("x" * 100_000),),)))
        found = await here.speaker.send(long, HERE)
        assert isinstance(found, Never) and "over 3900" in found.why
        assert await here.shown() == []


async def test_the_names_of_what_is_paced() -> None:
    async with desk() as here:
        pace = here.speaker.pace
        edit = Edit(ACCOUNT, "p", card("x"))
        assert pace(POST, HERE) == (f"slack.method:{TEAM}:post", f"slack.post:{CHANNEL}")
        assert pace(edit, HERE) == (f"slack.update:{TEAM}",)
        assert pace(edit, Where("D1", "U1", redraw="https://x")) != pace(edit, HERE)
        assert pace(Standing(ACCOUNT, card("x")), HERE) == (f"slack.other:{TEAM}:home",)
        assert pace(Lookup(ACCOUNT, "link"), HERE) == (f"slack.other:{TEAM}:link",)


@pytest.mark.parametrize(
    ("tokens", "setting"),
    [
        ({"bot_token": "nonsense"}, "ROUNDS_SLACK_BOT_TOKEN"),
        ({"bot_token": "xapp-1"}, "ROUNDS_SLACK_BOT_TOKEN"),
        ({"app_token": "nonsense"}, "ROUNDS_SLACK_APP_TOKEN"),
        ({"app_token": "xoxb-1"}, "ROUNDS_SLACK_APP_TOKEN"),
    ],
)
async def test_a_wrong_token_is_named(tokens: Json, setting: str) -> None:
    async with desk(start=False, **tokens) as here:
        with pytest.raises(Refused, match=setting):
            await here.speaker.start()
        assert here.speaker.healthy(now()) == "Slack has not been reached yet."


async def test_a_start_that_meets_a_bad_moment_may_be_repeated() -> None:
    async with desk(start=False) as here:
        for fault in (
            {"method": "auth.test", "status": 503},
            {"method": "auth.test", "error": "internal_error"},
            {"method": "apps.connections.open", "status": 500},
        ):
            await here.faults(fail=fault)
            with pytest.raises(ConnectionError):
                await here.speaker.start()
        await here.speaker.start()
        await here.until(lambda: here.sockets() == 2)


async def test_the_doctor_names_what_is_wrong() -> None:
    async with Playground() as play:
        api = f"{play.url}/slack/api/"
        assert await check("xoxb-1", "xapp-1", api) == []
        assert await check("xoxb-1", "", api) == []
        (bot, app) = await check("wrong", "wrong", api)
        assert "ROUNDS_SLACK_BOT_TOKEN" in bot and "ROUNDS_SLACK_APP_TOKEN" in app
        granted = [scope for scope in scopes() if scope not in ("users:read", "im:write")]
        await play.post("slack/faults", {"scopes": granted})
        (missing,) = await check("xoxb-1", "xapp-1", api)
        assert "lacks im:write, users:read" in missing
        await play.post("slack/faults", {"fail": {"method": "auth.test", "status": 503}})
        (away,) = await check("xoxb-1", "xapp-1", api)
        assert "not reachable" in away
    (nobody,) = await check("xoxb-1", "xapp-1", NOWHERE)
    assert "not reachable" in nobody


async def test_many_at_once() -> None:
    """Sends share one pool and nobody gets somebody else's answer."""
    async with desk() as here:
        refs = await asyncio.gather(*(here.post(card(f"Message {n}")) for n in range(40)))
        shown = {one["id"]: one["text"] for one in await here.shown()}
        assert [shown[ref] for ref in refs] == [f"Message {n}" for n in range(40)]
