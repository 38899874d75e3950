"""The methods that write into a chat: send, edit, delete, react, type.

Each checks what the server checks, in its order, and answers with the message as it was stored.
"""

from collections.abc import Callable
from typing import Any

from playground import files
from playground.telegram import shapes
from playground.telegram.args import Args
from playground.telegram.facts import (
    CAPTION_MAX,
    DELETE_AT_ONCE,
    DELETE_SECONDS,
    DOCUMENT_BYTES,
    NOT_MODIFIED,
    PHOTO_BYTES,
    QUOTE_MAX,
    TEXT_MAX,
    TYPING_SECONDS,
    Json,
    bad,
    width,
)
from playground.telegram.hub import Hub
from playground.telegram.keyboards import Markup, read_markup
from playground.telegram.pictures import size_of
from playground.telegram.state import whole
from playground.telegram.text import Formatted, formatted

ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
)  # fmt: skip
EMOJI = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤️‍🔥 🌚 🌭 💯 "
    "🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 "
    "🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂️ 🤷 🤷‍♀️ 😡"
)  # [spec]
REACTIONS = frozenset(EMOJI.split())


def read_text(hub: Hub, args: Args, name: str, most: int) -> Formatted:
    entities = args.nested("entities" if name == "text" else "caption_entities")
    found = formatted(
        args.text(name), args.text("parse_mode"), entities, most, caption=name == "caption"
    )
    if found.dropped:
        hub.violation("entities", f"{found.dropped} entities over the 100 shown are dropped")
    return found


def read_reply_markup(hub: Hub, args: Args) -> Markup:
    markup = read_markup(args.nested("reply_markup", "reply keyboard markup"))
    for what in markup.complaints:
        hub.violation("reply_markup", what)
    return markup


# sending


def send_message(hub: Hub, args: Args) -> Json:
    text = read_text(hub, args, "text", TEXT_MAX)
    return send(hub, args, text)


def send(hub: Hub, args: Args, text: Formatted, file: Json | None = None) -> Json:
    markup = read_reply_markup(hub, args)
    chat = hub.chat(args.text("chat_id"))["id"]
    if args.number("message_thread_id"):
        raise bad("message thread not found")
    message = hub.state.new(
        chat,
        "bot",
        text=text.text,
        entities=text.entities,
        autolinks=text.autolinks,
        file=file,
        markup=markup.inline,
        other=markup.other,
        preview=args.nested("link_preview_options"),
        silent=args.flag("disable_notification"),
        protect=args.flag("protect_content"),
        **replied(hub, args, chat),
    )
    hub.typing.pop(chat, None)
    return shapes.message(hub.state, hub.state.keep(message))


def replied(hub: Hub, args: Args, chat: int) -> Json:
    """What the message answers, and which words of it."""
    given = args.nested("reply_parameters", "reply parameters")
    given = given if isinstance(given, dict) else {}
    number = whole(given.get("message_id", args.text("reply_to_message_id") or 0)) or 0
    if not number:
        return {}
    message = hub.state.message(chat, number)
    if message is None:
        if given.get("allow_sending_without_reply") or args.flag("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    found: Json = {"reply_to": number}
    if given.get("quote"):
        entities = given.get("quote_entities")
        quote = formatted(
            str(given["quote"]), str(given.get("quote_parse_mode") or ""), entities, QUOTE_MAX
        )
        found["quote"] = quoted(message, quote.text, given.get("quote_position"))
    return found


def quoted(message: Json, words: str, near: object = None, manual: bool = True) -> Json:
    """The quote as the server keeps it; the words must stand in the message exactly so."""
    whole_text = str(message.get("text", ""))
    at = whole_text.find(words, near if isinstance(near, int) and near > 0 else 0)
    at = at if at >= 0 else whole_text.find(words)
    if at < 0 or not words:
        raise bad("QUOTE_TEXT_INVALID")
    return {"text": words, "position": width(whole_text[:at]), "is_manual": manual}


def send_document(hub: Hub, args: Args) -> Json:
    return send_file(hub, args, "document", DOCUMENT_BYTES)


def send_photo(hub: Hub, args: Args) -> Json:
    return send_file(hub, args, "photo", PHOTO_BYTES)


def send_file(hub: Hub, args: Args, kind: str, most: int) -> Json:
    """A file comes in a part of its own, or is named by the id of one sent before."""
    caption = read_text(hub, args, "caption", CAPTION_MAX)
    named = args.text(kind)
    part = args.files.get(kind) or args.files.get(named.removeprefix("attach://"))
    if part:
        name, mime, content = part
        if len(content) > most:
            raise bad(f"file of size {len(content)} bytes is too big for a {kind}")
        if not content:
            raise bad("file must be non-empty")
        seen = files.kind_of(content)  # the server looks for itself what it is
        number = hub.state.keep_file(name, mime if seen == files.ANY else seen, content)
    else:
        number = named
    stored = hub.state.file(number)
    if stored is None:
        raise bad(f"there is no {kind} in the request" if not named else "wrong file identifier/"
                  "HTTP URL specified")  # fmt: skip
    about, content = stored
    file: Json = {"kind": kind, "file_id": number, "name": about["name"], "mime": about["mime"]}
    file["size"] = about["size"]
    if kind == "photo":
        size = size_of(content)
        if size is None:
            raise bad("IMAGE_PROCESS_FAILED")
        if sum(size) > 10_000 or max(size) > 20 * min(size):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        file |= {"width": size[0], "height": size[1]}
    return send(hub, args, caption, file)


# editing


def editable(hub: Hub, args: Args) -> Json:
    """The message to edit: the bot's own, without a keyboard of the other kinds."""
    if args.has("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    chat = hub.chat(args.text("chat_id"))["id"]
    number = args.number("message_id")
    if not number:
        raise bad("message identifier is not specified")
    message = hub.state.message(chat, number)
    if message is None:
        raise bad("message to edit not found")
    if message["from"] != "bot" or message.get("other"):
        raise bad("message can't be edited")
    return message


def edit(hub: Hub, message: Json, changes: Json, words: bool) -> Json:
    """A new version; a message that would be the same is refused."""
    fresh = {name: value for name, value in (message | changes).items() if value not in (None, [])}
    compared = ("text", "entities", "markup", "preview")
    if all(fresh.get(name) == message.get(name) for name in compared):
        raise bad(NOT_MODIFIED)
    now = hub.world.clock.now()
    fresh |= {"edit_date": now} | ({"edited": True} if words else {})
    return shapes.message(hub.state, hub.state.keep(fresh))


def edit_words(hub: Hub, args: Args, name: str, most: int) -> Json:
    text = read_text(hub, args, name, most)
    markup = read_reply_markup(hub, args)
    message = editable(hub, args)
    if bool(message.get("file")) != (name == "caption"):
        raise bad(f"there is no {name} in the message to edit")
    changes: Json = {
        "text": text.text,
        "entities": text.entities,
        "autolinks": text.autolinks,
        "markup": markup.inline,
    }
    if name == "text":
        changes["preview"] = args.nested("link_preview_options")
    return edit(hub, message, changes, words=True)


def edit_message_text(hub: Hub, args: Args) -> Json:
    return edit_words(hub, args, "text", TEXT_MAX)


def edit_message_caption(hub: Hub, args: Args) -> Json:
    return edit_words(hub, args, "caption", CAPTION_MAX)


def edit_message_reply_markup(hub: Hub, args: Args) -> Json:
    markup = read_reply_markup(hub, args)
    return edit(hub, editable(hub, args), {"markup": markup.inline}, words=False)


# deleting, reacting, typing


def too_old(hub: Hub, message: Json) -> bool:
    return bool(hub.world.clock.now() - message["at"] >= DELETE_SECONDS)


def delete_message(hub: Hub, args: Args) -> bool:
    chat = hub.chat(args.text("chat_id"))["id"]
    message = hub.state.message(chat, args.number("message_id"))
    if message is None:
        raise bad("message to delete not found")
    if too_old(hub, message):
        raise bad("message can't be deleted")
    hub.state.remove(message)
    return True


def delete_messages(hub: Hub, args: Args) -> bool:
    """Up to a hundred; those that are not there or too old are passed over."""
    chat = hub.chat(args.text("chat_id"))["id"]
    numbers = args.nested("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > DELETE_AT_ONCE:
        raise bad("too many message identifiers specified")
    for number in numbers:
        message = hub.state.message(chat, whole(number) or 0)
        if message is not None and not too_old(hub, message):
            hub.state.remove(message)
    return True


def set_message_reaction(hub: Hub, args: Args) -> bool:
    chat = hub.chat(args.text("chat_id"))["id"]
    given = args.nested("reaction", "reaction types") or []
    message = hub.state.message(chat, args.number("message_id"))
    if message is None:
        raise bad("message to react not found")
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise bad("can't parse reaction type: expected an Object")
    if len(given) > 1:
        raise bad("REACTIONS_TOO_MANY")
    emoji = [str(one.get("emoji", "")) for one in given]
    if any(one not in REACTIONS for one in emoji):
        raise bad("REACTION_INVALID")
    hub.state.keep(message | {"reactions": emoji})
    return True


def send_chat_action(hub: Hub, args: Args) -> bool:
    chat = hub.chat(args.text("chat_id"))["id"]
    if args.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    hub.typing[chat] = hub.world.clock.now() + TYPING_SECONDS
    hub.state.changed(chat)
    return True


CHAT: dict[str, Callable[[Hub, Args], Any]] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "setMessageReaction": set_message_reaction,
    "sendChatAction": send_chat_action,
}
LIMITED = (
    "sendMessage", "sendDocument", "sendPhoto", "editMessageText", "editMessageCaption",
    "editMessageReplyMarkup",
)  # fmt: skip
