"""People on their phones: what they do reaches the bot as Telegram would tell it."""

from datetime import timedelta

import pytest
from telegram import Update

from tests.playground.telegram_rig import PERSON, Rig, keyboard, rig


@pytest.fixture(autouse=True)
def durations_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the client warns at every duration, and a warning is an error here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


async def told(it: Rig) -> Update:
    """The newest update, read by the real client."""
    raw = (await it.updates())[-1]
    return Update.de_json(raw, it.bot)


async def test_a_person_starts_with_the_code_of_an_invitation() -> None:
    async with rig(started=False) as it:
        refused = await it.post("say", 400, text="hello")
        assert refused["error"] == "There is no chat with the bot yet; press Start first."
        await it.start("Zm9v-_1")
        update = await told(it)
        assert update.message and update.message.text == "/start Zm9v-_1"
        assert update.message.entities[0].type == "bot_command"
        assert update.message.chat.type == "private" and update.message.chat.id == PERSON
        assert update.effective_user and not update.effective_user.is_bot
        wrong = await it.post("open", 400, code="with blank")
        assert "1 to 64 letters" in wrong["error"]
        assert (await it.post("open", 400, where="home"))["error"].startswith("Telegram has no")


async def test_whoever_holds_a_start_link_follows_it_once_with_start() -> None:
    async with rig(started=False) as it:
        assert (await it.screen())["person"]["invited"] is False
        wrong = await it.post("invite", 400, code="with blank")
        assert "1 to 64 letters" in wrong["error"]
        await it.post("invite", code="Zm9v-_1")
        assert (await it.screen())["person"]["invited"] is True
        await it.post("open")
        update = await told(it)
        assert update.message and update.message.text == "/start Zm9v-_1"
        assert (await it.screen())["person"]["invited"] is False
        await it.post("open")
        again = await told(it)
        assert again.message and again.message.text == "/start"


async def test_long_texts_leave_in_parts() -> None:
    async with rig() as it:
        said = await it.say("word " * 2000)
        assert len(said["messages"]) == 3
        found = [one["message"] for one in await it.updates()]
        assert [len(one["text"]) <= 4096 for one in found] == [True] * 3
        assert "media_group_id" not in found[0] and found[0]["text"].endswith("word")


async def test_replies_quotes_and_edits() -> None:
    async with rig() as it:
        sent = await it.bot.send_message(PERSON, "Answer A is shorter")
        mine = await it.say("this", reply_to=sent.message_id, quote="is shorter")
        message = (await told(it)).message
        assert message and message.reply_to_message
        assert message.reply_to_message.message_id == sent.message_id
        assert message.quote and message.quote.is_manual
        assert (message.quote.text, message.quote.position) == ("is shorter", 9)
        assert (await it.last())["reply_to"] == sent.message_id
        wrong = await it.post("say", 400, text="x", reply_to=sent.message_id, quote="longer")
        assert wrong["error"] == "The quoted words do not stand in that message."
        await it.post("edit", message=mine["message"], text="  this\tone ")
        edited = (await told(it)).edited_message
        assert edited and edited.text == "this one" and edited.edit_date
        assert (await it.last())["edited"]
        count = len(await it.updates())
        await it.post("edit", message=mine["message"], text="this one")
        await it.post("delete", message=mine["message"])
        assert len(await it.updates()) == count, "nobody is told of a deletion"
        assert (await it.last())["id"] == sent.message_id
        assert "yourself" in (
            await it.post("edit", 400, message=sent.message_id, text="x")
        )["error"]  # fmt: skip


async def test_voice_photo_document() -> None:
    async with rig() as it:
        await it.say(kind="voice", seconds=12)
        voice = (await told(it)).message
        assert voice and voice.voice and voice.voice.duration == timedelta(seconds=12)
        await it.say("look", kind="photo")
        photo = (await told(it)).message
        assert photo and photo.photo and photo.caption == "look" and photo.text is None
        await it.say(kind="document", name="notes.txt", content="plain")
        document = (await told(it)).message
        assert document and document.document and document.document.file_name == "notes.txt"
        about = await it.bot.get_file(document.document.file_id)
        url = f"{it.play.url}/telegram/file/bot123456:playground/documents/"
        async with it.play.http.get(url + document.document.file_id) as answer:
            assert await answer.read() == b"plain" and about.file_size == 5
        assert (await it.post("say", 400, kind="video"))["error"].startswith("A message is one of")


async def test_presses_by_label_and_forged_ones() -> None:
    async with rig() as it:
        old = await it.bot.send_message(PERSON, "old", reply_markup=keyboard(["Skip"]))
        await it.bot.send_message(
            PERSON, "new", reply_markup=keyboard(["Answer A", "Answer"], ["Next"])
        )
        assert (await it.press("answer"))["message"] == 3
        query = (await told(it)).callback_query
        assert query and query.data == "d:Answer", "the whole label wins"
        assert query.chat_instance and query.message and query.from_user.id == PERSON
        assert (await it.press("ski"))["message"] == old.message_id
        assert (await it.press("Next", message=3))["acked"] is False
        refused = await it.post("press", 400, label="Submit")
        assert refused["error"] == 'There is no button "Submit" here.'
        await it.post("press", token="d:forged", message=old.message_id, wait=0)
        forged = (await told(it)).callback_query
        assert forged and forged.data == "d:forged"


async def test_blocking_is_told_and_stops_everything() -> None:
    async with rig() as it:
        await it.post("block")
        member = (await told(it)).my_chat_member
        assert member and member.new_chat_member.status == "kicked"
        assert member.old_chat_member.status == "member" and member.from_user.id == PERSON
        assert (await it.post("say", 400, text="x"))["error"].startswith("You blocked the bot")
        await it.start()
        kinds = [next(iter(set(one) - {"update_id"})) for one in await it.updates()]
        assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_a_keyboard_below_the_field_writes_its_words() -> None:
    async with rig() as it:
        await it.send("Which?", reply_markup='{"keyboard": [["Yes, please", "No"]]}')
        await it.press("yes")
        update = await told(it)
        assert update.message and update.message.text == "Yes, please"
        await it.send("done", reply_markup='{"remove_keyboard": true}')
        await it.post("press", 400, label="No")


async def test_who_is_there() -> None:
    async with rig() as it:
        made = await it.play.post("telegram/people", {"name": "Dr Amara", "language": "pt-br"})
        assert made["id"] == PERSON + 1
        people = (await it.play.get("telegram/people"))["people"]
        assert [(one["id"], one["name"], one["started"]) for one in people] == [
            (PERSON, "Dr Osei", True),
            (PERSON + 1, "Dr Amara", False),
        ]
        assert (await it.play.post("telegram/people", {"name": ""}, 400))["error"]
        assert (await it.play.post("telegram/people", {"name": "x", "id": "U1"}, 400))["error"]
        assert (await it.play.post("telegram/submit", {"person": PERSON}, 400))["error"]
        assert (await it.play.post("telegram/dance", {"person": PERSON}, 404))["error"]
        assert (await it.play.post("telegram/say", {"person": 5, "text": "x"}, 404))["error"]
