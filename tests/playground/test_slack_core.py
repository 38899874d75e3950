"""What both platforms stand on: who may use the control API, the journal, the clock, the feed."""

import asyncio
import json
from pathlib import Path

import pytest

from playground.clock import Clock
from playground.journal import Journal, JournalError
from playground.ledger import CAP, Ledger
from tests.playground.server import Playground


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Host", "evil.example:80"),
        ("Host", "127.0.0.1:1"),
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Origin", "http://127.0.0.1:1"),
    ],
)
async def test_a_foreign_host_or_origin_is_refused(name: str, value: str) -> None:
    async with (
        Playground() as play,
        play.http.get(f"{play.url}/control/slack/people", headers={name: value}) as answer,
    ):
        assert answer.status == 403
        assert "answers only to" in (await answer.json())["error"]


async def test_our_own_page_and_localhost_are_let_in() -> None:
    async with Playground() as play:
        port = play.url.rsplit(":", 1)[1]
        for headers in ({"Origin": play.url}, {"Host": f"localhost:{port}"}, {}):
            async with play.http.get(f"{play.url}/control/state", headers=headers) as answer:
                assert answer.status == 200


@pytest.mark.parametrize("body", ["{", "[1]", "nothing"])
async def test_a_body_that_is_no_json_object_is_refused_in_a_sentence(body: str) -> None:
    async with Playground() as play:
        answer = await play.http.post(f"{play.url}/control/slack/say", data=body)
        assert answer.status == 400 and "JSON" in (await answer.json())["error"]


async def test_the_clock_moves_forward_only_and_wakes_who_sleeps() -> None:
    clock = Clock()
    sleeper = asyncio.create_task(clock.sleep(3600))
    await asyncio.sleep(0)
    clock.move(3601)
    await asyncio.wait_for(sleeper, 5)
    with pytest.raises(ValueError, match="only moves forward"):
        clock.move(-1)
    async with Playground() as play:
        answer = await play.post("clock", {"advance": "soon"}, status=400)
        assert '"advance" must be a number' in answer["error"]


@pytest.mark.parametrize(
    ("path", "status", "why"),
    [
        ("teams/people", 404, 'There is no platform "teams"; there is slack and telegram.'),
        ("slack/screen/U0OSEI?last=few", 400, "last is a number of messages"),
        ("ledger?since=²", 400, '"since" must be a whole number: the "next" of the last answer.'),
    ],
)
async def test_what_a_tool_asks_in_vain_is_said_in_a_sentence(
    path: str, status: int, why: str
) -> None:
    async with Playground() as play, play.http.get(f"{play.url}/control/{path}") as answer:
        assert (answer.status, (await answer.json())["error"]) == (status, why)


async def test_rates_are_on_or_off_and_the_page_has_the_files_it_has() -> None:
    async with Playground() as play:
        refused = await play.post("rates", {"on": "yes"}, 400)
        assert refused["error"] == '"on" must be true or false.'
        assert (await play.get("state"))["rates"] is False
        async with play.http.get(f"{play.url}/page/none.js") as answer:
            assert answer.status == 404


def test_a_long_ledger_forgets_its_oldest_lines_and_numbers_go_on() -> None:
    ledger = Ledger()
    for number in range(CAP + 1):
        ledger.violation("slack", "chat.postMessage", str(number))
    found = ledger.json()
    assert len(found["violations"]) == CAP + 1 - CAP // 10
    assert found["violations"][-1]["n"] == CAP + 1 == found["next"]


def test_what_is_not_there_is_dropped_without_a_line(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "state.jsonl")
    journal.drop("t", "1")
    journal.close()
    assert (tmp_path / "state.jsonl").read_bytes() == b""


async def test_the_feed_names_who_has_something_new_to_see() -> None:
    async with Playground() as play, play.http.get(f"{play.url}/control/feed") as feed:
        assert (await feed.content.readline()).startswith(b":")
        await play.post("slack/people", {"name": "Dr Osei", "id": "U0OSEI"})
        while not (line := await feed.content.readline()).startswith(b"data:"):
            assert line
        assert json.loads(line[5:]) == {"platform": "slack", "person": "U0OSEI"}


async def test_a_moved_clock_stays_moved_after_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    async with Playground(state) as play:
        await play.post("clock", {"advance": 500})
    async with Playground(state) as play:
        assert play.world.clock.offset == 500


def test_the_journal_replays_what_was_put_and_forgives_a_torn_end(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state.jsonl"
    journal = Journal(path)
    for number in range(1000):
        journal.put("t", str(number % 10), {"n": number, "odd": "\ud83d half an emoji"})
    journal.drop("t", "3")
    journal.close()
    with path.open("a") as file:
        file.write('["t","9",{"n":')
    again = Journal(path)
    assert again.table("t")["9"]["n"] == 999 and "3" not in again.table("t")
    again.close()
    assert len(path.read_bytes().splitlines()) == 9


def test_a_journal_is_one_playgrounds_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "state.jsonl"
    first = Journal(path)
    with pytest.raises(JournalError, match="in use by another playground"):
        Journal(path)
    first.close()
    path.write_text('nonsense\n["t","k",1]\n')
    with pytest.raises(JournalError, match="line 1 is not a journal line"):
        Journal(path)


def test_the_ledger_goes_on_where_one_left_off() -> None:
    ledger = Ledger()
    ledger.record("slack", "auth.test", "agent", 1.0, True)
    first = ledger.json()
    ledger.violation("telegram", "sendMessage", "too long")
    ledger.record("telegram", "sendMessage", "agent", 2.0, False, "400")
    later = ledger.json(first["next"])
    assert [one["what"] for one in later["violations"]] == ["too long"]
    assert [one["method"] for one in later["requests"]] == ["sendMessage"]
    assert ledger.json(0, "slack")["violations"] == []
