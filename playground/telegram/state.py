"""People, chats, messages and files: one private chat a person, message ids that count up in each
chat.

A deleted message leaves its id behind, so that no id is given twice, also after a restart.
"""

import base64
from collections.abc import Iterator
from typing import Any

from playground.platform import Refused, Unknown
from playground.telegram.facts import BOT_NAME, DEFAULT_BOT_ID, USERNAME, Json
from playground.world import World

FIRST_PERSON = 7_000_000_001  # over 32 bits, as many real ids are
LARGEST_ID = 2**52 - 1  # [spec]
KEPT = ("started", "blocked", "deactivated", "link")  # of a person who is named anew
FILE_KEPT_BYTES = 2 * 1024 * 1024  # larger files do not outlive the process
GONE: Json = {"gone": True}


class State:
    def __init__(self, world: World) -> None:
        self.world = world
        journal = world.journal
        self._people = journal.table("telegram.people")
        self._messages = journal.table("telegram.messages")
        self._meta = journal.table("telegram.meta")
        self._files = journal.table("telegram.files")
        self._large: dict[str, bytes] = {}
        self._ids: dict[int, list[int]] = {}
        for key in self._messages:
            chat, number = key.split("/")
            self._ids.setdefault(int(chat), []).append(int(number))
        for ids in self._ids.values():
            ids.sort()

    # what is neither a person nor a message

    def meta(self, name: str, default: Any = None) -> Any:
        return self._meta.get(name, default)

    def set_meta(self, name: str, value: Any) -> None:
        if self._meta.get(name) != value:
            self.world.journal.put("telegram.meta", name, value)

    @property
    def bot_id(self) -> int:
        return int(self.meta("bot", DEFAULT_BOT_ID))

    def bot(self) -> Json:
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": str(self.meta("name", BOT_NAME)),
            "username": USERNAME,
        }

    # people

    def people(self) -> list[Json]:
        return list(self._people.values())

    def add_person(self, body: Json) -> Json:
        name = body.get("name")
        if not isinstance(name, str) or not name.strip():
            raise Refused('A person needs a "name".')
        given = body.get("id")
        taken = [int(one["id"]) for one in self._people.values()]
        number = max([FIRST_PERSON - 1, *taken]) + 1 if given is None else whole(given)
        if number is None or not 0 < number <= LARGEST_ID or number == self.bot_id:
            raise Refused("A Telegram id is a whole number from 1 to 52 bits, such as 7000000001.")
        found = {
            "id": number,
            "name": name.strip(),
            "language": str(body.get("language") or "en"),
            "zone": body.get("zone"),
            "started": False,
            "blocked": False,
            "deactivated": False,
        }
        known = self._people.get(str(number), {})
        kept = {name: one for name, one in known.items() if name in KEPT}
        return self.keep_person(found | kept)

    def keep_person(self, person: Json) -> Json:
        self.world.journal.put("telegram.people", str(person["id"]), person)
        self.changed(person["id"])
        return person

    def person(self, person: object) -> Json:
        number = whole(person)
        found: Json | None = self._people.get(str(number))
        if found is None:
            raise Unknown(f'There is no person "{person}" on Telegram.')
        return found

    def known(self, chat: int) -> Json | None:
        found: Json | None = self._people.get(str(chat))
        return found

    def user(self, person: Json) -> Json:
        return {
            "id": person["id"],
            "is_bot": False,
            "first_name": person["name"],
            "language_code": person["language"],
        }

    def chat(self, person: Json) -> Json:
        return {"id": person["id"], "first_name": person["name"], "type": "private"}

    # messages

    def message(self, chat: int, number: int) -> Json | None:
        found: Json | None = self._messages.get(f"{chat}/{number}")
        return None if found is None or found.get("gone") else found

    def messages(self, chat: int) -> list[Json]:
        return list(self.newest(chat))[::-1]

    def newest(self, chat: int) -> Iterator[Json]:
        """The messages of a chat, the last one first."""
        for number in reversed(self._ids.get(chat, [])):
            found = self.message(chat, number)
            if found is not None:
                yield found

    def new(self, chat: int, sender: str, **more: object) -> Json:
        """A message that is not yet kept."""
        ids = self._ids.get(chat)
        found: Json = {
            "chat": chat,
            "id": ids[-1] + 1 if ids else 1,
            "from": sender,
            "at": self.world.clock.now(),
        }
        return found | {name: value for name, value in more.items() if value not in (None, [])}

    def keep(self, message: Json) -> Json:
        chat, number = message["chat"], message["id"]
        ids = self._ids.setdefault(chat, [])
        if not ids or ids[-1] < number:
            ids.append(number)
        self.world.journal.put("telegram.messages", f"{chat}/{number}", message)
        self.changed(chat)
        return message

    def remove(self, message: Json) -> None:
        key = f"{message['chat']}/{message['id']}"
        self.world.journal.put("telegram.messages", key, GONE)
        self.changed(message["chat"])

    def changed(self, chat: int) -> None:
        self.world.changed("telegram", str(chat))

    # files

    def keep_file(self, name: str, mime: str, content: bytes) -> str:
        number = f"PLAY{self.world.clock.token(24)}"
        about: Json = {"name": name, "mime": mime, "size": len(content)}
        if len(content) <= FILE_KEPT_BYTES:
            about["content"] = base64.b64encode(content).decode()
        else:
            self._large[number] = content
        self.world.journal.put("telegram.files", number, about)
        return number

    def file(self, number: str) -> tuple[Json, bytes] | None:
        about = self._files.get(number)
        if about is None:
            return None
        if "content" in about:
            return about, base64.b64decode(about["content"])
        return (about, self._large[number]) if number in self._large else None


def whole(value: object) -> int | None:
    """The number, however it is written; None if it is none."""
    text = str(value).strip()
    if isinstance(value, bool) or not text.lstrip("-").isdecimal() or not text.isascii():
        return None
    return int(text)
