"""Drawing for Telegram: one call for each card, styled by offsets, silent, whole or refused."""

from typing import Any

import pytest

from adapters.port import Call, Where
from adapters.telegram.show import answer, reply, show
from bot.cards import (
    Button,
    Card,
    Edit,
    Erase,
    Form,
    Lookup,
    Notice,
    Post,
    Reply,
    Run,
    Standing,
)
from bot.events import Account
from bot.text import JOINER, parts

ACCOUNT = Account("telegram", "1000001", "42")
CHAT = Where(channel="42", user="42")
BACK = Button("Back", "0123456789abcdefghi:3:b")


def card(*runs: Run, rows: tuple[tuple[Button, ...], ...] = (), literal: bool = False) -> Card:
    return Card(tuple((run,) for run in runs), rows, literal=literal)


def args(drawn: Card, where: Where = CHAT, **more: Any) -> dict[str, Any]:
    call = show(Post(ACCOUNT, "m:1", drawn, **more), where)
    assert call is not None
    return dict(call.args)


def test_a_panel() -> None:
    drawn = Card(
        ((Run("My 7-week-old", "italic"),), (Run("Which is "), Run("better", "bold"), Run("?"))),
        ((Button("A is better", "t:1:0"), Button("B is better", "t:1:1")), (BACK,)),
    )
    assert show(Post(ACCOUNT, "m:1", drawn, under="s:1"), Where("42", "42", under="7")) == Call(
        "sendMessage",
        {
            "chat_id": 42,
            "text": "My 7-week-old\nWhich is better?",
            "entities": [
                {"type": "italic", "offset": 0, "length": 13},
                {"type": "bold", "offset": 23, "length": 6},
            ],
            "link_preview_options": {"is_disabled": True},
            "disable_notification": True,
            "reply_parameters": {"message_id": 7, "allow_sending_without_reply": True},
            "reply_markup": {
                "inline_keyboard": [
                    [
                        {"text": "A is better", "callback_data": "t:1:0"},
                        {"text": "B is better", "callback_data": "t:1:1"},
                    ],
                    [{"text": "Back", "callback_data": "0123456789abcdefghi:3:b"}],
                ]
            },
        },
    )


def test_a_deletion_names_the_chat_and_the_message() -> None:
    assert show(Erase(ACCOUNT, "17", "t1"), Where("", "42")) == Call(
        "deleteMessage", {"chat_id": 42, "message_id": 17}
    )


def test_offsets_count_utf16_units() -> None:
    drawn = Card(((Run("🩺 "), Run("📈👶🏽", "bold"), Run(" ok", "italic")),))
    assert args(drawn)["entities"] == [
        {"type": "bold", "offset": 3, "length": 6},
        {"type": "italic", "offset": 9, "length": 3},
    ]


def test_a_literal_part_has_a_bold_heading_and_cannot_be_forwarded() -> None:
    text = parts("Answer A · AI text under test", "Give *5 ml*\n/stop @bob")[0]
    made = args(card(Run(text), literal=True))
    assert made["text"] == text
    assert made["entities"] == [{"type": "bold", "offset": 0, "length": 29}]
    assert made["protect_content"] is True


def test_a_push_may_make_a_sound_and_answers_do_not() -> None:
    assert args(card(Run("Ready.")), sound=True)["disable_notification"] is False
    assert args(card(Run("Ready.")))["disable_notification"] is True


def test_the_chat_is_the_person_until_another_is_known() -> None:
    assert args(card(Run("Hi")), Where("", "42"))["chat_id"] == 42


def test_foreign_words_in_a_panel_do_not_link() -> None:
    made = args(card(Run("Reason: see www.nhs.uk or /stop @bob", "italic")))
    assert made["text"] == (f"Reason: see www.{JOINER}nhs.{JOINER}uk or /{JOINER}stop @{JOINER}bob")
    assert made["entities"][0]["length"] == len(made["text"])


def test_an_edit_always_says_its_keyboard() -> None:
    where = Where("42", "42", ref="12")
    with_row = show(Edit(ACCOUNT, "m:1", card(Run("Saved."), rows=((BACK,),))), where)
    without = show(Edit(ACCOUNT, "m:1", card(Run("Saved."))), where)
    assert with_row and without
    assert with_row.method == "editMessageText"
    assert with_row.args["message_id"] == 12
    assert len(with_row.args["reply_markup"]["inline_keyboard"]) == 1
    assert without.args["reply_markup"] == {"inline_keyboard": []}


def test_an_edit_needs_its_message() -> None:
    with pytest.raises(ValueError, match="no number"):
        show(Edit(ACCOUNT, "m:1", card(Run("Saved."))), CHAT)


def test_what_telegram_does_not_have_is_no_call() -> None:
    assert show(Standing(ACCOUNT, card(Run("Home"))), CHAT) is None
    assert show(Lookup(ACCOUNT, "profile"), CHAT) is None
    assert show(Lookup(ACCOUNT, "link", "m:1"), CHAT) is None


def test_a_link_button() -> None:
    made = args(card(Run("x"), rows=((Button("Open", "open:0:0", url="https://t.me/x"),),)))
    assert made["reply_markup"]["inline_keyboard"] == [[{"text": "Open", "url": "https://t.me/x"}]]


def rows(*counts: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(Button("x", f"t:{n}") for n in range(count)) for count in counts)


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        (card(Run("x" * 4097)), "4097 characters"),
        (card(Run("🩺" * 2049)), "4098 characters"),
        (card(Run(" \n")), "no text"),
        (Card(()), "no text"),
        (card(Run("x"), rows=rows(9)), "row"),
        (card(Run("x"), rows=rows(*[8] * 13)), "100 buttons"),
        (card(Run("x"), rows=((Button("", "t"),),)), "label"),
        (card(Run("x"), rows=((Button("x" * 65, "t"),),)), "label"),
        (card(Run("x"), rows=((Button("x", ""),),)), "token"),
        (card(Run("x"), rows=((Button("x", "é" * 33),),)), "token"),
        (card(*[Run("x", "bold")] * 101), "styled"),
    ],
)
def test_over_a_limit_is_refused_and_never_cut(drawn: Card, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        args(drawn)


def test_at_the_limits_all_is_sent() -> None:
    full = (Button("x" * 64, "y" * 64),) * 8
    made = args(card(Run("x" * 4096), rows=(full,) * 12))
    assert len(made["text"]) == 4096
    assert sum(map(len, made["reply_markup"]["inline_keyboard"])) == 96


def test_a_press_is_answered_with_or_without_words() -> None:
    assert answer("9", []) == Call("answerCallbackQuery", {"callback_query_id": "9"})
    assert answer("9", [Notice("Saved.", saved=True)]).args["text"] == "Saved."
    assert answer("9", [Notice("Saved."), Notice("Skipped.")]).args["text"] == "Saved. Skipped."
    with pytest.raises(ValueError, match="200"):
        answer("9", [Notice("x" * 201)])


def test_a_reply_is_a_silent_message() -> None:
    assert reply(Reply("See www.nhs.uk"), "42") == Call(
        "sendMessage",
        {
            "chat_id": 42,
            "text": f"See www.{JOINER}nhs.{JOINER}uk",
            "link_preview_options": {"is_disabled": True},
            "disable_notification": True,
        },
    )


def test_a_form_is_refused() -> None:
    with pytest.raises(ValueError, match="Form"):
        reply(Form("t", "Your reason", ()), "42")
