"""Reading Telegram's updates: what people do becomes an event, everything odd is told or passed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.port import Unreadable
from adapters.telegram.poll import numbered
from adapters.telegram.read import press, read, sender
from bot.events import Account, Opened, Pressed, Reached, Revised, Said

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BOT = "1000001"
ACCOUNT = Account("telegram", BOT, "4503599627370001")
PERSON = {
    "id": 4503599627370001,
    "is_bot": False,
    "first_name": "Kwame",
    "last_name": "Osei",
    "language_code": "en",
}
CHAT = {"id": 4503599627370001, "type": "private", "first_name": "Kwame"}
CAME: dict[str, Any] = {
    "id": "77",
    "at": AT,
    "account": ACCOUNT,
    "channel": "4503599627370001",
    "name": "Kwame Osei",
    "language": "en",
}


def message(**more: Any) -> dict[str, Any]:
    return {"message_id": 12, "date": 1772442000, "from": PERSON, "chat": CHAT, **more}


def said(**more: Any) -> dict[str, Any]:
    return {"update_id": 77, "message": message(**more)}


def pressed(**more: Any) -> dict[str, Any]:
    query = {
        "id": "991",
        "from": PERSON,
        "message": {"message_id": 12, "date": 0, "chat": CHAT},
        "chat_instance": "5",
        "data": "0123456789abcdefghi:3:1",
    }
    return {"update_id": 77, "callback_query": query | more}


def changed(status: str, **chat: Any) -> dict[str, Any]:
    about = {
        "chat": CHAT | chat,
        "from": PERSON,
        "date": 1772442000,
        "old_chat_member": {"user": {"id": 1, "is_bot": True}, "status": "member"},
        "new_chat_member": {"user": {"id": 1, "is_bot": True}, "status": status},
    }
    return {"update_id": 77, "my_chat_member": about}


def test_a_message() -> None:
    assert read(said(text="B is safer"), BOT, AT) == Said(**CAME, message="12", text="B is safer")


def test_a_reply_names_its_message() -> None:
    event = read(said(text="why", reply_to_message={"message_id": 9}), BOT, AT)
    assert isinstance(event, Said) and event.reply_to == "9"


def test_a_plain_message_of_a_topic_is_no_reply() -> None:
    opening = {"message_id": 2, "forum_topic_created": {"name": "x"}}
    event = read(said(text="why", reply_to_message=opening), BOT, AT)
    assert isinstance(event, Said) and event.reply_to == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("/start", ""),
        ("/start@rounds_bot", ""),
        ("/start Ab_-9", "Ab_-9"),
        ("/start@rounds_bot Ab_-9 ", "Ab_-9"),
    ],
)
def test_start_opens_with_its_code(text: str, code: str) -> None:
    assert read(said(text=text), BOT, AT) == Opened(**CAME, view="start", code=code)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("/next", "next"),
        ("/next@rounds_bot", "next"),
        ("/mydata", "my data"),
        ("/Help ", "help"),
        ("/2", "2"),
        ("/shrug the answer", "/shrug the answer"),
        ("/ no", "/ no"),
        ("120/80 is fine", "120/80 is fine"),
    ],
)
def test_commands_are_words_and_all_else_is_text(text: str, word: str) -> None:
    assert read(said(text=text), BOT, AT) == Said(**CAME, message="12", text=word)


@pytest.mark.parametrize(
    ("field", "form"),
    [("voice", "voice"), ("audio", "voice"), ("video_note", "voice"), ("photo", "photo")]
    + [(name, "file") for name in ("document", "video", "sticker", "location", "animation")],
)
def test_what_is_no_text_has_a_form(field: str, form: str) -> None:
    event = read(said(**{field: {}, "caption": "see"}), BOT, AT)
    assert event == Said(**CAME, message="12", text="see", form=form)


def test_an_edit() -> None:
    update = {"update_id": 77, "edited_message": message(text="now so", edit_date=1)}
    assert read(update, BOT, AT) == Revised(**CAME, message="12", text="now so")


def test_an_edited_caption_is_passed_over() -> None:
    assert read({"update_id": 77, "edited_message": message(photo=[])}, BOT, AT) is None


def test_a_press_carries_its_token_and_message() -> None:
    expected = Pressed(**CAME, token="0123456789abcdefghi:3:1", message="12")
    assert read(pressed(), BOT, AT) == expected
    assert press(pressed()) == "991"


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 77, "callback_query": {"id": "9", "from": PERSON, "game_short_name": "g"}},
        {"update_id": 77, "callback_query": {"id": "9", "from": PERSON, "data": "x"}},
        pressed(message={"message_id": 3, "chat": {"id": -5, "type": "group"}}),
    ],
)
def test_other_presses_are_passed_over_but_can_be_answered(update: dict[str, Any]) -> None:
    assert read(update, BOT, AT) is None
    assert press(update)


def test_blocked_and_back() -> None:
    assert read(changed("kicked"), BOT, AT) == Reached(**CAME, change="blocked")
    assert read(changed("member"), BOT, AT) == Reached(**CAME, change="joined")
    assert read(changed("administrator"), BOT, AT) is None


@pytest.mark.parametrize(
    "update",
    [
        said(text="x", chat={"id": -5, "type": "group"}),
        said(text="x", chat={"id": -100, "type": "channel"}, sender_chat={"id": -100}),
        said(text="x", sender_chat={"id": -5, "type": "supergroup"}),
        {"update_id": 77, "message": message(text="x") | {"from": PERSON | {"is_bot": True}}},
        said(pinned_message={}),
        said(),
        changed("kicked", type="supergroup"),
        {"update_id": 77, "poll_answer": {}},
        {"update_id": 77},
    ],
)
def test_groups_channels_bots_and_service_messages_are_passed_over(update: dict[str, Any]) -> None:
    assert read(update, BOT, AT) is None


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"update_id": "77", "message": message(text="x")},
        {"update_id": True},
        {"update_id": 77, "message": []},
        {"update_id": 77, "message": {"text": "x"}},
        {"update_id": 77, "message": message(text="x", message_id=None)},
        said(text=5),
        said(voice={}, caption=5),
        said(text="x", chat={"id": 1}),
        said(text="x", reply_to_message={"message_id": "9"}),
        {"update_id": 77, "message": message(text="x") | {"from": {"id": "8"}}},
        pressed(data=7),
        pressed(message={"message_id": "12", "chat": CHAT}),
        pressed(id=9),
        {"update_id": 77, "my_chat_member": {"chat": CHAT, "from": PERSON}},
    ],
)
def test_a_broken_update_is_told_in_a_sentence(update: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match=r"^Telegram sent .* without a usable \w+\.$"):
        read(update, BOT, AT)


@pytest.mark.parametrize("number", [2**63, -(2**63), 10**400])
def test_a_number_that_no_database_keeps_is_nobodys(number: int) -> None:
    """It would fail every update that is stored together with it."""
    for update in (
        said(text="x") | {"update_id": number},
        {"update_id": 77, "message": message(text="x", message_id=number)},
        {"update_id": 77, "message": message(text="x") | {"from": PERSON | {"id": number}}},
        {"update_id": 77, "message": message(text="x") | {"chat": CHAT | {"id": number}}},
    ):
        with pytest.raises(Unreadable, match="Telegram sent"):
            read(update, BOT, AT)
    assert sender({"message": {"from": PERSON | {"id": number}}}, BOT) is None
    assert not numbered({"update_id": number}) and numbered({"update_id": 2**62})


def test_whose_update_it_is() -> None:
    assert sender(pressed(), BOT) == ACCOUNT
    assert sender(said(text=5), BOT) == ACCOUNT
    assert sender({"message": {"from": PERSON | {"is_bot": True}}}, BOT) is None
    assert sender([], BOT) is None


def test_a_missing_last_name_and_a_broken_one() -> None:
    odd = {"id": 5, "is_bot": False, "first_name": "Ana\ud83d", "last_name": None}
    event = read({"update_id": 77, "message": message(text="x") | {"from": odd}}, BOT, AT)
    assert event is not None and event.name == "Ana\ufffd" and event.language == ""


leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
junk = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@given(st.sampled_from([said(text="x"), pressed(), changed("kicked")]), st.data())
def test_any_damage_is_read_or_told(update: dict[str, Any], data: st.DataObject) -> None:
    """Every field of every level in turn replaced by junk: an event, None or Unreadable."""

    def damaged(thing: dict[str, Any]) -> dict[str, Any]:
        name = data.draw(st.sampled_from(sorted(thing)))
        inner = thing[name]
        deeper = isinstance(inner, dict) and inner and data.draw(st.booleans())
        return thing | {name: damaged(inner) if deeper else data.draw(junk)}

    broken = damaged(update)
    sender(broken, BOT), press(broken)
    try:
        read(broken, BOT, AT)
    except Unreadable as error:
        assert str(error).endswith(".")


def test_words_marked_in_the_message_replied_to_come_along() -> None:
    update = said(
        text="here", reply_to_message={"message_id": 9}, quote={"text": "at once", "position": 4}
    )
    assert read(update, BOT, AT) == Said(
        **CAME, message="12", text="here", reply_to="9", quote="at once"
    )
    with pytest.raises(Unreadable, match=r"message\.quote without a usable text"):
        read(said(text="here", quote={"position": 4}), BOT, AT)
