"""People, their one conversation with the app, and its messages: all of it over the journal.

A message is kept as Slack would echo it (escaped text, blocks with ids), plus a few fields of ours
that `public` leaves out. Ephemeral messages are kept in memory only: a reload loses them at Slack,
too.
"""

import heapq
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from playground.platform import Refused, Unknown
from playground.slack import echo
from playground.slack.facts import APP, BOT_ID, BOT_NAME, BOT_USER, TEAM, Json
from playground.world import World

PERSON_ID = re.compile(r"[UW][A-Z0-9]{1,20}")
OURS = ("channel", "from", "only_for", "under", "notice", "gone", "fresh_text", "metadata")
EARLIER_KEPT = (
    5  # earlier versions of a message's blocks, so that an old panel can still be pressed
)
LOCALES = {
    "en": "en-US",
    "de": "de-DE",
    "fr": "fr-FR",
    "es": "es-ES",
    "pt": "pt-BR",
    "it": "it-IT",
    "nl": "nl-NL",
}


class State:
    def __init__(self, world: World) -> None:
        self.world = world
        self.people = world.journal.table("slack.people")
        self._messages = world.journal.table("slack.messages")
        self._order: dict[str, list[str]] = {}
        self._ephemeral: dict[str, list[Json]] = {}
        self._earlier: dict[str, list[list[Json]]] = {}
        self._last = 0
        for key in self._messages:
            channel, ts = key.split("/")
            self._order.setdefault(channel, []).append(ts)
            self._last = max(self._last, int(ts.replace(".", "")))

    # time

    def new_ts(self) -> str:
        """A timestamp no other message has: it is the message's name."""
        self._last = max(int(self.world.clock.now() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    # people

    def add_person(self, body: Json) -> Json:
        name = body.get("name")
        if not isinstance(name, str) or not name.strip():
            raise Refused('A person needs a "name".')
        person = body.get("id") or "U0" + self.world.clock.token(9).upper()
        if not isinstance(person, str) or not PERSON_ID.fullmatch(person) or person == BOT_USER:
            raise Refused(
                'A Slack id is "U" and up to 20 capital letters or digits, such as U0OSEI.'
            )
        zone = body.get("zone") or "UTC"
        try:
            ZoneInfo(str(zone))
        except (ZoneInfoNotFoundError, ValueError):
            raise Refused(
                f'There is no time zone "{zone}"; use a name such as Europe/Berlin.'
            ) from None
        language = str(body.get("language") or "en")
        found = {
            "id": person,
            "name": name.strip(),
            "channel": "D" + person[1:],
            "zone": zone,
            "locale": LOCALES.get(language, language),
            "dnd": body.get("dnd") or None,
        }
        self.world.journal.put("slack.people", person, found)
        self.world.changed("slack", person)
        return found

    def person(self, person: str) -> Json:
        if person not in self.people:
            raise Unknown(f'There is no person "{person}" on Slack.')
        found: Json = self.people[person]
        return found

    def owner(self, channel: str) -> str | None:
        """The person whose conversation with the app this is."""
        person = "U" + channel[1:]
        for candidate in (person, "W" + channel[1:]):
            if channel.startswith("D") and candidate in self.people:
                return candidate
        return None

    # messages

    def message(self, channel: str, ts: str) -> Json | None:
        """The message, a deleted root that still has replies included."""
        found: Json | None = self._messages.get(f"{channel}/{ts}")
        return found or next(
            (one for one in self._ephemeral.get(channel, []) if one["ts"] == ts), None
        )

    def messages(self, channel: str) -> list[Json]:
        """Stored messages in order of time."""
        return [self._messages[f"{channel}/{ts}"] for ts in self._order.get(channel, [])]

    def newest(self, channel: str) -> Iterator[Json]:
        """Stored and ephemeral messages, the newest first, one at a time."""
        stored = (
            self._messages[f"{channel}/{ts}"] for ts in reversed(self._order.get(channel, []))
        )
        passing = reversed(self._ephemeral.get(channel, []))
        yield from heapq.merge(stored, passing, key=lambda one: str(one["ts"]), reverse=True)

    def replies(self, channel: str, root: str) -> list[Json]:
        return [
            one
            for one in self.messages(channel)
            if one.get("thread_ts") == root and one["ts"] != root
        ]

    def keep(self, message: Json) -> None:
        """Store a new message or a new version of one, and tell whoever looks at it."""
        channel, ts = message["channel"], message["ts"]
        key = f"{channel}/{ts}"
        if message.get("only_for"):
            others = [one for one in self._ephemeral.get(channel, []) if one["ts"] != ts]
            self._ephemeral[channel] = sorted([*others, message], key=lambda one: str(one["ts"]))
        else:
            before = self._messages.get(key)
            if before is None:
                self._order.setdefault(channel, []).append(ts)
            elif before["blocks"] != message["blocks"]:
                self._earlier[key] = [*self._earlier.get(key, []), before["blocks"]][-EARLIER_KEPT:]
            self.world.journal.put("slack.messages", key, message)
        self.changed(channel)

    def earlier(self, message: Json) -> list[list[Json]]:
        """The blocks this message had before, newest first (since the playground started)."""
        return self._earlier.get(f"{message['channel']}/{message['ts']}", [])[::-1]

    def remove(self, message: Json) -> None:
        """A root with replies leaves a tombstone, as on Slack; everything else is gone."""
        channel, ts = message["channel"], message["ts"]
        if message.get("only_for"):
            self._ephemeral[channel] = [one for one in self._ephemeral[channel] if one["ts"] != ts]
        elif self.replies(channel, ts):
            gone = {
                "text": "This message was deleted.",
                "blocks": [],
                "gone": True,
                "subtype": "tombstone",
            }
            self.world.journal.put("slack.messages", f"{channel}/{ts}", message | gone)
        else:
            self.world.journal.drop("slack.messages", f"{channel}/{ts}")
            self._order[channel].remove(ts)
        self.changed(channel)

    def changed(self, channel: str) -> None:
        person = self.owner(channel)
        if person is not None:
            self.world.changed("slack", person)

    # forms of a message

    def from_bot(self, channel: str, text: str, blocks: list[Json], **more: object) -> Json:
        return {
            "channel": channel,
            "from": "bot",
            "type": "message",
            "user": BOT_USER,
            "ts": self.new_ts(),
            "bot_id": BOT_ID,
            "app_id": APP,
            "text": echo.from_app(text),
            "team": TEAM,
            "bot_profile": {
                "id": BOT_ID,
                "app_id": APP,
                "name": BOT_NAME,
                "deleted": False,
                "team_id": TEAM,
            },
            "blocks": echo.blocks(blocks, self.world.clock.token),
        } | {name: value for name, value in more.items() if value is not None}

    def from_person(self, person: str, text: str, thread: str | None) -> Json:
        found = {
            "channel": self.person(person)["channel"],
            "from": "person",
            "type": "message",
            "user": person,
            "ts": self.new_ts(),
            "client_msg_id": self.world.clock.token(32).lower(),
            "text": echo.from_person(text),
            "fresh_text": text,
            "team": TEAM,
            "blocks": echo.person_blocks(text, self.world.clock.token(5)),
        }
        return found | ({"thread_ts": thread} if thread else {})

    def public(self, message: Json, metadata: bool = False) -> Json:
        """The message as the API and the payloads show it."""
        found = {name: value for name, value in message.items() if name not in OURS}
        if metadata and message.get("metadata"):
            found["metadata"] = message["metadata"]
        thread = message.get("thread_ts")
        if thread and thread != message["ts"]:
            root = self.message(message["channel"], thread)
            found["parent_user_id"] = root["user"] if root else BOT_USER
        return found

    def with_replies(self, message: Json, metadata: bool = False) -> Json:
        """The same for a root: how many replies there are, as history shows it."""
        found = self.public(message, metadata)
        replies = (
            self.replies(message["channel"], message["ts"]) if not message.get("thread_ts") else []
        )
        if replies:
            users = list(dict.fromkeys(one["user"] for one in replies))
            found |= {
                "thread_ts": message["ts"],
                "reply_count": len(replies),
                "reply_users": users,
                "reply_users_count": len(users),
                "latest_reply": replies[-1]["ts"],
                "subscribed": True,
            }
        return found
