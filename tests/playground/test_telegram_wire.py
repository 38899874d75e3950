"""The real python-telegram-bot sends, edits, answers and is refused over HTTP."""

import json
from pathlib import Path
from typing import Any

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ForceReply,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest
from telegram.ext import CallbackQueryHandler, CommandHandler

from tests.playground.server import Playground
from tests.playground.telegram_rig import PERSON, keyboard, rig

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000003000000020802000000"
)  # 3 x 2, as far as a server reads
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)


async def test_start_press_answer_edit_as_an_application() -> None:
    """Everything the real Application does on its way: polling, parsing, answering."""
    async with rig(started=False) as it:
        app = it.application()

        async def start(update: Update, context: Any) -> None:
            assert update.message and update.effective_user
            assert update.effective_user.language_code == "en" and context.args == ["c0de"]
            await update.message.reply_text("Which?", reply_markup=keyboard(["One", "Two"]))

        async def pressed(update: Update, _: Any) -> None:
            query = update.callback_query
            assert query and query.message and query.message.message_id == 2
            await query.answer(f"You said {query.data}")
            await query.edit_message_text("Thanks")

        app.add_handlers([CommandHandler("start", start), CallbackQueryHandler(pressed)])
        async with app:
            await app.start()
            assert app.updater
            await app.updater.start_polling(timeout=30)
            await it.start("c0de")
            await it.until_shown("Which?")
            done = await it.press("tw", wait=10)
            assert done["acked"] and done["toast"] == "You said d:Two"
            shown = await it.until_shown("Thanks")
            assert shown["buttons"] == [] and shown["edited"], "no markup removes the keyboard"
            assert [one["text"] for one in (await it.screen())["toasts"]] == ["You said d:Two"]
            await app.updater.stop()
            await app.stop()


async def test_a_message_comes_back_as_it_was_stored() -> None:
    async with rig() as it:
        sent = await it.bot.send_message(
            PERSON,
            "  <b>Ask</b>\t/stop \n",
            parse_mode="HTML",
            disable_notification=True,
            protect_content=True,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            reply_markup=keyboard(["A", "B"], ["C"]),
        )
        assert sent.text == "Ask /stop" and sent.message_id == 2
        assert sent.parse_entity(sent.entities[0]) == "Ask"
        assert sent.entities[1].type == MessageEntity.BOT_COMMAND
        assert sent.has_protected_content and sent.from_user and sent.from_user.is_bot
        shown = await it.last()
        assert shown["silent"] and shown["protected"] and shown["from"] == "bot"
        assert [(one["label"], one["id"], one["row"]) for one in shown["buttons"]] == [
            ("A", "d:A", 0),
            ("B", "d:B", 0),
            ("C", "d:C", 1),
        ]
        assert [one["text"] for one in shown["autolinks"]] == ["/stop"]
        assert {"offset": 0, "length": 3, "kind": "bold", "type": "bold"} in shown["spans"]


async def test_replies_and_quotes() -> None:
    async with rig() as it:
        first = await it.bot.send_message(PERSON, "The 😀 answer is long")
        sent = await it.bot.send_message(
            PERSON,
            "this part",
            reply_parameters=ReplyParameters(first.message_id, quote="answer"),
        )
        assert sent.reply_to_message and sent.reply_to_message.text == "The 😀 answer is long"
        assert sent.quote and (sent.quote.text, sent.quote.position) == ("answer", 7)
        wrong = json.dumps({"message_id": first.message_id, "quote": "nothing"})
        assert await it.refused(
            "sendMessage", chat_id=PERSON, text="x", reply_parameters=wrong
        ) == ("Bad Request: QUOTE_TEXT_INVALID")
        gone = json.dumps({"message_id": 99})
        assert await it.refused("sendMessage", chat_id=PERSON, text="x", reply_parameters=gone) == (
            "Bad Request: message to be replied not found"
        )
        anyway = json.dumps({"message_id": 99, "allow_sending_without_reply": True})
        assert "reply_to_message" not in await it.send("x", reply_parameters=anyway)


async def test_edits() -> None:
    async with rig() as it:
        sent = await it.bot.send_message(PERSON, "one", reply_markup=keyboard(["A"]))
        again: dict[str, Any] = {"chat_id": PERSON, "message_id": sent.message_id}
        same = {"text": " one ", "reply_markup": keyboard(["A"]).to_json()}
        assert await it.refused("editMessageText", **again, **same) == NOT_MODIFIED
        with pytest.raises(BadRequest, match="Message is not modified"):
            await it.bot.edit_message_reply_markup(**again, reply_markup=keyboard(["A"]))
        edited = await it.bot.edit_message_text("two", **again)
        assert not isinstance(edited, bool) and edited.reply_markup is None and edited.edit_date
        assert await it.bot.edit_message_reply_markup(**again, reply_markup=keyboard(["B"]))
        assert (await it.last())["text"] == "two"
        own = (await it.say("mine"))["message"]
        forced = await it.bot.send_message(PERSON, "why?", reply_markup=ForceReply())
        for number, why in (
            (own, "message can't be edited"),
            (forced.message_id, "message can't be edited"),
            (99, "message to edit not found"),
        ):
            refusal = await it.refused(
                "editMessageText", chat_id=PERSON, message_id=number, text="x"
            )
            assert refusal == f"Bad Request: {why}"
        assert (await it.last())["force_reply"] == ""


async def test_get_and_json_and_any_case() -> None:
    async with rig() as it:
        url = f"{it.play.url}/telegram/bot123456:playground"
        async with it.play.http.get(f"{url}/GETME") as answer:
            assert (await answer.json())["result"]["is_bot"] is True
        body = {"chat_id": PERSON, "text": "x", "reply_markup": keyboard(["A"]).to_dict()}
        async with it.play.http.post(f"{url}/sendmessage", json=body) as answer:
            assert (await answer.json())["result"]["reply_markup"]["inline_keyboard"]


async def test_deleting() -> None:
    async with rig() as it:
        numbers = [(await it.send(f"n{n}"))["message_id"] for n in range(4)]
        mine = (await it.say("mine"))["message"]
        assert await it.bot.delete_message(PERSON, numbers[0])
        assert await it.bot.delete_messages(PERSON, [numbers[1], mine, 77])
        texts = [one["text"] for one in await it.shown()]
        assert texts == ["/start", "n2", "n3"]
        assert await it.refused("deleteMessage", chat_id=PERSON, message_id=numbers[0]) == (
            "Bad Request: message to delete not found"
        )
        await it.advance(48 * 3600)
        assert await it.refused("deleteMessage", chat_id=PERSON, message_id=numbers[2]) == (
            "Bad Request: message can't be deleted"
        )
        assert await it.bot.edit_message_text("new", PERSON, numbers[3]), "edits have no deadline"
        assert (await it.send("next"))["message_id"] == mine + 1, "no id is given twice"


async def test_reactions_typing_commands_descriptions() -> None:
    async with rig() as it:
        said = (await it.say("my reasons"))["message"]
        assert await it.bot.set_message_reaction(PERSON, said, "👍")
        assert (await it.last())["reactions"] == ["👍"]
        with pytest.raises(BadRequest, match="Reaction_invalid"):
            await it.bot.set_message_reaction(PERSON, said, "🩺")
        await it.bot.send_chat_action(PERSON, "typing")
        assert (await it.screen())["typing"]
        await it.advance(6)
        assert not (await it.screen())["typing"]
        everyone = [BotCommand("tasks", "Open tasks")]
        chief = [BotCommand("remind", "Send reminders"), *everyone]
        await it.bot.set_my_commands(everyone, BotCommandScopeAllPrivateChats())
        assert (await it.screen())["commands"] == [
            {"command": "tasks", "description": "Open tasks"}
        ]
        await it.bot.set_my_commands(chief, BotCommandScopeChat(PERSON))
        assert [one["command"] for one in (await it.screen())["commands"]] == ["remind", "tasks"]
        assert len(await it.bot.get_my_commands(BotCommandScopeChat(PERSON))) == 2
        await it.bot.delete_my_commands(BotCommandScopeChat(PERSON))
        assert len((await it.screen())["commands"]) == 1
        with pytest.raises(BadRequest, match="Bot_command_invalid"):
            await it.bot.set_my_commands([("Übung", "x")])
        await it.bot.set_my_description("Compare two answers.")
        assert (await it.screen())["description"] == "Compare two answers."
        assert (await it.bot.get_my_description()).description == "Compare two answers."


async def test_files_both_ways() -> None:
    async with rig() as it:
        sent = await it.bot.send_document(
            PERSON, b"a,b\n1,2\n", caption="  The table ", filename="table.csv"
        )
        assert sent.document and sent.document.file_name == "table.csv"
        assert sent.caption == "The table"
        shown = await it.last()
        assert shown["file"]["name"] == "table.csv" and shown["text"] == "The table"
        async with it.play.http.get(it.play.url + shown["file"]["url"]) as answer:
            assert await answer.read() == b"a,b\n1,2\n"
        photo = await it.bot.send_photo(PERSON, PNG, caption="chart")
        assert (photo.photo[-1].width, photo.photo[-1].height) == (3, 2)
        again = await it.bot.send_photo(PERSON, photo.photo[-1].file_id)
        assert again.photo[-1].file_id == photo.photo[-1].file_id
        with pytest.raises(BadRequest, match="Image_process_failed"):
            await it.bot.send_photo(PERSON, b"not a picture")
        with pytest.raises(BadRequest, match="There is no text in the message to edit"):
            await it.bot.edit_message_text("x", PERSON, sent.message_id)
        assert await it.bot.edit_message_caption(PERSON, sent.message_id, caption="New")


async def test_messages_and_people_outlive_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "state.jsonl"
    async with rig(state) as it:
        sent = await it.bot.send_message(PERSON, "kept", reply_markup=keyboard(["A"]))
        gone = await it.send("gone")
        await it.bot.delete_message(PERSON, gone["message_id"])
        await it.bot.send_document(PERSON, b"bytes", filename="a.bin")
    async with Playground(state) as play:
        messages = (await play.screen("telegram", PERSON))["messages"]
        assert [one["text"] for one in messages] == ["/start", "kept", ""]
        assert messages[1]["id"] == sent.message_id and messages[1]["buttons"]
        async with play.http.get(play.url + messages[2]["file"]["url"]) as answer:
            assert await answer.read() == b"bytes"
        url = f"{play.url}/telegram/bot123456:playground/editMessageText"
        form = {"chat_id": PERSON, "message_id": sent.message_id, "text": "new"}
        async with play.http.post(url, data=form) as answer:
            assert answer.status == 200
