"""Posting, changing, deleting and reading back, through the real client."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.slack_rig import CHANNEL, PERSON, Rig, actions, button, form, rig, section

Json = dict[str, Any]


async def refused(call: Any) -> Json:
    with pytest.raises(SlackApiError) as error:
        await call
    answer = error.value.response
    body: Json = answer.data
    return body | {"status": answer.status_code, "headers": answer.headers}


async def test_the_app_finds_out_who_it_is_and_what_it_may_do() -> None:
    async with rig() as slack:
        answer = await slack.client.auth_test()
        assert answer["team_id"] == "T0PLAY" and answer["user_id"] == "U0ROUNDS"
        assert answer["bot_id"] == "B0ROUNDS"
        scopes = answer.headers["x-oauth-scopes"].split(",")
        assert {"chat:write", "im:history", "im:write", "users:read", "commands"} <= set(scopes)


async def test_a_message_is_posted_to_the_person_and_echoed_as_slack_echoes_it() -> None:
    async with rig() as slack:
        blocks = [
            section("*5 < 6* & <https://example.org/a?b=1&c=2|read>"),
            actions(button("A & B", "a")),
        ]
        answer = await slack.client.chat_postMessage(
            channel=PERSON, text="5 < 6 & more", blocks=blocks, unfurl_links=False
        )
        echoed = answer["message"]
        assert answer["channel"] == CHANNEL
        assert echoed["text"] == "5 &lt; 6 &amp; more"
        assert echoed["blocks"][0]["text"]["text"].startswith(
            "*5 &lt; 6* &amp; <https://example.org"
        )
        assert all(block["block_id"] for block in echoed["blocks"])
        assert echoed["blocks"][1]["elements"][0]["text"] == {
            "type": "plain_text",
            "text": "A &amp; B",
            "emoji": True,
        }
        shown = (await slack.shown())[-1]
        assert shown["text"] == "5 < 6 & read" and shown["fallback"] == "5 < 6 & more"
        assert shown["buttons"][0]["label"] == "A & B"
        assert {"offset": 0, "length": 5, "kind": "bold"} in shown["spans"]
        assert {
            "offset": 8,
            "length": 4,
            "kind": "link",
            "url": "https://example.org/a?b=1&c=2",
        } in shown["spans"]


async def test_an_update_with_text_alone_takes_the_blocks_away() -> None:
    async with rig() as slack:
        sent = await slack.post(text="t", blocks=[section("s"), actions(button("Go", "go"))])
        await slack.client.chat_update(channel=CHANNEL, ts=sent["ts"], text="Saved.")
        shown = (await slack.shown())[-1]
        assert (shown["text"], shown["buttons"], shown["blocks"]) == ("Saved.", [], [])


async def test_metadata_is_kept_over_an_update_and_read_back_on_request() -> None:
    async with rig() as slack:
        metadata = {"event_type": "card", "event_payload": {"ref": "x1"}}
        sent = await slack.post(text="one", metadata=metadata)
        await slack.client.chat_update(channel=CHANNEL, ts=sent["ts"], text="two")
        found = await slack.client.conversations_history(channel=CHANNEL, include_all_metadata=True)
        assert found["messages"][0]["metadata"] == metadata
        without = await slack.client.conversations_history(channel=CHANNEL)
        assert "metadata" not in without["messages"][0]


async def test_a_thread_is_read_back_in_pages_root_first() -> None:
    async with rig() as slack:
        root = await slack.post(text="root")
        for number in range(5):
            await slack.post(text=f"reply {number}", thread_ts=root["ts"])
        texts: list[str] = []
        cursor = ""
        while True:
            page = await slack.client.conversations_replies(
                channel=CHANNEL, ts=root["ts"], limit=2, cursor=cursor
            )
            texts += [one["text"] for one in page["messages"]]
            if not page["has_more"]:
                break
            cursor = page["response_metadata"]["next_cursor"]
        assert texts == ["root", *[f"reply {number}" for number in range(5)]]
        roots = await slack.client.conversations_history(channel=CHANNEL)
        assert [one["text"] for one in roots["messages"]] == ["root"]
        assert roots["messages"][0]["reply_count"] == 5
        assert [one["thread"] for one in await slack.shown()] == [None, *[root["ts"]] * 5]


async def test_a_deleted_message_is_gone_and_a_deleted_root_keeps_its_thread() -> None:
    async with rig() as slack:
        root = await slack.post(text="root")
        reply = await slack.post(text="reply", thread_ts=root["ts"])
        await slack.client.chat_delete(channel=CHANNEL, ts=root["ts"])
        assert [one["text"] for one in await slack.shown()] == ["reply"]
        await slack.post(text="still here", thread_ts=root["ts"])
        await slack.client.chat_delete(channel=CHANNEL, ts=reply["ts"])
        assert [one["text"] for one in await slack.shown()] == ["still here"]
        again = await refused(slack.client.chat_delete(channel=CHANNEL, ts=reply["ts"]))
        assert again["error"] == "message_not_found"


async def test_an_ephemeral_message_is_seen_and_cannot_be_updated() -> None:
    async with rig() as slack:
        sent = await slack.client.chat_postEphemeral(channel=CHANNEL, user=PERSON, text="psst")
        assert (await slack.shown())[-1]["ephemeral"] is True
        answer = await refused(
            slack.client.chat_update(channel=CHANNEL, ts=sent["message_ts"], text="louder")
        )
        assert answer["error"] == "message_not_found"


async def test_a_permalink_leads_to_the_page() -> None:
    async with rig() as slack:
        root = await slack.post(text="root")
        reply = await slack.post(text="reply", thread_ts=root["ts"])
        link = await slack.client.chat_getPermalink(channel=CHANNEL, message_ts=reply["ts"])
        bare = f"{slack.play.url}/slack/archives/{CHANNEL}/p{reply['ts'].replace('.', '')}"
        assert link["permalink"] == f"{bare}?thread_ts={root['ts']}&cid={CHANNEL}"
        async with slack.play.http.get(link["permalink"], allow_redirects=False) as answer:
            assert answer.status == 302
            assert answer.headers["Location"] == f"/?slack={PERSON}&message={reply['ts']}"


async def test_people_have_a_name_a_zone_and_a_locale() -> None:
    async with rig() as slack:
        await slack.play.post(
            "slack/people",
            {"name": "Dr Weber", "id": "U0WEBER", "zone": "Asia/Tokyo", "language": "de"},
        )
        user = (await slack.client.users_info(user="U0WEBER", include_locale=True))["user"]
        assert (user["real_name"], user["tz"], user["tz_offset"]) == (
            "Dr Weber",
            "Asia/Tokyo",
            32400,
        )
        assert user["locale"] == "de-DE"
        assert "locale" not in (await slack.client.users_info(user="U0WEBER"))["user"]
        assert (await slack.client.dnd_info(user="U0WEBER"))["dnd_enabled"] is False
        opened = await slack.client.conversations_open(users="U0WEBER")
        assert opened["channel"]["id"] == "D0WEBER"


async def test_a_file_is_uploaded_in_three_calls_and_can_be_fetched() -> None:
    async with rig() as slack:
        await slack.client.files_upload_v2(
            channel=CHANNEL, filename="answer.md", title="Answer A", content="# A\nlong"
        )
        shown = (await slack.shown())[-1]
        (file,) = shown["files"]
        assert (file["title"], file["name"], file["size"]) == ("Answer A", "answer.md", 8)
        async with slack.play.http.get(slack.play.url + file["url"]) as answer:
            assert await answer.read() == b"# A\nlong"


REFUSALS: list[tuple[str, Json, str]] = [
    ("chat.postMessage", {"channel": "C0OTHER", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": CHANNEL}, "no_text"),
    (
        "chat.postMessage",
        {"channel": CHANNEL, "text": "x", "thread_ts": "1.000001"},
        "thread_not_found",
    ),
    (
        "chat.postMessage",
        {"channel": CHANNEL, "text": "x", "markdown_text": "y"},
        "markdown_text_conflict",
    ),
    ("chat.postMessage", {"channel": CHANNEL, "markdown_text": "y" * 12_001}, "msg_too_long"),
    ("chat.postMessage", {"channel": CHANNEL, "text": "x", "blocks": "{"}, "invalid_blocks_format"),
    (
        "chat.postMessage",
        {"channel": CHANNEL, "text": "x", "metadata": "no"},
        "invalid_metadata_format",
    ),
    (
        "chat.postMessage",
        {
            "channel": CHANNEL,
            "text": "x",
            "metadata": {"event_type": "e", "event_payload": {"a": {}}},
        },
        "invalid_metadata_schema",
    ),
    ("chat.update", {"channel": PERSON, "ts": "1.000001", "text": "x"}, "channel_not_found"),
    ("chat.update", {"channel": CHANNEL, "ts": "1.000001", "text": "x"}, "message_not_found"),
    ("chat.getPermalink", {"channel": CHANNEL, "message_ts": "1.000001"}, "message_not_found"),
    ("conversations.replies", {"channel": CHANNEL, "ts": "1.000001"}, "thread_not_found"),
    ("conversations.history", {"channel": CHANNEL, "limit": "2000"}, "invalid_limit"),
    ("conversations.history", {"channel": CHANNEL, "cursor": "?"}, "invalid_cursor"),
    ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
    ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("views.open", {"trigger_id": "1.2.x", "view": form()}, "invalid_trigger_id"),
    ("views.update", {"view_id": "V0", "view": form()}, "not_found"),
    ("chat.noSuchMethod", {}, "unknown_method"),
]


@pytest.mark.parametrize(("method", "args", "error"), REFUSALS)
async def test_what_slack_refuses_is_refused_with_its_word(
    method: str, args: Json, error: str
) -> None:
    async with rig() as slack:
        assert (await refused(slack.client.api_call(method, json=args)))["error"] == error
        ledger = await slack.play.get("slack/ledger")
        assert ledger["requests"][-1]["error"] == error


async def test_a_persons_message_is_not_the_apps_to_change() -> None:
    async with rig() as slack:
        said = await slack.say("mine")
        call = slack.client.chat_update(channel=CHANNEL, ts=said["message"], text="yours")
        assert (await refused(call))["error"] == "cant_update_message"


async def test_a_method_outside_the_scopes_names_what_is_missing() -> None:
    async with rig() as slack:
        answer = await refused(
            slack.client.reactions_add(channel=CHANNEL, timestamp="1.0", name="tada")
        )
        assert answer["error"] == "missing_scope" and answer["needed"] == "reactions:write"
        assert "chat:write" in answer["provided"]
        answer = await refused(slack.client.conversations_info(channel=CHANNEL))
        assert "im:read" in answer["needed"]
        await slack.play.post("slack/faults", {"scopes": ["im:read"]})
        assert (await slack.client.conversations_info(channel=CHANNEL))["channel"]["user"] == PERSON


@pytest.mark.parametrize(
    ("token", "error"),
    [("xapp-1", "not_allowed_token_type"), ("nonsense", "invalid_auth"), ("", "not_authed")],
)
async def test_a_wrong_token_is_refused(token: str, error: str) -> None:
    async with rig() as slack:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        url = f"{slack.play.url}/slack/api/auth.test"
        async with slack.play.http.post(url, headers=headers) as answer:
            assert await answer.json() == {"ok": False, "error": error}


async def test_arguments_may_come_as_query_form_or_json() -> None:
    async with rig() as slack:
        headers = {"Authorization": "Bearer xoxb-1"}
        url = f"{slack.play.url}/slack/api/"
        form_body = {"text": "x", "blocks": '[{"type":"divider"}]', "unfurl_links": "0"}
        async with slack.play.http.post(
            f"{url}chat.postMessage?channel={CHANNEL}", data=form_body, headers=headers
        ) as answer:
            assert (await answer.json())["message"]["blocks"][0]["type"] == "divider"
        async with slack.play.http.get(f"{url}users.info?user={PERSON}", headers=headers) as answer:
            assert (await answer.json())["user"]["id"] == PERSON


async def test_the_messages_tab_may_be_off() -> None:
    async with rig() as slack:
        await slack.play.post("slack/faults", {"messages_tab": False})
        call = slack.client.chat_postMessage(channel=CHANNEL, text="x")
        assert (await refused(call))["error"] == "messages_tab_disabled"
        answer = await slack.play.post("slack/say", {"person": PERSON, "text": "hi"}, status=400)
        assert "turned off" in answer["error"]


async def burst(slack: Rig, times: int) -> Json | None:
    for _ in range(times):
        try:
            await slack.post(text="x")
        except SlackApiError as error:
            return {"status": error.response.status_code} | dict(error.response.headers)
    return None


async def test_one_message_a_second_into_a_channel_after_a_short_burst() -> None:
    async with rig(rates=True) as slack:
        limited = await burst(slack, 10)
        assert limited is not None and limited["status"] == 429
        assert int(limited["Retry-After"]) >= 1
        await slack.play.post("clock", {"advance": int(limited["Retry-After"])})
        assert await burst(slack, 1) is None
        await slack.play.post("rates", {"on": False})
        assert await burst(slack, 20) is None


async def test_a_tier_three_method_takes_fifty_calls_a_minute() -> None:
    async with rig(rates=True) as slack:
        sent = await slack.post(text="x")
        for number in range(50):
            await slack.client.chat_update(channel=CHANNEL, ts=sent["ts"], text=str(number))
        answer = await refused(slack.client.chat_update(channel=CHANNEL, ts=sent["ts"], text="y"))
        assert answer["error"] == "ratelimited" and answer["status"] == 429
        await slack.play.post("clock", {"advance": int(answer["headers"]["Retry-After"])})
        await slack.client.chat_update(channel=CHANNEL, ts=sent["ts"], text="z")


async def test_a_fault_meets_the_next_calls_and_no_more() -> None:
    async with rig() as slack:
        fail = {"method": "chat.postMessage", "times": 2, "status": 429, "retry_after": 7}
        await slack.play.post("slack/faults", {"fail": fail})
        for _ in range(2):
            answer = await refused(slack.client.chat_postMessage(channel=CHANNEL, text="x"))
            assert answer["headers"]["Retry-After"] == "7"
        await slack.post(text="x")
        await slack.play.post("slack/faults", {"fail": {"method": "*", "error": "internal_error"}})
        answer = await refused(slack.client.auth_test())
        assert answer["error"] == "internal_error"
        wrong = await slack.play.post("slack/faults", {"explode": 1}, status=400)
        assert "There is no fault" in wrong["error"]


async def test_a_lost_answer_was_carried_out_all_the_same() -> None:
    async with rig() as slack:
        fail = {"method": "chat.postMessage", "lost": True}
        await slack.play.post("slack/faults", {"fail": fail})
        with pytest.raises(Exception, match="disconnected"):
            await slack.client.chat_postMessage(channel=CHANNEL, text="x")
        assert len(await slack.shown()) == 1


async def test_a_mention_made_of_unescaped_text_is_loud_and_noted() -> None:
    async with rig() as slack:
        await slack.post(text="hello <!channel>")
        assert (await slack.shown())[-1]["text"] == "hello @channel"
        violations = (await slack.play.get("slack/ledger"))["violations"]
        assert [one["what"].split(":")[0] for one in violations] == ["mention_from_text"]
        await slack.post(text="hello &lt;!channel&gt;")
        assert (await slack.shown())[-1]["text"] == "hello <!channel>"
        assert len((await slack.play.get("slack/ledger"))["violations"]) == 1


async def test_the_ledger_knows_the_real_client() -> None:
    async with rig() as slack:
        await slack.post(text="x")
        request = (await slack.play.get("slack/ledger"))["requests"][-1]
        assert request["method"] == "chat.postMessage" and request["channel"] == CHANNEL
        assert "slackclient/3" in request["agent"]
