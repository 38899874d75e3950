"""Reading Slack's payloads: what people do becomes an event, everything odd is told or passed."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.port import Unreadable
from adapters.slack.blocks import inputs
from adapters.slack.read import key, plain, read, sender
from bot.cards import Field
from bot.events import Account, Opened, Pressed, Reached, Revised, Said, Submitted
from bot.text import typed

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ACCOUNT = Account("slack", "T1", "U1")
Json = dict[str, Any]


def event(**more: Any) -> Json:
    return {
        "token": "deprecated",
        "team_id": "T1",
        "context_team_id": "T1",
        "api_app_id": "A1",
        "type": "event_callback",
        "event_id": "Ev1",
        "event_time": 1772442000,
        "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
        "event": more,
    }


def message(**more: Any) -> Json:
    plainly = {
        "type": "message",
        "channel_type": "im",
        "channel": "D1",
        "user": "U1",
        "ts": "1772442000.000100",
        "client_msg_id": "c1",
        "text": "hello",
        "blocks": [],
    }
    return event(**(plainly | more))


def edited(inner: Json, before: Json | None = None) -> Json:
    said = {"type": "message", "user": "U1", "ts": "1772441999.000100", "text": "after"}
    return message(
        subtype="message_changed",
        hidden=True,
        message=said | inner,
        previous_message=said | {"text": "before"} | (before or {}),
    )


def press(action: Json, **more: Any) -> Json:
    return {
        "type": "block_actions",
        "team": {"id": "T1", "domain": "x"},
        "user": {"id": "U1", "username": "osei", "team_id": "T1"},
        "api_app_id": "A1",
        "trigger_id": "1.2.a",
        "container": {
            "type": "message",
            "message_ts": "1.000100",
            "channel_id": "D1",
            "thread_ts": "1.000000",
            "is_ephemeral": False,
        },
        "channel": {"id": "D1", "name": "directmessage"},
        "message": {"ts": "1.000100", "thread_ts": "1.000000"},
        "state": {"values": {}},
        "response_url": "https://hooks.slack.com/actions/T1/1/x",
        "actions": [{"action_id": "b0", "block_id": "9.1.1", "action_ts": "1.3"} | action],
    } | more


def form(values: Json, **more: Any) -> Json:
    view = {
        "id": "V1",
        "type": "modal",
        "hash": "1.abc",
        "private_metadata": "0123456789abcdefghi:4:w",
        "state": {"values": values},
    }
    return {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "1.2.b",
        "view": view,
        "response_urls": [],
    } | more


def field(name: str, value: str | None) -> Json:
    return {name: {name: {"type": "plain_text_input", "value": value}}}


def test_a_plain_message() -> None:
    assert read(message(), AT) == Said(
        id="Ev1", at=AT, account=ACCOUNT, channel="D1", message="1772442000.000100", text="hello"
    )


def test_a_reply_in_a_thread_and_the_root_of_one() -> None:
    reply = read(message(thread_ts="1.000000"), AT)
    root = read(message(thread_ts="1772442000.000100"), AT)
    assert isinstance(reply, Said) and reply.thread == "1.000000"
    assert isinstance(root, Said) and root.thread == ""


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("see <http://www.nhs.uk|www.nhs.uk> now", "see www.nhs.uk now"),
        ("see <https://x.org/a?b=1&amp;c=2>", "see https://x.org/a?b=1&c=2"),
        ("see <https://x.org|the page>", "see the page (https://x.org)"),
        ("<mailto:a@b.org|a@b.org>", "a@b.org"),
        ("<tel:+15550100|+15550100>", "+15550100"),
        ("<@U2> and <@U3|kofi>", "@U2 and @kofi"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("<!here> <!subteam^S1|@oncall> <!channel>", "@here @oncall @channel"),
        ("<!date^1392734382^{date}|18 Feb>", "18 Feb"),
        ("&lt;@U2&gt; &lt;!channel&gt;", "<@U2> <!channel>"),
        ("fine :smile: *bold* _it_", "fine :smile: *bold* _it_"),
        ("e\u0301\0", "é"),
        ("half \ud83d pair", "half \ufffd pair"),
    ],
)
def test_words_come_as_they_were_typed(wire: str, words: str) -> None:
    assert plain(wire) == words


@given(st.text())
def test_whatever_is_typed_survives_escaping(text: str) -> None:
    wire = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(wire) == typed(text)


@pytest.mark.parametrize(
    ("more", "form"),
    [
        ({"subtype": "file_share", "files": [{"mimetype": "application/pdf"}]}, "file"),
        ({"subtype": "file_share", "files": [{"mimetype": "image/png"}]}, "photo"),
        ({"subtype": "file_share", "files": [{"subtype": "slack_audio"}]}, "voice"),
        ({"subtype": "file_share", "files": [{"mimetype": "audio/mp4"}]}, "voice"),
        ({"subtype": "file_share"}, "file"),
        ({"text": "", "attachments": [{"is_share": True}]}, "file"),
        ({"subtype": "thread_broadcast"}, "text"),
        ({"subtype": "me_message"}, "text"),
        ({"attachments": [{"title": "an unfurl"}]}, "text"),
    ],
)
def test_forms_of_a_message(more: Json, form: str) -> None:
    said = read(message(**more), AT)
    assert isinstance(said, Said) and said.form == form


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1", "user": "UBOT"},
        {"user": "USLACKBOT"},
        {"hidden": True},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"subtype": "message_replied"},
        {"subtype": "assistant_app_thread"},
        {"channel_type": "channel", "channel": "C1"},
        {"channel_type": "mpim", "channel": "G1"},
    ],
)
def test_messages_that_are_nobodys_words_to_us(more: Json) -> None:
    assert read(message(**more), AT) is None


def test_an_edit_is_a_revision() -> None:
    assert read(edited({"text": "&lt; 38 °C", "edited": {"user": "U1"}}), AT) == Revised(
        id="Ev1",
        at=AT,
        account=ACCOUNT,
        channel="D1",
        message="1772441999.000100",
        text="< 38 °C",
    )


def test_an_edit_that_changed_no_word_is_none() -> None:
    assert read(edited({"text": "before", "attachments": [{"title": "unfurled"}]}), AT) is None


def test_our_own_redraws_are_no_edits() -> None:
    assert read(edited({"bot_id": "B1", "user": "UBOT"}), AT) is None


def test_a_deletion_comes_in_two_shapes() -> None:
    before = {"user": "U1", "ts": "1772441999.000100", "text": "gone"}
    deleted = message(
        subtype="message_deleted", hidden=True, deleted_ts=before["ts"], previous_message=before
    )
    buried = edited({"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was …"})
    for payload in (deleted, buried):
        found = read(payload, AT)
        assert isinstance(found, Revised)
        assert (found.account, found.message, found.text) == (ACCOUNT, before["ts"], None)
    ours = message(subtype="message_deleted", previous_message=before | {"bot_id": "B1"})
    assert read(ours, AT) is None


def test_both_tabs_open_and_no_other() -> None:
    for tab in ("home", "messages"):
        opened = read(event(type="app_home_opened", user="U1", channel="D1", tab=tab), AT)
        assert opened == Opened(id="Ev1", at=AT, account=ACCOUNT, channel="D1", view=tab)
    assert read(event(type="app_home_opened", user="U1", channel="D1", tab="about"), AT) is None


def test_a_press_on_a_message() -> None:
    found = read(press({"type": "button", "value": "0123456789abcdefghi:3:0"}), AT)
    assert found == Pressed(
        id="1.2.a",
        at=AT,
        account=ACCOUNT,
        channel="D1",
        token="0123456789abcdefghi:3:0",
        message="1.000100",
        redraw="https://hooks.slack.com/actions/T1/1/x",
    )


def test_a_press_in_home_has_no_message() -> None:
    payload = press({"type": "button", "value": "home:1:next"}, view={"id": "V1", "type": "home"})
    for name in ("message", "channel", "response_url"):
        del payload[name]
    payload["container"] = {"type": "view", "view_id": "V1"}
    found = read(payload, AT)
    assert isinstance(found, Pressed)
    assert (found.token, found.message, found.redraw, found.channel) == ("home:1:next", "", "", "")


def test_an_option_of_a_menu_is_a_press() -> None:
    option = {"text": {"type": "plain_text", "text": "A"}, "value": "0123456789abcdefghi:3:7"}
    found = read(press({"type": "static_select", "selected_option": option}), AT)
    assert isinstance(found, Pressed) and found.token == "0123456789abcdefghi:3:7"


def test_link_buttons_are_presses_the_engine_passes_over() -> None:
    linked = read(press({"type": "button", "url": "https://x", "value": "open:1:0"}), AT)
    bare = read(press({"type": "button", "url": "https://x"}), AT)
    assert isinstance(linked, Pressed) and linked.token == "open:1:0"
    assert isinstance(bare, Pressed) and bare.token.startswith("open:")
    assert read(press({"type": "datepicker", "selected_date": "2026-03-02"}), AT) is None


def test_a_channel_that_is_not_ours_is_never_kept() -> None:
    found = read(press({"type": "button", "value": "a:1:b"}, channel={"id": "C9"}), AT)
    assert isinstance(found, Pressed) and found.channel == ""


def test_a_form() -> None:
    found = read(form(field("reason", "It says <once> a day")), AT)
    assert found == Submitted(
        id="1.2.b",
        at=AT,
        account=ACCOUNT,
        token="0123456789abcdefghi:4:w",
        fields={"reason": "It says <once> a day"},
    )
    empty = read(form(field("reason", None)), AT)
    assert isinstance(empty, Submitted) and empty.fields == {"reason": ""}


@given(st.text(alphabet="ab \n\U0001f600", min_size=0, max_size=200).map(lambda t: t * 60))
def test_a_long_draft_comes_back_from_several_fields(draft: str) -> None:
    drawn = inputs(Field("reason", "Why", draft), first=True)
    values: Json = {}
    for block in reversed(drawn):  # in whatever order Slack tells them
        values |= field(block["block_id"], block["element"].get("initial_value"))
    found = read(form(values), AT)
    assert isinstance(found, Submitted) and found.fields == {"reason": draft}


def test_a_form_sent_again_after_its_errors_is_another_delivery() -> None:
    first, second = form({}, trigger_id="1"), form({}, trigger_id="2")
    assert first["view"]["hash"] == second["view"]["hash"]
    assert key(first) != key(second)


def test_keys_of_deliveries() -> None:
    assert key(message()) == "Ev1"
    assert key(press({})) == "1.2.a"
    assert key({"type": "view_closed"}) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("next", "next"),
        (" my data ", "my data"),
        ("", "help"),
        ("a &lt; b &amp; <c>", "a < b & <c>"),
    ],
)
def test_a_command_never_brings_its_channel(text: str, words: str) -> None:
    payload = {
        "command": "/rounds",
        "text": text,
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "channel_name": "general",
        "trigger_id": "1.2.c",
        "response_url": "https://hooks.slack.com/commands/T1/1/x",
    }
    assert read(payload, AT) == Said(
        id="1.2.c", at=AT, account=ACCOUNT, channel="", text=words, command=True
    )


def test_who_leaves() -> None:
    gone = event(type="user_change", user={"id": "U1", "deleted": True})
    assert read(gone, AT) == Reached(id="Ev1", at=AT, account=ACCOUNT, change="left")
    assert read(event(type="user_change", user={"id": "U1", "deleted": False}), AT) is None
    nobody = Account("slack", "T1", "")
    for kind in (
        event(type="app_uninstalled"),
        event(type="tokens_revoked", tokens={"oauth": [], "bot": ["UBOT"]}),
    ):
        assert read(kind, AT) == Reached(id="Ev1", at=AT, account=nobody, change="left")
    assert read(event(type="tokens_revoked", tokens={"oauth": ["U1"], "bot": []}), AT) is None


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "view_closed", "view": {}},
        {"type": "shortcut", "callback_id": "x"},
        {"type": "block_suggestion"},
        event(type="reaction_added", user="U1"),
        {},
    ],
)
def test_what_we_have_no_use_for(payload: Json) -> None:
    assert read(payload, AT) is None


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "event_callback", "team_id": "T1", "event": "message"},
        message(text=7),
        message(ts=None),
        message(user={"id": "U1"}),
        edited({"text": None}),
        press({"type": "button"}, actions=[]),
        press({"type": "button", "value": "x"}, user="U1"),
        press({"type": "button", "value": "x"}, team=None, user={"id": "U1"}),
        form({}, view={"private_metadata": "x", "state": {}}),
        {"command": "/rounds", "team_id": "T1", "user_id": "U1"},
    ],
)
def test_a_broken_promise_is_told_and_never_crashes(payload: Json) -> None:
    with pytest.raises(Unreadable, match="Slack sent"):
        read(payload, AT)
    sender(payload)


UNUSABLE = ("U\ud83d", "U\x001", "U\n1", "U" * 256, "", 7, ["U1"])


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_name_that_no_database_keeps_is_nobodys(name: Any) -> None:
    """It would fail every delivery that is stored together with it."""
    for payload in (
        message(user=name),
        message(ts=name),
        edited({"user": name}),
        event(type="app_home_opened", user=name, channel="D1", tab="home"),
        press({"type": "button", "value": "x"}, user={"id": name}),
        press({"type": "button", "value": "x"}, team={"id": name}, user={"id": "U1"}),
    ):
        with pytest.raises(Unreadable, match="Slack sent"):
            read(payload, AT)
    assert sender(message(user=name)) is None
    assert key(press({}, trigger_id=name)) == ""


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_place_that_no_database_keeps_is_none(name: Any) -> None:
    said = read(message(channel=name, thread_ts=name), AT)
    assert isinstance(said, Said) and (said.channel, said.thread) == ("", "")
    container = {"type": "message", "message_ts": name}
    found = read(
        press({"type": "button", "value": "x"}, container=container, channel={"id": name}), AT
    )
    assert isinstance(found, Pressed) and (found.channel, found.message) == ("", "")
    assert found.redraw and read(
        press({"value": "x"}, response_url="https://\ud83d"), AT
    ) == replace(found, message="1.000100", channel="D1", redraw="")


def test_odd_types_where_a_choice_is_promised() -> None:
    assert read(event(type="app_home_opened", user="U1", channel="D1", tab=["home"]), AT) is None
    said = read(message(files=5), AT)
    assert isinstance(said, Said) and said.form == "text"


def test_whose_payload_it_is() -> None:
    for payload in (message(), press({}), form({}), edited({})):
        assert sender(payload) == ACCOUNT
    assert sender({"team_id": "T1", "user_id": "U1"}) == ACCOUNT
    assert sender({"type": "event_callback", "event": 5}) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


@given(st.data())
def test_no_payload_breaks_the_reader(data: st.DataObject) -> None:
    """Any one value of a real payload replaced by anything: read, or told, and never a crash."""
    shapes = [message(), edited({}), press({"value": "x"}), form(field("reason", "x"))]
    payload = json.loads(json.dumps(data.draw(st.sampled_from(shapes))))
    place: Any = payload
    while True:
        name = data.draw(st.sampled_from(sorted(place))) if isinstance(place, dict) else 0
        if not isinstance(place[name], dict | list) or not place[name] or data.draw(st.booleans()):
            break
        place = place[name]
    place[name] = data.draw(json_values)
    try:
        read(payload, AT)
    except Unreadable as error:
        assert str(error).startswith("Slack sent")
    sender(payload)
    key(payload)
