"""Homes and modals: one Home per person, a stack of at most three modals, and triggers that live
three seconds."""

from dataclasses import dataclass

from playground.slack import echo
from playground.slack.facts import APP, BOT_ID, MODAL_STACK, TEAM, TRIGGER_SECONDS, Json, SlackError
from playground.world import World

TRIGGERS_KEPT = 2_000


@dataclass(slots=True)
class Trigger:
    """The right to open one modal for one person, soon."""

    person: str
    until: float
    spent: bool = False
    opened: Json | None = None


class Views:
    def __init__(self, world: World) -> None:
        self.world = world
        self.homes = world.journal.table("slack.homes")
        self.modals: dict[str, list[Json]] = {}
        self._triggers: dict[str, Trigger] = {}

    # triggers

    def trigger(self, person: str) -> str:
        clock = self.world.clock
        now = clock.now()
        name = f"{int(now * 1000)}.{int(now)}.{clock.token(32).lower()}"
        self._triggers[name] = Trigger(person, now + TRIGGER_SECONDS)
        while len(self._triggers) > TRIGGERS_KEPT:
            del self._triggers[next(iter(self._triggers))]
        return name

    def opened_by(self, name: str) -> Json | None:
        """The modal that was opened with this trigger so far."""
        trigger = self._triggers.get(name)
        return trigger.opened if trigger else None

    def spend(self, name: str) -> str:
        """The person this trigger belongs to; a trigger works once."""
        trigger = self._triggers.get(name)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.spent:
            raise SlackError("exchanged_trigger_id")
        if trigger.until <= self.world.clock.now():
            raise SlackError("expired_trigger_id")
        trigger.spent = True
        return trigger.person

    # views

    def build(
        self, kind: str, sent: Json, old: Json | None = None, below: Json | None = None
    ) -> Json:
        """The view as Slack keeps it; `old` is what it replaces, `below` what it lies on."""
        view_id = old["id"] if old else "V0" + self.world.clock.token(9).upper()
        filled = echo.filled(sent, self.world.clock.token)
        return {
            "id": view_id,
            "team_id": TEAM,
            "type": kind,
            "blocks": filled["blocks"],
            "private_metadata": sent.get("private_metadata") or "",
            "callback_id": sent.get("callback_id") or "",
            "state": {"values": {}},
            "hash": f"{int(self.world.clock.now())}.{self.world.clock.token(8)}",
            "title": filled.get("title")
            or {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": bool(sent.get("clear_on_close")),
            "notify_on_close": bool(sent.get("notify_on_close")),
            "close": filled.get("close"),
            "submit": filled.get("submit"),
            "previous_view_id": old["previous_view_id"]
            if old
            else (below["id"] if below else None),
            "root_view_id": old["root_view_id"]
            if old
            else (below["root_view_id"] if below else view_id),
            "app_id": APP,
            "external_id": sent.get("external_id") or "",
            "app_installed_team_id": TEAM,
            "bot_id": BOT_ID,
        }

    def publish(self, person: str, sent: Json, known: str | None) -> Json:
        old = self.homes.get(person)
        if known and old and old["hash"] != known:
            raise SlackError("hash_conflict")
        view = self.build("home", sent, old)
        self.world.journal.put("slack.homes", person, view)
        self.world.changed("slack", person)
        return view

    def open(self, name: str, sent: Json) -> Json:
        """A new modal on this trigger, in the place of whatever was open."""
        self._external_is_free(sent, None)
        person = self.spend(name)
        view = self.build("modal", sent)
        self._triggers[name].opened = view
        self._show(person, [view])
        return view

    def push(self, person: str, sent: Json) -> Json:
        stack = self.modals.get(person, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MODAL_STACK:
            raise SlackError("push_limit_reached")
        self._external_is_free(sent, None)
        view = self.build("modal", sent, below=stack[-1])
        self._show(person, [*stack, view])
        return view

    def update(
        self, sent: Json, view_id: str | None, external_id: str | None, known: str | None
    ) -> Json:
        for person, stack in self.modals.items():
            for place, old in enumerate(stack):
                if (view_id and old["id"] == view_id) or (
                    external_id and old["external_id"] == external_id
                ):
                    if known and old["hash"] != known:
                        raise SlackError("hash_conflict")
                    self._external_is_free(sent, old["id"])
                    view = self.build("modal", sent, old)
                    self._show(person, [*stack[:place], view, *stack[place + 1 :]])
                    return view
        raise SlackError("not_found")

    def close(self, person: str, all_of_them: bool) -> None:
        stack = self.modals.get(person, [])
        self._show(person, [] if all_of_them else stack[:-1])

    def top(self, person: str) -> Json | None:
        stack = self.modals.get(person)
        return stack[-1] if stack else None

    def _show(self, person: str, stack: list[Json]) -> None:
        self.modals[person] = stack
        self.world.changed("slack", person)

    def _external_is_free(self, sent: Json, own: str | None) -> None:
        name = sent.get("external_id")
        taken = (view for stack in self.modals.values() for view in stack if view["id"] != own)
        if name and any(view["external_id"] == name for view in taken):
            raise SlackError("duplicate_external_id")
