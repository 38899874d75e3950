"""An event is offered until it is acknowledged: at once, at once again, after one minute, after
five; then it is lost.

What is still owed survives a restart. Interactions (presses, forms, commands) are offered once
only.
"""

import asyncio

from playground.slack import events
from playground.slack.facts import Json
from playground.slack.socket import Sockets
from playground.world import World

RETRY_SECONDS = (0.0, 60.0, 300.0)  # docs.slack.dev/apis/events-api#retries


class Deliveries:
    def __init__(self, world: World, sockets: Sockets) -> None:
        self.world = world
        self.sockets = sockets
        self._owed = world.journal.table("slack.queue")
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def owed(self) -> int:
        """How many events nobody has acknowledged yet."""
        return len(self._owed)

    def start(self) -> None:
        for event_id in list(self._owed):
            self._begin(event_id)

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def send(self, event: Json) -> None:
        now = self.world.clock.now()
        event_id = "Ev0" + self.world.clock.token(8).upper()
        payload = events.event_callback(event, event_id, now)
        self.world.journal.put(
            "slack.queue", event_id, {"payload": payload, "tries": 0, "due": now, "reason": ""}
        )
        self._begin(event_id)

    def _begin(self, event_id: str) -> None:
        task = asyncio.get_running_loop().create_task(self._offer(event_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _offer(self, event_id: str) -> None:
        while event_id in self._owed:
            owed = self._owed[event_id]
            await self.world.clock.until(owed["due"])
            tries = owed["tries"]
            ack = await self.sockets.deliver(
                "events_api", owed["payload"], False, tries, owed["reason"]
            )
            if ack.acked or tries >= len(RETRY_SECONDS):
                self.world.journal.drop("slack.queue", event_id)
                return
            due = self.world.clock.now() + RETRY_SECONDS[tries]
            fresh = {"tries": tries + 1, "due": due, "reason": ack.reason}
            self.world.journal.put("slack.queue", event_id, owed | fresh)
