"""What goes wrong in front of a person on Slack, by mistake or on purpose, and what is said."""

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.slack_rig import CHANNEL, PERSON, Rig, actions, button, rig

Json = dict[str, Any]


async def told(slack: Rig, verb: str, **body: Any) -> str:
    """Why a person could not do this."""
    return str((await slack.play.post(f"slack/{verb}", {"person": PERSON} | body, 400))["error"])


async def test_what_a_person_cannot_do_is_said_in_a_sentence() -> None:
    async with rig() as slack:
        assert await told(slack, "press", token="t") == "There is no message to press anything in."
        sent = await slack.post(text="t", blocks=[actions(button("A", "a"))])
        before = await slack.screen()
        here = {"message": sent["ts"]}
        assert await told(slack, "say", text=" ") == "There is nothing to send: write a text."
        assert await told(slack, "say", text="x", thread="1.0") == (
            "There is no message 1.0 to reply to."
        )
        assert (await told(slack, "edit", **here, text="x")).startswith("That message is the app's")
        assert await told(slack, "delete", message="1.0") == "There is no message 1.0."
        assert await told(slack, "open", where="start") == (
            'On Slack a person opens "home" or "messages".'
        )
        assert (await told(slack, "press")).startswith('A press names the "label"')
        assert await told(slack, "press", label="A", message="1.0") == (
            "There is no message 1.0 to press anything in."
        )
        assert await told(slack, "press", label="B", stale=True, **here) == (
            'No earlier form of that message had a button "B".'
        )
        assert await told(slack, "people", name=" ") == 'A person needs a "name".'
        assert (await told(slack, "people", name="x", id="osei")).startswith('A Slack id is "U"')
        assert await slack.screen() == before


async def test_a_message_is_not_emptied_by_an_edit() -> None:
    async with rig() as slack:
        mine = await slack.say("mine")
        said = await told(slack, "edit", message=mine["message"], text=" ")
        assert said == "There is nothing left of the message: delete it instead."
        assert (await slack.shown())[-1]["text"] == "mine"


FAULTS: list[tuple[Json, str]] = [
    ({"fail": {"status": 500}}, 'A "fail" names a "method", such as chat.update, or "*".'),
    ({"fail": {"method": "*"}}, 'A "fail" says how: one of '),
    ({"deliver": {"raw": 1}}, '"deliver" counts some of duplicate, drop, reorder, delay.'),
    ({"refuse_links": -1}, '"refuse_links" must be a number that is not negative.'),
    ({"disconnect": "bored"}, "Slack disconnects with one of "),
    ({"explode": True}, 'There is no fault "explode"'),
]


async def test_a_fault_that_is_none_is_refused() -> None:
    async with rig() as slack:
        for body, why in FAULTS:
            refused = await slack.play.post("slack/faults", body, 400)
            assert refused["error"].startswith(why), body
        await slack.play.post("slack/faults", {"commands": ["/other"], "messages_tab": False})
        found = await slack.play.post("slack/faults", {"clear": True})
        assert (found["fail"], found["deliver"], found["messages_tab"]) == ([], {}, True)
        assert found["commands"] == ["/rounds"]


async def test_a_call_may_be_cut_off_or_done_and_refused() -> None:
    async with rig() as slack:
        await slack.play.post("slack/faults", {"fail": {"method": "chat.postMessage", "reset": 1}})
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await slack.post(text="never")
        done = {"method": "chat.postMessage", "error": "internal_error", "done": True}
        await slack.play.post("slack/faults", {"fail": done})
        with pytest.raises(SlackApiError, match="internal_error"):
            await slack.post(text="done all the same")
        assert [one["text"] for one in await slack.shown()] == ["done all the same"]


# response URLs


async def pressed(slack: Rig) -> str:
    """A panel is posted and pressed: the response_url of that press."""
    links: list[str] = []

    @slack.app.action("a")
    async def action(ack: Any, body: Json) -> None:
        links.append(body["response_url"])
        await ack()

    await slack.post(text="t", blocks=[actions(button("A", "a"))])
    await slack.press("A")
    return links[0]


async def test_a_response_url_answers_for_one_message_while_that_stands() -> None:
    async with rig(sockets=1) as slack:
        link = await pressed(slack)

        async def use(**how: Any) -> tuple[int, str]:
            async with slack.play.http.post(link, **how) as answer:
                return answer.status, await answer.text()

        assert "invalid_payload" in (await use(json=[1]))[1]
        blocks = json.dumps([{"type": "divider"}])
        body = json.dumps({"text": "t", "blocks": blocks, "replace_original": True})
        assert await use(data={"payload": body}) == (200, "ok")
        assert (await slack.shown())[-1]["blocks"][0]["type"] == "divider"
        assert "invalid_blocks_format" in (await use(json={"text": "t", "blocks": "{"}))[1]
        await slack.client.chat_delete(channel=CHANNEL, ts=(await slack.shown())[-1]["id"])
        gone = await use(json={"text": "late", "replace_original": True})
        assert gone[0] == 400 and "message_not_found" in gone[1]
        gone = await use(json={"delete_original": True})
        assert gone[0] == 400 and "message_not_found" in gone[1]


async def test_a_response_url_can_fail_as_the_network_does() -> None:
    async with rig(sockets=1) as slack:
        link, text = await pressed(slack), {"text": "psst"}

        async def fail(**how: Any) -> None:
            fault = {"method": "response_url"} | how
            await slack.play.post("slack/faults", {"fail": fault})

        for how in ("reset", "lost"):
            await fail(**{how: True})
            with pytest.raises(aiohttp.ServerDisconnectedError):
                await slack.play.http.post(link, json=text)
        assert [one["text"] for one in await slack.shown()][1:] == ["psst"], "lost, but done"
        await fail(half=True)
        async with slack.play.http.post(link, json=text) as answer:
            with pytest.raises(aiohttp.ClientPayloadError):
                await answer.read()
        await fail(error="used_url")
        async with slack.play.http.post(link, json=text) as answer:
            assert (answer.status, (await answer.json())["error"]) == (404, "used_url")
        assert [one["text"] for one in await slack.shown()][1:] == ["psst", "psst"]
