"""What a careless app is told: Slack's own words, and nothing has changed."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.slack_rig import CHANNEL, PERSON, Rig, form, rig

Json = dict[str, Any]
HERE = {"channel": CHANNEL}
SAID = HERE | {"text": "x"}
METADATA = {"event_type": "e", "event_payload": {}}
REFUSED: list[tuple[str, Json, str]] = [
    ("chat.postMessage", HERE | {"text": 5}, "invalid_arguments"),
    ("chat.postMessage", SAID | {"thread_ts": {"ts": "1.0"}}, "invalid_arguments"),
    ("chat.postMessage", SAID | {"metadata": [1]}, "invalid_metadata_format"),
    ("chat.postMessage", SAID | {"metadata": {"event_type": "e"}}, "invalid_metadata_schema"),
    (
        "chat.postMessage",
        SAID | {"metadata": METADATA | {"event_payload": {"a": "x" * 16_000}}},
        "metadata_too_large",
    ),
    ("chat.postMessage", SAID | {"attachments": {}}, "invalid_attachments"),
    ("chat.postMessage", SAID | {"attachments": [{}] * 101}, "too_many_attachments"),
    ("chat.postEphemeral", SAID, "invalid_arguments"),
    ("chat.postEphemeral", SAID | {"user": "U0NOBODY"}, "user_not_in_channel"),
    ("chat.postEphemeral", SAID | {"user": "U0OTHER"}, "user_not_in_channel"),
    ("chat.postEphemeral", HERE | {"user": PERSON, "text": "x" * 4_001}, "msg_too_long"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": f"{PERSON},U0OTHER"}, "missing_scope"),
    ("bots.info", {"bot": "B0NOBODY"}, "bot_not_found"),
    ("api.test", {"error": "my_error"}, "my_error"),
    ("files.getUploadURLExternal", {"filename": "a.md"}, "invalid_arguments"),
    (
        "files.getUploadURLExternal",
        {"filename": "a.md", "length": "0"},
        "file_upload_size_restricted",
    ),
    ("files.completeUploadExternal", {"files": "[]"}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F0NONE"}]}, "file_not_found"),
    ("views.publish", {"user_id": "U0NOBODY", "view": form()}, "user_not_found"),
    ("views.open", {"view": form()}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.x", "view": "[]"}, "invalid_arguments"),
]


async def refusal(slack: Rig, method: str, args: Json) -> str:
    with pytest.raises(SlackApiError) as caught:
        await slack.client.api_call(method, json=args)
    return str(caught.value.response["error"])


async def test_a_careless_call_is_refused_with_slacks_word() -> None:
    async with rig() as slack:
        await slack.play.post("slack/people", {"name": "Dr Amara", "id": "U0OTHER"})
        before = await slack.screen()
        for method, args, error in REFUSED:
            assert await refusal(slack, method, args) == error, (method, args)
        assert await slack.screen() == before


async def test_a_method_that_slack_has_and_we_do_not_is_unknown_to_whoever_may_call_it() -> None:
    async with rig() as slack:
        assert await refusal(slack, "conversations.list", {}) == "missing_scope"
        await slack.play.post("slack/faults", {"scopes": ["im:read"]})
        assert await refusal(slack, "conversations.list", {}) == "unknown_method"


async def test_a_body_that_is_a_list_is_no_call() -> None:
    async with rig() as slack:
        url, headers = f"{slack.play.url}/slack/api/auth.test", {"Authorization": "Bearer xoxb-1"}
        async with slack.play.http.post(url, json=[1], headers=headers) as answer:
            assert await answer.json() == {"ok": False, "error": "json_not_object"}


async def test_who_asks_politely_is_answered() -> None:
    async with rig() as slack:
        assert (await slack.client.api_test(foo="bar"))["args"]["foo"] == "bar"
        bot = (await slack.client.bots_info())["bot"]
        found = (await slack.client.users_info(user=bot["user_id"]))["user"]
        assert found["is_bot"] is True and found["name"] == bot["name"]
        opened = await slack.client.conversations_open(channel=CHANNEL, return_im=True)
        assert opened["channel"]["user"] == PERSON


async def test_a_long_text_is_refused_cut_or_advised_against() -> None:
    async with rig() as slack:
        sent = await slack.post(text="x" * 4_001)
        long = {"ts": sent["ts"], "text": "x" * 4_001}
        assert await refusal(slack, "chat.update", HERE | long) == "msg_too_long"
        cut = await slack.post(text="x" * 40_001)
        assert len(cut["message"]["text"]) == 40_000
        await slack.post(text="x", link_names=True)
        noted = (await slack.play.get("slack/ledger"))["violations"]
        assert [one["what"] for one in noted] == [
            "text of 4001 characters may come out as several messages",
            "msg_too_long",
            "text of 40001 characters is cut at 40000",
            "link_names or parse=full turns names in a text into mentions",
        ]


async def test_markdown_is_sent_blocks_are_taken_away_and_metadata_follows_an_update() -> None:
    async with rig() as slack:
        sent = await slack.post(markdown_text="**strong** text")
        shown = (await slack.shown())[-1]
        assert (shown["text"], shown["fallback"]) == ("strong text", "**strong** text")
        fresh = METADATA | {"event_payload": {"card": "7"}}
        changes: Json = {"ts": sent["ts"], "blocks": [], "metadata": fresh}
        await slack.client.api_call("chat.update", json=HERE | changes)
        shown = (await slack.shown())[-1]
        assert (shown["blocks"], shown["text"]) == ([], "**strong** text")
        history = await slack.client.conversations_history(
            channel=CHANNEL, include_all_metadata=True
        )
        assert history["messages"][0]["metadata"]["event_payload"] == {"card": "7"}


async def test_a_reply_to_a_reply_lands_in_the_thread_and_is_noted() -> None:
    async with rig() as slack:
        root = await slack.post(text="root")
        reply = await slack.post(text="reply", thread_ts=root["ts"])
        again = await slack.post(text="again", thread_ts=reply["ts"])
        assert again["message"]["thread_ts"] == root["ts"]
        noted = (await slack.play.get("slack/ledger"))["violations"]
        assert noted[-1]["what"] == "thread_ts is the ts of a reply, not of a root"


async def test_a_mention_in_rich_text_is_as_loud_as_one_in_a_text() -> None:
    async with rig() as slack:
        run = {"type": "user", "user_id": PERSON}
        rich = {"type": "rich_text_section", "elements": [run]}
        await slack.post(text="t", blocks=[{"type": "rich_text", "elements": [rich]}])
        assert (await slack.shown())[-1]["text"] == "@Dr Osei"
        noted = (await slack.play.get("slack/ledger"))["violations"]
        assert [one["what"] for one in noted] == ["mention_from_text: user"]


async def test_a_file_arrives_as_announced_or_not_at_all() -> None:
    async with rig() as slack:
        at = await slack.client.api_call(
            "files.getUploadURLExternal", json={"filename": "a.md", "length": "4"}
        )
        done = {"files": [{"id": at["file_id"]}]}
        async with slack.play.http.post(at["upload_url"], data=b"too long") as answer:
            assert answer.status == 400
        assert await refusal(slack, "files.completeUploadExternal", done) == "file_not_found"
        async with slack.play.http.get(f"{slack.play.url}/slack/files/{at['file_id']}/a") as answer:
            assert answer.status == 404
        whole = aiohttp.FormData()
        whole.add_field("filename", b"four", filename="a.md")
        async with slack.play.http.post(at["upload_url"], data=whole) as answer:
            assert await answer.text() == "OK - 4"
        kept = await slack.client.api_call("files.completeUploadExternal", json=done)
        assert kept["files"][0]["size"] == 4
        assert await slack.shown() == [], "it was shared with nobody"


@pytest.mark.parametrize("where", [f"{CHANNEL}/p1", f"{CHANNEL}/p1700000000000001", "C0NO/p17"])
async def test_a_permalink_to_nothing_leads_nowhere(where: str) -> None:
    async with rig() as slack:
        url = f"{slack.play.url}/slack/archives/{where}"
        async with slack.play.http.get(url, allow_redirects=False) as answer:
            assert (answer.status, await answer.text()) == (404, "There is no such message.")


# views


async def test_a_view_is_changed_by_whoever_knows_its_newest_form() -> None:
    async with rig() as slack:
        home = {"type": "home", "blocks": []}
        published = (await slack.client.views_publish(user_id=PERSON, view=home))["view"]
        fresh = home | {"callback_id": "fresh"}
        changed = await slack.client.views_update(view_id=published["id"], view=fresh)
        assert changed["view"]["callback_id"] == "fresh"
        hub = slack.play.slack.hub
        lonely = {"trigger_id": hub.views.trigger(PERSON), "view": form()}
        assert await refusal(slack, "views.push", lonely) == "not_found", "there is nothing below"
        named = form(external_id="why-1")
        for who in ("U0OTHER", PERSON):
            await slack.play.post("slack/people", {"name": "Dr", "id": who})
        opened = await slack.client.views_open(trigger_id=hub.views.trigger("U0OTHER"), view=form())
        view = await slack.client.views_open(trigger_id=hub.views.trigger(PERSON), view=named)
        stale = {"external_id": "why-1", "view": named, "hash": "1.stale"}
        assert await refusal(slack, "views.update", stale) == "hash_conflict"
        taken = {"view_id": opened["view"]["id"], "view": named}
        assert await refusal(slack, "views.update", taken) == "duplicate_external_id"
        renewed = await slack.client.views_update(external_id="why-1", view=named)
        assert renewed["view"]["id"] == view["view"]["id"]
