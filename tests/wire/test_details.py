"""A text that may name a patient, over both wires, while `rounds serve` runs and a coordinator
decides at another terminal.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.real.annotator import Annotator, said
from tests.real.run import Run, same_clients
from tests.wire.telegram_house import TASK, House, eventually, house

NAMED = "B is unsafe: my patient born 3/14/61 waited three days and lost the kidney."
BIRTH = "This looks like a date of birth. I have not used this text"
BUTTON = "It is not about a patient"
SEATS = (("slack", "Ann Osei"), ("telegram", "Cem Lind"))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    made = Run(tmp_path)
    task = {**TASK, "reader": "a parent", "ask": ["rank", "rationale"]}
    (tmp_path / "tasks.jsonl").write_text(json.dumps(task))
    file = str(tmp_path / "tasks.jsonl")
    about = ("--project", "demo", "--data", "synthetic", "--accept-findings")
    made.rounds("import", file, *about)
    return made


def shown(screen: dict[str, Any], words: str) -> list[dict[str, Any]]:
    return [one for one in screen["messages"] if one["text"].startswith(words)]


def writes(someone: Annotator, text: str) -> None:
    """In the task's thread, where there are threads."""
    panel = someone.until(lambda screen: shown(screen, "My child")[-1:], "the panel")[0]
    thread = {"thread": panel["id"]} if someone.platform == "slack" else {}
    someone.say(text, **thread)


def asked_why(someone: Annotator) -> None:
    someone.say("next")
    for label in ("A is better", "Better", "Yes", "None of these"):
        someone.button(label)
    someone.until(lambda screen: said(screen, "Why? One or two"), "the question for a reason")


def test_it_is_withheld_contested_and_decided_about(run: Run) -> None:
    with run.playground(), run.serving():
        staff = run.join("demo", SEATS)
        for someone in staff:
            asked_why(someone)
        _in_a_form(staff[0])
        for someone in staff:
            _withheld(run, someone)
        told = run.rounds("incidents", "list")["incidents"]
        ids = [one["id"] for one in told if one["kind"] == "details"][::-1]
        shows = run.rounds("incidents", "show", str(ids[0]))
        assert shows["text_kept"] == NAMED
        assert shows["looks_like"] == [{"kind": "birth", "words": "3/14/61"}]
        used = run.rounds("incidents", "use", str(ids[0]))
        assert used == {"incident": ids[0], "state": "closed", "used": True, "why": ""}
        run.rounds("incidents", "drop", str(ids[1]))
        staff[0].until(lambda screen: said(screen, "Reason: “B is unsafe"), "the summary")
        staff[1].until(lambda screen: said(screen, "so it is deleted. Please send"), "the decision")
        run.rounds("incidents", "use", str(ids[0]), fails=True)
        last = staff[1].screen()["messages"][-1]
        assert "Why? One or two sentences" in last["text"], "the panel follows"
        same_clients(run)


def _in_a_form(someone: Annotator) -> None:
    """The words stay in the window, with the sentence below the field; nothing else has them."""
    someone.button("Write…")
    someone.until(lambda screen: screen["modal"], "the form")
    body = {"person": someone.id, "fields": {"reason": NAMED}}
    someone.run.control("slack/submit", body)
    (field,) = someone.screen()["modal"]["fields"]
    assert field["error"] == (f"{BIRTH}. Take it out, or close this and reply in the thread.")
    assert field["value"] == NAMED
    someone.run.control("slack/close", {"person": someone.id})


def _withheld(run: Run, someone: Annotator) -> None:
    writes(someone, NAMED)
    someone.until(lambda screen: shown(screen, BIRTH), "what it looks like")
    if someone.platform == "telegram":
        someone.until(lambda screen: not shown(screen, NAMED), "the message gone")
    else:
        assert shown(someone.screen(), NAMED), "nobody deletes it for them"
    note = shown(someone.screen(), BIRTH)[-1]
    answer = someone.press(BUTTON, note["id"])
    if someone.platform == "telegram":
        assert answer["toast"].startswith("A coordinator will look at it.")
    someone.until(lambda screen: said(screen, "Until then it is not used; you can go on."), "it")
    writes_again = someone.screen()["messages"]
    assert not any(one["label"] == BUTTON for message in writes_again for one in message["buttons"])


async def _asked(here: House, folder: Path) -> None:
    await here.join(folder)
    await here.act("say", text="/next")
    for label in ("A is better", "Clearly", "Yes", "None of these"):
        await here.button(label)
    await here.until(lambda shown: "Why?" in shown[-1]["text"])


async def test_telegram_may_not_delete_what_is_two_days_old(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        await _asked(here, tmp_path)
        await here.faults(fail={"method": "deleteMessage", "status": 502, "times": 1})
        await here.act("say", text=NAMED)
        await here.until(lambda shown: any(m["text"].startswith(BIRTH) for m in shown))

        async def tried() -> bool:
            requests = (await here.play.get("telegram/ledger"))["requests"]
            return any(one["method"] == "deleteMessage" for one in requests)

        assert await eventually(tried)
        await here.play.post("clock", {"advance": 48 * 3600})
        shown = await here.until(
            lambda shown: shown[-1]["text"] == "I could not delete your message. Please delete it."
        )
        mine = [one for one in shown if one["from"] == "person"]
        assert mine[-1]["text"] == NAMED


async def test_a_message_that_somebody_deleted_before_us_is_gone_and_nobody_is_told(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as here:
        await _asked(here, tmp_path)
        await here.faults(fail={"method": "deleteMessage", "lost": True, "times": 1})
        await here.act("say", text=NAMED)

        async def twice() -> bool:
            requests = (await here.play.get("telegram/ledger"))["requests"]
            made = [one for one in requests if one["method"] == "deleteMessage"]
            return [one["ok"] for one in made] == [True, False]

        assert await eventually(twice), "an answer that never came is asked for again"
        await asyncio.sleep(0.2)
        shown = await here.shown()
        assert not any("could not delete" in one["text"] for one in shown)
        assert not any(one["text"] == NAMED for one in shown)
