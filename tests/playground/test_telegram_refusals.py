"""What a careless bot or a hasty person is told: Telegram's own words, and nothing has changed."""

import json
import struct
from typing import Any

import aiohttp
import pytest
from telegram.error import BadRequest

from playground.telegram.facts import TOO_OLD
from playground.telegram.pictures import size_of
from tests.playground.telegram_rig import PERSON, Rig, keyboard, rig

Json = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def one_command(command: object = "next", description: object = "The next task") -> Json:
    return {"commands": json.dumps([{"command": command, "description": description}])}


HERE = {"chat_id": PERSON}
REFUSED: list[tuple[str, Json, str]] = [
    ("getChat", {"chat_id": 5}, "chat not found"),
    ("getChat", {"chat_id": "@somebody"}, "chat not found"),
    ("getFile", {"file_id": "PLAYnone"}, "wrong file_id or the file is temporarily unavailable"),
    ("answerCallbackQuery", {"callback_query_id": "first"}, TOO_OLD),
    ("setMyCommands", {"commands": '{"next": 1}'}, "expected an Array of BotCommand"),
    ("setMyCommands", {"commands": "not JSON"}, "can't parse commands JSON object"),
    ("setMyCommands", {"commands": "[5]"}, "can't parse BotCommand: expected an Object"),
    (
        "setMyCommands",
        one_command(description=None),
        "can't parse BotCommand: Can't find field \"description\"",
    ),
    ("setMyCommands", one_command("/"), "command must be non-empty"),
    ("setMyCommands", one_command("x" * 33), "command length must not exceed 32"),
    ("setMyCommands", one_command("next", " "), "command description must be non-empty"),
    (
        "setMyCommands",
        one_command("next", "x" * 257),
        "command description length must not exceed 256",
    ),
    ("setMyCommands", one_command("Next"), "BOT_COMMAND_INVALID"),
    (
        "setMyCommands",
        {"commands": json.dumps([{"command": f"c{n}", "description": "x"} for n in range(101)])},
        "BOT_COMMANDS_TOO_MUCH",
    ),
    (
        "setMyCommands",
        one_command() | {"scope": '{"type": "everybody"}'},
        "can't parse BotCommandScope: Unsupported type specified",
    ),
    (
        "setMyCommands",
        one_command() | {"scope": '{"type": "chat", "chat_id": 5}'},
        "chat not found",
    ),
    (
        "setMyCommands",
        one_command() | {"language_code": "english"},
        "invalid language code specified",
    ),
    (
        "setMyDescription",
        {"description": "x" * 513},
        "bot description length must not exceed 512",
    ),
    (
        "setMyShortDescription",
        {"short_description": "x" * 121},
        "bot short description length must not exceed 120",
    ),
    (
        "setMyDescription",
        {"description": "x", "language_code": "EN"},
        "invalid language code specified",
    ),
    ("sendDocument", HERE, "there is no document in the request"),
    ("sendDocument", HERE | {"document": "PLAYnone"}, "wrong file identifier/HTTP URL specified"),
    (
        "editMessageText",
        {"inline_message_id": "1", "text": "x"},
        "MESSAGE_ID_INVALID",
    ),
    ("editMessageText", HERE | {"text": "x"}, "message identifier is not specified"),
    ("deleteMessages", HERE | {"message_ids": "[]"}, "message identifiers are not specified"),
    (
        "deleteMessages",
        HERE | {"message_ids": json.dumps([*range(1, 102)])},
        "too many message identifiers specified",
    ),
    ("setMessageReaction", HERE | {"message_id": 99}, "message to react not found"),
    (
        "setMessageReaction",
        HERE | {"message_id": 1, "reaction": '["👍"]'},
        "can't parse reaction type: expected an Object",
    ),
    (
        "setMessageReaction",
        HERE | {"message_id": 1, "reaction": '[{"emoji": "👍"}, {"emoji": "👎"}]'},
        "REACTIONS_TOO_MANY",
    ),
    ("sendChatAction", HERE | {"action": "thinking"}, "wrong parameter action in request"),
]


async def test_a_careless_call_is_refused_in_telegrams_words() -> None:
    async with rig() as it:
        before = await it.screen()
        for method, form, why in REFUSED:
            assert await it.refused(method, **form) == f"Bad Request: {why}", (method, form)
        assert await it.screen() == before


async def test_a_body_that_is_no_call_is_refused_and_an_empty_one_is_a_call() -> None:
    async with rig() as it:
        url = f"{it.play.url}/telegram/bot123456:playground/getMe"
        told = []
        for body in ("", "[]", "{"):
            headers = {"Content-Type": "application/json"}
            async with it.play.http.post(url, data=body, headers=headers) as answer:
                told.append((answer.status, (await answer.json()).get("description")))
        assert told == [
            (200, None),
            (400, "Bad Request: object expected as request"),
            (400, "Bad Request: can't parse request JSON object"),
        ]


async def test_a_chat_is_known_once_its_person_has_pressed_start() -> None:
    async with rig(started=False) as it:
        with pytest.raises(BadRequest, match="Chat not found"):
            await it.bot.get_chat(PERSON)
        await it.start()
        chat = await it.bot.get_chat(PERSON)
        assert (chat.id, chat.first_name, chat.type) == (PERSON, "Dr Osei", "private")


async def test_a_press_is_answered_once_and_the_first_answer_is_the_one_shown() -> None:
    async with rig() as it:
        await it.bot.send_message(PERSON, "Which?", reply_markup=keyboard(["A"]))
        query = (await it.press("A"))["query"]
        assert await it.bot.answer_callback_query(query, "Saved.")
        assert await it.bot.answer_callback_query(query, "Saved again.")
        assert [one["text"] for one in (await it.screen())["toasts"]] == ["Saved."]


async def test_only_a_hundred_entities_are_shown_and_the_sender_is_told_in_the_ledger() -> None:
    async with rig() as it:
        sent = await it.bot.send_message(PERSON, "<b>x</b> " * 103, parse_mode="HTML")
        assert len(sent.entities) == 100
        assert await it.violations() == ["3 entities over the 100 shown are dropped"]
        nothing = {"entities": "not JSON", "link_preview_options": " "}
        assert "entities" not in await it.send("plain", **nothing)


async def test_files_are_neither_empty_nor_too_large_and_photos_have_a_shape() -> None:
    async with rig() as it:
        with pytest.raises(BadRequest, match="File must be non-empty"):
            await it.bot.send_document(PERSON, b"", filename="empty.txt")
        with pytest.raises(BadRequest, match="is too big for a photo"):
            await it.bot.send_photo(PERSON, bytes(10 * 1024 * 1024 + 1))
        with pytest.raises(BadRequest, match="Image_process_failed"):
            await it.bot.send_photo(PERSON, b"not a picture")
        for width, height in ((9_000, 1_001), (2_100, 100)):
            with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
                await it.bot.send_photo(PERSON, PNG + struct.pack(">II", width, height))
        sent = await it.bot.send_photo(PERSON, PNG + struct.pack(">II", 2_000, 100))
        assert (sent.photo[0].width, sent.photo[0].height) == (2_000, 100)
        assert [one["id"] for one in await it.shown()][-1] == sent.message_id


def test_a_pictures_size_is_read_from_its_first_bytes() -> None:
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"made"
    frame = b"\xff\xc0" + struct.pack(">HBHH", 11, 8, 600, 800)
    assert size_of(b"\xff\xd8" + comment + frame + b"\x00" * 4) == (800, 600)
    assert size_of(b"\xff\xd8" + comment) is None, "torn before it says how large it is"
    assert size_of(b"GIF89a" + struct.pack("<HH", 40, 30)) == (40, 30)
    assert size_of(b"GIF89a\x01") is None


async def test_a_large_file_is_read_back_until_the_playground_ends(tmp_path: Any) -> None:
    large = b"x" * (2 * 1024 * 1024 + 1)
    async with rig(tmp_path / "state") as it:
        sent = await it.bot.send_document(PERSON, large, filename="large.txt")
        assert sent.document
        url = f"{it.play.url}/telegram/files/"
        async with it.play.http.get(url + sent.document.file_id) as answer:
            assert await answer.read() == large
        async with it.play.http.get(url + "PLAYnone") as answer:
            assert (answer.status, await answer.text()) == (404, "There is no such file here.")
    async with rig(tmp_path / "state", started=False) as it:
        url = f"{it.play.url}/telegram/files/{sent.document.file_id}"
        async with it.play.http.get(url) as answer:
            assert answer.status == 404


# people


async def told(it: Rig, verb: str, **body: Any) -> str:
    """Why a person could not do this."""
    return str((await it.post(verb, 400, **body))["error"])


async def test_what_a_person_cannot_do_is_said_in_a_sentence() -> None:
    async with rig() as it:
        mine = (await it.say("mine"))["message"]
        await it.confirm_all()
        before = await it.screen()
        assert await told(it, "say", text=5) == '"text" must be a text.'
        assert await told(it, "say", text=" ") == "There is nothing to send: write a text."
        assert (
            await told(it, "say", text="x", reply_to=99) == "There is no message 99 in this chat."
        )
        assert await told(it, "unblock") == "The bot is not blocked."
        assert "1 to 4096 characters" in await told(it, "edit", message=mine, text="")
        assert "1 to 4096 characters" in await told(it, "edit", message=mine, text="x" * 4097)
        assert (await told(it, "press")).startswith("Say which button")
        assert await told(it, "press", token="t") == "There is no message of the bot to press on."
        assert await it.screen() == before and await it.updates() == []
        await it.send("Which?", reply_markup=keyboard(["A"]).to_json())
        assert await told(it, "press", label="A", wait="long") == (
            '"wait" must be a number of seconds.'
        )
        await it.advance(48 * 3600)
        assert await told(it, "edit", message=mine, text="late") == (
            "A message can be edited for 48 hours."
        )


async def test_a_reply_need_quote_nothing_and_a_forged_press_takes_the_newest_message() -> None:
    async with rig() as it:
        sent = await it.send("Which?", reply_markup=keyboard(["A"]).to_json())
        await it.say("this one", reply_to=sent["message_id"])
        answered = (await it.updates())[-1]["message"]
        assert answered["reply_to_message"]["message_id"] == sent["message_id"]
        assert "quote" not in answered
        await it.press("", token="d:forged")
        query = (await it.updates())[-1]["callback_query"]
        assert query["message"]["message_id"] == sent["message_id"] and query["data"] == "d:forged"


async def test_who_has_not_started_cannot_block_and_a_deleted_account_does_nothing() -> None:
    async with rig(started=False) as it:
        assert await told(it, "block") == "There is no chat with the bot yet; press Start first."
        await it.say("/start Zm9v")
        assert [one["message"]["text"] for one in await it.updates()] == ["/start Zm9v"]
        await it.post("deactivate")
        assert await told(it, "say", text="x") == "This account is deleted."


async def test_a_button_may_open_an_address_or_copy_a_text_and_the_bot_is_not_asked() -> None:
    async with rig() as it:
        rows = [[{"text": "Copy", "copy_text": {"text": "B-12"}}]]
        await it.send("code", reply_markup=json.dumps({"inline_keyboard": rows}))
        pressed = await it.press("Copy")
        assert (pressed["acked"], pressed["copied"]) == (True, "B-12")
        rows = [[{"text": "Read", "url": "https://clinic.org/"}]]
        await it.send("page", reply_markup=json.dumps({"inline_keyboard": rows}))
        assert (await it.press("Read"))["url"] == "https://clinic.org/"
        await it.send("Which?", reply_markup='{"keyboard": [["Yes", "No"]]}')
        await it.press("no")
        assert [one["message"]["text"] for one in await it.updates()] == ["No"]


FAULTS: list[tuple[Json, str]] = [
    ({"fail": {"status": 500}}, 'A "fail" names a "method", such as sendMessage, or "*".'),
    ({"fail": {"method": "*"}}, 'A "fail" says how: one of '),
    ({"fail": {"method": "*", "delay": -1}}, '"delay" must be a number that is not negative.'),
    ({"deliver": {"drop": 1}}, '"deliver" takes some of duplicate, reorder, delay and raw.'),
    ({"deliver": {"raw": [5]}}, '"raw" is one update or a list of them, as JSON objects.'),
    ({"deliver": {"delay": True}}, '"delay" must be a number that is not negative.'),
]


async def test_a_fault_that_is_none_is_refused_whole() -> None:
    async with rig() as it:
        for body, why in FAULTS:
            refused = await it.play.post("telegram/faults", body, 400)
            assert refused["error"].startswith(why), body
        found = await it.faults()
        assert (found["fail"], found["deliver"], found["pending"]) == ([], {}, 0)


async def test_a_call_may_be_done_and_refused_or_answered_by_half() -> None:
    async with rig() as it:
        await it.faults(fail={"method": "sendMessage", "status": 500, "done": True})
        assert (await it.call("sendMessage", chat_id=PERSON, text="done"))[0] == 500
        assert (await it.last())["text"] == "done"
        await it.faults(fail={"method": "sendMessage", "half": True})
        with pytest.raises(aiohttp.ClientPayloadError):
            await it.call("sendMessage", chat_id=PERSON, text="half")
        assert (await it.last())["text"] == "half"


async def test_the_same_webhook_again_is_no_news_and_none_is_nothing() -> None:
    async with rig() as it:
        address = {"url": "http://127.0.0.1:9/hook"}
        said = [(await it.call("setWebhook", **address))[1]["description"] for _ in range(2)]
        assert said == ["Webhook was set", "Webhook is already set"]
        assert (await it.call("getWebhookInfo"))[1]["result"]["max_connections"] == 40
        await it.say("nobody will read this")
        _, body, _ = await it.call("deleteWebhook", drop_pending_updates="true")
        assert body["description"] == "Webhook was deleted"
        info = (await it.call("getWebhookInfo"))[1]["result"]
        assert (info["url"], info["pending_update_count"]) == ("", 0)
        assert "max_connections" not in info
