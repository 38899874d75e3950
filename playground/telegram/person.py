"""What a person does on Telegram: starts, says, presses, edits, deletes, blocks; each becomes what
Telegram would send to the bot.

A deletion is told to nobody, as in real life. A press waits for the bot's answer like the spinning
button does.
"""

import asyncio
import re
from collections.abc import Iterable
from typing import Any

from playground.platform import Refused, Unknown
from playground.telegram import shapes
from playground.telegram.facts import DELETE_SECONDS, TEXT_MAX, ApiError, Json, width
from playground.telegram.hub import Hub
from playground.telegram.methods_chat import quoted
from playground.telegram.parts import parts_of
from playground.telegram.state import whole
from playground.telegram.text import fixed

CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")  # [spec] what a deep link can carry
PRESS_SECONDS = 5.0  # real ones; how long `press` waits for the answer unless told otherwise
KINDS = ("text", "voice", "photo", "document")


def code_of(body: Json) -> str:
    """The code of a start link, or "" for a plain Start."""
    code = str(body.get("code") or "")
    if code and not CODE.fullmatch(code):
        raise Refused("The code of a start link has 1 to 64 letters, digits, - and _.")
    return code


class Person:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.state = hub.state
        self.verbs = {
            "people": self.people,
            "invite": self.invite,
            "open": self.open,
            "say": self.say,
            "press": self.press,
            "edit": self.edit,
            "delete": self.delete,
            "block": self.block,
            "unblock": self.unblock,
            "deactivate": self.deactivate,
        }

    async def act(self, verb: str, body: Json) -> Json:
        if verb in ("submit", "close"):
            raise Refused("Telegram has no forms; say the text instead.")
        if verb not in self.verbs:
            raise Unknown(f'Nobody can "{verb}"; a person can {", ".join(self.verbs)}.')
        return await self.verbs[verb](body)

    def who(self, body: Json) -> Json:
        return self.state.person(body.get("person", ""))

    def present(self, body: Json) -> Json:
        """The person, if they can do something in the chat now."""
        person = self.who(body)
        if person["deactivated"]:
            raise Refused("This account is deleted.")
        if person["blocked"]:
            raise Refused("You blocked the bot; unblock it first.")
        return person

    def message_of(self, person: Json, number: object) -> Json:
        message = self.state.message(person["id"], whole(number) or 0)
        if message is None:
            raise Refused(f"There is no message {number} in this chat.")
        return message

    async def people(self, body: Json) -> Json:
        return self.state.add_person(body)

    # in and out of the chat

    async def invite(self, body: Json) -> Json:
        """Somebody sent this person the bot's start link: their next Start follows it."""
        self.state.keep_person(self.who(body) | {"link": code_of(body)})
        return {"invited": bool(body.get("code"))}

    async def open(self, body: Json) -> Json:
        """Press Start; the code of an invitation link goes with it."""
        if body.get("where", "start") != "start":
            raise Refused('Telegram has no tabs; "where" is "start".')
        code = code_of(body) or self.who(body).get("link", "")
        if self.who(body)["blocked"]:
            await self.unblock(body)
        person = self.state.keep_person(self.present(body) | {"started": True, "link": ""})
        return self.send(person, {"text": f"/start {code}".strip()})

    async def block(self, body: Json) -> Json:
        return self._reach(self.present(body), blocked=True)

    async def unblock(self, body: Json) -> Json:
        person = self.who(body)
        if not person["blocked"]:
            raise Refused("The bot is not blocked.")
        return self._reach(person, blocked=False)

    def _reach(self, person: Json, blocked: bool) -> Json:
        if not person["started"]:
            raise Refused("There is no chat with the bot yet; press Start first.")
        person = self.state.keep_person(person | {"blocked": blocked})
        at = self.hub.world.clock.now()
        shape = shapes.chat_member(self.state, person, blocked, at)
        self.hub.updates.add("my_chat_member", shape, person["id"])
        return {"blocked": blocked}

    async def deactivate(self, body: Json) -> Json:
        """The account is deleted; nobody tells the bot."""
        self.state.keep_person(self.who(body) | {"deactivated": True})
        return {"deactivated": True}

    # talking

    async def say(self, body: Json) -> Json:
        person = self.present(body)
        text = body.get("text") or ""
        if not isinstance(text, str):
            raise Refused('"text" must be a text.')
        if not person["started"]:
            if not text.startswith("/start"):
                raise Refused("There is no chat with the bot yet; press Start first.")
            person = self.state.keep_person(person | {"started": True})
        kind = body.get("kind") or "text"
        if kind not in KINDS:
            raise Refused(f'A message is one of {", ".join(KINDS)}, not "{kind}".')
        more: Json = self.replied(person, body)
        if kind != "text":
            more["file"] = self.file(kind, body)
        return self.send(person, {"text": text} | more)

    def replied(self, person: Json, body: Json) -> Json:
        if body.get("reply_to") is None:
            return {}
        message = self.message_of(person, body["reply_to"])
        found: Json = {"reply_to": message["id"]}
        if body.get("quote"):
            try:
                found["quote"] = quoted(message, str(body["quote"]))
            except ApiError:
                raise Refused("The quoted words do not stand in that message.") from None
        return found

    def file(self, kind: str, body: Json) -> Json:
        """What is attached; a document may bring its content as text."""
        names = {"voice": "voice.ogg", "photo": "photo.jpg", "document": "document.txt"}
        mimes = {"voice": "audio/ogg", "photo": "image/jpeg", "document": "text/plain"}
        name = str(body.get("name") or names[kind])
        content = body.get("content")
        number = f"PLAY{self.hub.world.clock.token(24)}"
        if isinstance(content, str):
            number = self.state.keep_file(name, mimes[kind], content.encode())
        found: Json = {"kind": kind, "file_id": number, "name": name, "mime": mimes[kind]}
        found["size"] = len(content.encode()) if isinstance(content, str) else 0
        if kind == "photo":
            found |= {"width": 1280, "height": 960}
        if kind == "voice":
            found |= {"duration": whole(body.get("seconds", 5)) or 5}
        return found

    def send(self, person: Json, said: Json) -> Json:
        """As many messages as the text needs; only the first is the reply or has the file."""
        parts = [fixed(part, []) for part in parts_of(said.pop("text"))]
        parts = [part for part in parts if part.text]
        if not parts and not said.get("file"):
            raise Refused("There is nothing to send: write a text.")
        numbers = []
        for part in parts or [fixed("", [])]:
            message = self.state.new(
                person["id"], "person", text=part.text, entities=part.entities, **said
            )
            self.state.keep(message)
            self.hub.tell("message", message)
            numbers.append(message["id"])
            said = {}
        return {"message": numbers[0], "messages": numbers}

    async def edit(self, body: Json) -> Json:
        person = self.present(body)
        message = self.message_of(person, body.get("message"))
        text = fixed(str(body.get("text") or ""), [])
        now = self.hub.world.clock.now()
        if message["from"] != "person":
            raise Refused("You can only edit what you wrote yourself.")
        if now - message["at"] >= DELETE_SECONDS:
            raise Refused("A message can be edited for 48 hours.")
        if not text.text or width(text.text) > TEXT_MAX:
            raise Refused(f"An edited message has 1 to {TEXT_MAX} characters.")
        if text.text == message.get("text"):
            return {"message": message["id"]}
        fresh = message | {"text": text.text, "edit_date": now, "edited": True}
        fresh.pop("entities", None)
        fresh |= {"entities": text.entities} if text.entities else {}
        self.state.keep(fresh)
        self.hub.tell("edited_message", fresh)
        return {"message": message["id"]}

    async def delete(self, body: Json) -> Json:
        message = self.message_of(self.who(body), body.get("message"))
        self.state.remove(message)
        return {"message": message["id"]}

    # pressing

    async def press(self, body: Json) -> Json:
        person = self.present(body)
        if body.get("token") is not None:
            message = self.forged(person, body)
            return await self.offer(person, message, str(body["token"]), body)
        label = str(body.get("label") or "").strip()
        if not label:
            raise Refused('Say which button: "label" holds the first words on it.')
        found = self.button(person, label, body.get("message"))
        if found is None:
            return await self.typed(person, label)
        message, button = found
        if "callback_data" in button:
            return await self.offer(person, message, button["callback_data"], body)
        copied = button.get("copy_text", {}).get("text")
        more = {"url": button["url"]} if "url" in button else {"copied": copied}
        return {"acked": True, "ms": 0, "message": message["id"]} | more

    def forged(self, person: Json, body: Json) -> Json:
        """The message a press with made-up data pretends to come from."""
        if body.get("message") is not None:
            return self.message_of(person, body["message"])
        for message in self.state.newest(person["id"]):
            if message["from"] == "bot":
                return message
        raise Refused("There is no message of the bot to press on.")

    def button(self, person: Json, label: str, number: object) -> tuple[Json, Json] | None:
        """The newest message's button of that label; the whole label wins over its beginning."""
        messages: Iterable[Json] = self.state.newest(person["id"])
        if number is not None:
            messages = [self.message_of(person, number)]
        wanted = label.casefold()
        for message in messages:
            rows = message.get("markup", {}).get("inline_keyboard", [])
            buttons = [one for row in rows for one in row]
            whole_label = [one for one in buttons if one["text"].casefold() == wanted]
            begun = [one for one in buttons if one["text"].casefold().startswith(wanted)]
            if begun:
                return message, (whole_label or begun)[0]
        return None

    async def typed(self, person: Json, label: str) -> Json:
        """A button of the keyboard below the text field writes its own words."""
        for message in self.state.newest(person["id"]):
            other = message.get("other", {})
            if "remove_keyboard" in other:
                break
            for word in [one for row in other.get("keyboard", []) for one in row]:
                if word.casefold().startswith(label.casefold()):
                    return {"acked": True, "ms": 0} | self.send(person, {"text": word})
        raise Refused(f'There is no button "{label}" here.')

    async def offer(self, person: Json, message: Json, data: str, body: Json) -> Json:
        """Send the press and wait for the answer, as long as the caller wants to."""
        seconds: Any = body.get("wait", PRESS_SECONDS)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise Refused('"wait" must be a number of seconds.')
        begun = self.hub.world.clock.monotonic()
        number = self.hub.press(person, message, data)
        waiting = self.hub.answered(number)
        done, _ = await asyncio.wait({waiting}, timeout=max(0.0, min(seconds, 30.0)))
        self.hub.forget(number)
        answer = waiting.result() if done else {}
        took = int((self.hub.world.clock.monotonic() - begun) * 1000)
        found = {"acked": bool(done), "ms": took, "message": message["id"], "query": number}
        if answer.get("text"):
            found |= {"toast": answer["text"], "alert": answer["show_alert"]}
        return found
