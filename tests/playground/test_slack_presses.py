"""Presses, forms, commands, tabs and replies: a person in front, the real Bolt app behind."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.slack_rig import CHANNEL, PERSON, actions, button, form, plain, rig, section

Json = dict[str, Any]
PANEL = [section("Which is better?"), actions(button("A is better", "rank:a", value="t1:1:0"))]


def options(*labels: str) -> list[Json]:
    return [{"text": plain(label), "value": label.lower()} for label in labels]


async def test_a_press_arrives_as_slack_sends_it_and_redraws_the_message_in_its_thread() -> None:
    async with rig(sockets=2) as slack:
        bodies: list[Json] = []

        @slack.app.action("rank:a")
        async def ranked(ack: Any, body: Json, respond: Any) -> None:
            bodies.append(body)
            await respond(text="Saved: A & B", replace_original=True)
            await ack()

        root = await slack.post(text="task")
        panel = await slack.post(text="t", blocks=PANEL, thread_ts=root["ts"])
        answer = await slack.press("a is")
        assert answer["acked"] is True and isinstance(answer["ms"], int)
        body = bodies[0]
        assert body["container"] == {
            "type": "message",
            "message_ts": panel["ts"],
            "channel_id": CHANNEL,
            "is_ephemeral": False,
            "thread_ts": root["ts"],
        }
        assert body["message"]["ts"] == panel["ts"] and body["user"]["id"] == PERSON
        assert body["actions"][0]["value"] == "t1:1:0"
        assert body["state"] == {"values": {}}
        shown = (await slack.shown())[-1]
        assert (shown["id"], shown["thread"]) == (panel["ts"], root["ts"])
        assert (shown["text"], shown["buttons"]) == ("Saved: A & B", [])


async def test_every_press_has_its_own_trigger_and_response_url() -> None:
    async with rig(sockets=1) as slack:
        bodies: list[Json] = []

        @slack.app.action("rank:a")
        async def ranked(ack: Any, body: Json) -> None:
            bodies.append(body)
            await ack()

        await slack.post(text="t", blocks=PANEL)
        await slack.press("A is better")
        await slack.press("A is better")
        assert len({body["trigger_id"] for body in bodies}) == 2
        assert len({body["response_url"] for body in bodies}) == 2


async def test_a_link_button_sends_a_press_too() -> None:
    async with rig(sockets=1) as slack:
        urls: list[str] = []

        @slack.app.action("open")
        async def opened(ack: Any, action: Json) -> None:
            urls.append(action["url"])
            await ack()

        link = button("Open", "open", url="https://example.org/")
        await slack.post(text="t", blocks=[actions(link)])
        assert (await slack.press("Open"))["acked"] is True
        assert urls == ["https://example.org/"]


async def test_a_stale_panel_and_a_forged_token_still_reach_the_app() -> None:
    async with rig(sockets=1) as slack:
        values: list[str] = []

        @slack.app.action("rank:a")
        async def ranked(ack: Any, action: Json) -> None:
            values.append(action["value"])
            await ack()

        sent = await slack.post(text="t", blocks=PANEL)
        fresh = [actions(button("B is better", "rank:a", value="t1:2:1"))]
        await slack.client.chat_update(channel=CHANNEL, ts=sent["ts"], text="t", blocks=fresh)
        await slack.press("A is better", message=sent["ts"], stale=True)
        forged = {"person": PERSON, "message": sent["ts"], "token": "someone:else:1"}
        await slack.play.post("slack/press", forged)
        assert values == ["t1:1:0", "someone:else:1"]
        refused = await slack.play.post(
            "slack/press", {"person": PERSON, "label": "A is better"}, status=400
        )
        assert refused["error"] == 'There is no button or option "A is better" to press.'


async def test_the_whole_label_wins_and_the_newest_message_comes_first() -> None:
    async with rig(sockets=1) as slack:
        pressed: list[str] = []

        @slack.app.action("x")
        async def any_of_them(ack: Any, action: Json) -> None:
            pressed.append(action["value"])
            await ack()

        await slack.post(text="t", blocks=[actions(button("Skip", "x", value="older"))])
        both = actions(button("Skip all", "x", value="all"), button("Skip", "y", value="one"))
        both["elements"][1]["action_id"] = "x2"
        await slack.post(text="t", blocks=[both])

        @slack.app.action("x2")
        async def second(ack: Any, action: Json) -> None:
            pressed.append(action["value"])
            await ack()

        await slack.press("skip")
        await slack.press("skip a")
        assert pressed == ["one", "all"]


async def test_menus_report_their_choice_in_the_state() -> None:
    async with rig(sockets=1) as slack:
        bodies: list[Json] = []

        @slack.app.action("m")
        async def chosen(ack: Any, body: Json) -> None:
            bodies.append(body)
            await ack()

        select = {"type": "static_select", "action_id": "m", "options": options("C > A", "A = C")}
        boxes = {"type": "checkboxes", "action_id": "m2", "options": options("Unsafe", "Wrong")}
        await slack.post(text="t", blocks=[actions(select, boxes, block_id="b")])
        shown = (await slack.shown())[-1]["selects"]
        assert [entry["label"] for entry in shown[0]["options"]] == ["C > A", "A = C"]
        await slack.press("C > A")
        state = bodies[0]["state"]["values"]["b"]
        assert state["m"]["selected_option"]["value"] == "c > a"
        assert state["m2"]["selected_options"] == []
        assert bodies[0]["actions"][0]["selected_option"]["text"]["text"] == "C &gt; A"


async def test_a_press_nobody_answers_is_seen_by_the_person() -> None:
    async with rig() as slack:
        sent = await slack.post(text="t", blocks=PANEL)
        answer = await slack.press("A is better")
        assert answer["acked"] is False
        message, notice = await slack.shown()
        assert message["id"] == sent["ts"] and notice["notice"] is True
        assert notice["text"].startswith("That did not work")
        await slack.connect(1)

        @slack.app.action("rank:a")
        async def ranked(ack: Any) -> None:
            await ack()

        assert (await slack.press("A is better"))["acked"] is True
        assert len(await slack.shown()) == 1


async def test_an_app_that_listens_but_does_not_acknowledge_runs_into_the_deadline() -> None:
    async with rig(sockets=1) as slack:
        arrived: list[str] = []

        @slack.app.action("rank:a")
        async def silent(body: Json) -> None:
            arrived.append(body["trigger_id"])
            slack.play.world.advance(4)

        await slack.post(text="t", blocks=PANEL)
        assert (await slack.press("A is better"))["acked"] is False
        assert len(arrived) == 1
        late = (await slack.play.get("slack/ledger"))["deliveries"][-1]
        assert (late["kind"], late["acked"], late["reason"]) == ("interactive", False, "timeout")


async def test_a_form_is_opened_filled_refused_under_its_field_and_accepted() -> None:
    async with rig(sockets=2) as slack:
        submissions: list[Json] = []

        @slack.app.action("write")
        async def write(ack: Any, body: Json, client: Any) -> None:
            await client.views_open(trigger_id=body["trigger_id"], view=form())
            await ack()

        @slack.app.view("reason")
        async def reason(ack: Any, view: Json) -> None:
            submissions.append(view)
            said = view["state"]["values"]["b"]["why"]["value"]
            if len(said) < 5:
                await ack(response_action="errors", errors={"b": "A few words more, please."})
            else:
                await ack()

        await slack.post(text="t", blocks=[actions(button("Write…", "write"))])
        assert (await slack.press("Write"))["opened"] == "Why?"
        modal = (await slack.screen())["modal"]
        assert (modal["title"], modal["submit"]) == ("Why?", "Send")
        assert modal["fields"][0]["label"] == "Reason" and modal["fields"][0]["max"] == 3000
        empty = await slack.play.post("slack/submit", {"person": PERSON, "fields": {}})
        assert empty["errors"] == {"Reason": "Please complete this required field."}
        body = {"person": PERSON, "fields": {"Reason": "no <"}}
        short = await slack.play.post("slack/submit", body)
        assert short["errors"] == {"Reason": "A few words more, please."}
        field = (await slack.screen())["modal"]["fields"][0]
        assert (field["value"], field["error"]) == ("no <", "A few words more, please.")
        body["fields"] = {"why": "B tells the parent to wait."}
        assert (await slack.play.post("slack/submit", body))["errors"] is None
        assert (await slack.screen())["modal"] is None
        assert [one["state"]["values"]["b"]["why"]["value"] for one in submissions] == [
            "no <",
            "B tells the parent to wait.",
        ]
        assert submissions[0]["private_metadata"] == "a1:2"


async def test_a_trigger_opens_one_form_and_only_for_three_seconds() -> None:
    async with rig(sockets=1) as slack:
        triggers: list[str] = []

        @slack.app.action("rank:a")
        async def ranked(ack: Any, body: Json) -> None:
            triggers.append(body["trigger_id"])
            await ack()

        await slack.post(text="t", blocks=PANEL)
        await slack.press("A is better")
        await slack.client.views_open(trigger_id=triggers[0], view=form())
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            await slack.client.views_open(trigger_id=triggers[0], view=form())
        await slack.play.post("slack/close", {"person": PERSON})
        await slack.press("A is better")
        await slack.play.post("slack/clock", {"advance": 3.1})
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await slack.client.views_open(trigger_id=triggers[1], view=form())


async def test_forms_stack_three_deep_and_close_one_by_one() -> None:
    async with rig(sockets=1) as slack:
        closed: list[Json] = []

        @slack.app.action("rank:a")
        async def more(ack: Any, body: Json, client: Any) -> None:
            call = client.views_push if "view" in body else client.views_open
            blocks = [actions(button("More", "rank:a"))]
            view = form(notify_on_close=True, blocks=blocks, title=plain("Level"))
            try:
                await call(trigger_id=body["trigger_id"], view=view)
            finally:
                await ack()

        @slack.app.view_closed("reason")
        async def gone(ack: Any, body: Json) -> None:
            closed.append(body["view"])
            await ack()

        await slack.post(text="t", blocks=PANEL)
        await slack.press("A is better")
        await slack.press("More")
        await slack.press("More")
        hub = slack.play.slack.hub
        assert [view["previous_view_id"] is None for view in hub.views.modals[PERSON]] == [
            True,
            False,
            False,
        ]
        with pytest.raises(SlackApiError, match="push_limit_reached"):
            trigger = hub.views.trigger(PERSON)
            await slack.client.views_push(trigger_id=trigger, view=form())
        await slack.play.post("slack/close", {"person": PERSON})
        assert len(hub.views.modals[PERSON]) == 2 and len(closed) == 1


async def test_home_is_published_opened_and_pressed() -> None:
    async with rig(sockets=1) as slack:
        tabs: list[str] = []

        @slack.app.event("app_home_opened")
        async def opened(event: Json, client: Any) -> None:
            tabs.append(event["tab"])
            if event["tab"] == "home":
                blocks = [
                    section("Your task is in Messages."),
                    actions(button("Next task", "next")),
                ]
                await client.views_publish(
                    user_id=event["user"], view={"type": "home", "blocks": blocks}
                )

        pressed: list[Json] = []

        @slack.app.action("next")
        async def next_task(ack: Any, body: Json) -> None:
            pressed.append(body)
            await ack()

        await slack.play.post("slack/open", {"person": PERSON, "where": "messages"})
        await slack.play.post("slack/open", {"person": PERSON, "where": "home"})
        await slack.until(lambda: PERSON in slack.play.slack.hub.views.homes)
        home = (await slack.screen())["home"]
        assert home["text"] == "Your task is in Messages."
        assert (await slack.press("Next task"))["acked"] is True
        assert pressed[0]["container"]["type"] == "view" and "response_url" not in pressed[0]
        assert sorted(tabs) == ["home", "messages"]
        view = {"type": "home", "blocks": []}
        with pytest.raises(SlackApiError, match="hash_conflict"):
            await slack.client.views_publish(user_id=PERSON, view=view, hash="1.stale")


async def test_a_command_answers_in_private_and_is_refused_in_a_thread() -> None:
    async with rig(sockets=1) as slack:
        bodies: list[Json] = []

        @slack.app.command("/rounds")
        async def rounds(ack: Any, body: Json) -> None:
            bodies.append(body)
            await ack("You have 2 tasks.")

        answer = await slack.say("/rounds pause now")
        assert answer["reply"] == "You have 2 tasks." and answer["acked"] is True
        assert (bodies[0]["command"], bodies[0]["text"]) == ("/rounds", "pause now")
        assert (await slack.shown())[-1]["ephemeral"] is True
        root = await slack.post(text="root")
        body = {"person": PERSON, "text": "/rounds help", "thread": root["ts"]}
        refused = await slack.play.post("slack/say", body, status=400)
        assert refused["error"] == "/rounds is not supported in threads. Sorry!"
        body = {"person": PERSON, "text": "/other"}
        assert "not a valid command" in (await slack.play.post("slack/say", body, 400))["error"]


async def test_a_reply_in_a_thread_its_edit_and_its_end_arrive_as_events() -> None:
    async with rig(sockets=2) as slack:
        events: list[Json] = []

        @slack.app.event("message")
        async def message(event: Json) -> None:
            if event.get("user", event.get("message", {}).get("user")) != "U0ROUNDS":
                events.append(event)

        root = await slack.post(text="Why?")
        said = await slack.say("a < b & <script> 👍", thread=root["ts"])
        await slack.until(lambda: len(events) == 1)
        edit = {"person": PERSON, "message": said["message"], "text": "a > b"}
        await slack.play.post("slack/edit", edit)
        await slack.until(lambda: len(events) == 2)
        gone = {"person": PERSON, "message": said["message"]}
        await slack.play.post("slack/delete", gone)
        await slack.until(lambda: len(events) == 3)
        first, second, third = events
        assert first["text"] == "a &lt; b &amp; &lt;script&gt; :+1:"
        assert (first["thread_ts"], first["channel_type"]) == (root["ts"], "im")
        assert first["parent_user_id"] == "U0ROUNDS" and "subtype" not in first
        assert second["subtype"] == "message_changed"
        assert second["message"]["text"] == "a &gt; b" and second["message"]["edited"]
        assert second["previous_message"]["text"] == first["text"]
        assert second["message"]["thread_ts"] == root["ts"]
        assert third["subtype"] == "message_deleted" and third["deleted_ts"] == said["message"]


async def test_a_response_url_works_five_times_in_thirty_minutes() -> None:
    async with rig(sockets=1) as slack:
        links: list[str] = []

        @slack.app.action("rank:a")
        async def ranked(ack: Any, body: Json) -> None:
            links.append(body["response_url"])
            await ack()

        await slack.post(text="t", blocks=PANEL)
        await slack.press("A is better")
        await slack.press("A is better")

        async def use(link: str, body: Json) -> tuple[int, str]:
            async with slack.play.http.post(link, json=body) as answer:
                return answer.status, await answer.text()

        assert await use(links[0], {"text": "psst"}) == (200, "ok")
        assert (await slack.shown())[-1]["ephemeral"] is True
        too_long = [section("x" * 3001)]
        status, text = await use(
            links[0], {"replace_original": True, "text": "", "blocks": too_long}
        )
        assert status == 400 and "invalid_blocks" in text
        for _ in range(3):
            assert (await use(links[0], {"replace_original": True, "text": "t"}))[0] == 200
        status, text = await use(links[0], {"text": "sixth"})
        assert status == 404 and "used_url" in text
        await slack.play.post("clock", {"advance": 31 * 60})
        status, text = await use(links[1], {"delete_original": True})
        assert status == 404 and "expired_url" in text
        await slack.post(text="t2", blocks=PANEL)
        await slack.press("A is better")
        before = len(await slack.shown())
        assert await use(links[2], {"delete_original": True}) == (200, "ok")
        assert len(await slack.shown()) == before - 1


async def test_an_unknown_person_and_an_unknown_deed_are_named() -> None:
    async with rig() as slack:
        answer = await slack.play.post("slack/say", {"person": "U0NO", "text": "x"}, status=404)
        assert answer["error"] == 'There is no person "U0NO" on Slack.'
        answer = await slack.play.post("slack/dance", {"person": PERSON}, status=404)
        assert "Nobody can" in answer["error"]
