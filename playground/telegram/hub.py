"""One bot's side of Telegram: its state, what waits for it, and the presses it has not answered."""

import asyncio
from typing import Any

from playground.telegram import shapes
from playground.telegram.facts import ANSWER_SECONDS, TOO_OLD, ApiError, Json, bad
from playground.telegram.faults import Faults
from playground.telegram.rates import Rates
from playground.telegram.state import State, whole
from playground.telegram.updates import Updates
from playground.telegram.webhook import Webhook
from playground.world import World

TOASTS_KEPT = 5  # a person


class Hub:
    def __init__(self, world: World) -> None:
        self.world = world
        self.state = State(world)
        self.faults = Faults(world.clock.chance)
        self.rates = Rates(world)
        self.updates = Updates(self.state, self.faults)
        self.webhook = Webhook(self.state, self.updates)
        self.toasts: dict[int, list[Json]] = {}
        self.typing: dict[int, float] = {}
        self.calls: set[asyncio.Transport] = set()  # the connections of calls under way
        self._answers: dict[str, asyncio.Future[Json]] = {}

    def violation(self, method: str, what: str) -> None:
        self.world.ledger.violation("telegram", method, what)

    # chats

    def chat(self, given: str) -> Json:
        """The person behind a chat_id, if the bot may write to them."""
        if not given:
            raise bad("chat_id is empty")
        number = whole(given)
        person = self.state.known(number) if number is not None else None
        if person is None:
            raise bad("chat not found")
        if person["deactivated"]:
            raise ApiError(403, "user is deactivated")
        if person["blocked"]:
            raise ApiError(403, "bot was blocked by the user")
        if not person["started"]:
            raise ApiError(403, "bot can't initiate conversation with a user")
        return person

    # presses

    def press(self, person: Json, message: Json, data: str) -> str:
        """Offer a press to the bot, more than once if the phone sends it again."""
        number = self._offer(person, message, data)
        if self.faults.take_delivery("duplicate"):
            self._offer(person, message, data)
        return number

    def tell(self, kind: str, message: Json) -> None:
        """Offer a message or its new version to the bot."""
        shape = shapes.message(self.state, message)
        for _ in range(1 + self.faults.take_delivery("duplicate")):
            self.updates.add(kind, shape, message["chat"])

    def _offer(self, person: Json, message: Json, data: str) -> str:
        """The query is kept, so that it can be answered after a restart."""
        now = self.world.clock.now()
        number = f"{int(now * 1000)}{message['id'] % 1000:03}"
        while number in self.queries:
            number = str(int(number) + 1)
        query = {"id": number, "person": person["id"], "data": data, "at": now, "answered": False}
        self._sweep()
        self.world.journal.put("telegram.queries", number, query)
        shape = shapes.callback_query(self.state, query, message)
        self.updates.add("callback_query", shape, person["id"] + (3 << 33))
        return number

    @property
    def queries(self) -> dict[str, Any]:
        return self.world.journal.table("telegram.queries")

    def _sweep(self) -> None:
        late = self.world.clock.now() - ANSWER_SECONDS
        for number in [one for one, query in self.queries.items() if query["at"] < late]:
            self.world.journal.drop("telegram.queries", number)

    def answered(self, number: str) -> "asyncio.Future[Json]":
        """Done when the bot answers this press."""
        return self._answers.setdefault(number, asyncio.get_running_loop().create_future())

    def forget(self, number: str) -> None:
        self._answers.pop(number, None)

    def answer(self, number: str, answer: Json) -> None:
        """The bot answers; only the first answer in time is shown."""
        query = self.queries.get(number)
        if query is None or query["at"] + ANSWER_SECONDS < self.world.clock.now():
            raise bad(TOO_OLD)
        if query["answered"]:
            return
        self.world.journal.put("telegram.queries", number, query | {"answered": True})
        person = query["person"]
        if answer.get("text"):
            toast = {
                "text": answer["text"],
                "at": self.world.clock.now(),
                "alert": bool(answer.get("show_alert")),
            }
            self.toasts[person] = [*self.toasts.get(person, []), toast][-TOASTS_KEPT:]
            self.state.changed(person)
        waiting = self._answers.pop(number, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)
