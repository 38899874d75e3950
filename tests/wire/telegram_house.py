"""The whole house on a Telegram of this machine: real client, engine, store and pump."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from adapters.edge import fresh_id, now
from adapters.outbox import Pump, Pumping
from adapters.pace import Pace
from adapters.port import Speaker, Unreadable
from adapters.serve import deliverer
from adapters.telegram.app import TelegramSpeaker
from bot.events import Account, Event
from bot.records import Contact
from bot.rules import Rules
from store import (
    Delivery,
    Duplicate,
    Handled,
    Quarantined,
    Store,
    imports,
    open_store,
    people,
    projects,
)
from tests.playground.server import Playground

Json = dict[str, Any]
Result = Handled | Duplicate | Quarantined
TOKEN, BOT = "1000001:playground", "1000001"
PERSON = 7000000001

ANSWERS = {
    "a1": "See a doctor today.\n\n- fever: *at once*\n- call +1 or www.nhs.uk/fever @nurse #now",
    "a2": "Wait three days.\tThen look again, see /stop and https://t.me/x ." + " More rest." * 600,
}
TASK = {
    "id": "t1",
    "prompt": "My child has had a fever since this morning",
    "responses": [{"id": key, "text": text} for key, text in ANSWERS.items()],
}


T = TypeVar("T")


async def eventually(look: Callable[[], Awaitable[T]]) -> T:
    """What `look` finds, once it finds something; fails after ten seconds."""
    async with asyncio.timeout(10):
        while not (found := await look()):  # noqa: ASYNC110  what we wait for has no event
            await asyncio.sleep(0.01)
    return found


class House:
    """One worker. `around` may stand between a delivery and the store, to make a machine fail."""

    def __init__(self, play: Playground, folder: Path) -> None:
        self.play = play
        self.rules = Rules(block=1, slip=timedelta(0))
        self.store: Store = open_store(f"sqlite:///{folder / 'rounds.db'}", fresh_id)
        self.through = deliverer(self.store, self.rules)
        self.around: Callable[[Delivery, Event | Unreadable], Awaitable[Result]] = self.through
        self.results: list[Result] = []
        self.speaker = TelegramSpeaker(
            token=TOKEN,
            api_url=f"{play.url}/telegram",
            deliver=self.deliver,
            now=now,
            lock=lambda: self.store.lock("telegram poll"),
        )
        reachable: dict[tuple[str, str], Speaker] = {("telegram", BOT): self.speaker}
        how = Pumping(owner=fresh_id(), lease=2.0, timeout=1.0, look=0.05)
        self.pump = Pump(self.store, reachable, self.rules, Pace({}), how, now)
        self.tasks: list[asyncio.Task[None]] = []
        self.dead = False
        self.pressed: set[str] = set()

    async def deliver(self, delivery: Delivery, event: Event | Unreadable) -> Result:
        result = await self.around(delivery, event)
        self.results.append(result)
        return result

    async def open(self) -> None:
        loop = asyncio.get_running_loop()

        def committed() -> None:
            loop.call_soon_threadsafe(self.pump.wake)

        self.store.listen(committed)
        await self.speaker.start()
        self.tasks = [asyncio.create_task(self.pump.run())]

    async def close(self) -> None:
        if self.dead:
            return
        await self.speaker.stop()
        await self.end()

    async def kill(self) -> None:
        """As if the process died: nothing is finished, confirmed or said any more."""
        polling = self.speaker._polling
        assert polling is not None
        self.dead = True
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await self.speaker._bot.shutdown()
        await self.end()

    async def end(self) -> None:
        self.pump.stop()
        await asyncio.gather(*self.tasks)
        await asyncio.to_thread(self.store.close)

    # what a coordinator does

    def project(self, folder: Path) -> None:
        about = {
            "project": "demo",
            "title": "Triage",
            "reader": "a parent",
            "ask": ["rank", "rationale"],
        }
        described, tasks = folder / "project.yaml", folder / "tasks.jsonl"
        described.write_text(json.dumps(about), encoding="utf-8")
        tasks.write_text(json.dumps(TASK) + "\n", encoding="utf-8")
        projects.apply(self.store, described, now())
        done = imports.import_tasks(self.store, tasks, "demo", "synthetic", now(), accept=True)
        assert not done["refused"], done

    def contact(self) -> Contact:
        account = Account("telegram", BOT, str(PERSON))
        found: Contact | None = self.store.submit(lambda it: it.hold(account)).result()
        assert found is not None
        return found

    async def join(self, folder: Path) -> None:
        """An invitation, first contact, and a coordinator who confirms."""
        self.project(folder)
        code = "code-for-dr-osei-00001"
        people.invite(self.store, "demo", "Dr Osei", code, now())
        await self.act("open", where="start", code=code)
        for label in ("Continue", "Continue", "Continue", "Take part", "No reminders", "Don't"):
            await self.button(label)
        await self.until(lambda shown: "screen reader" in shown[-1]["text"])
        await self.button("No")
        await self.button("Correct")
        await self.until(lambda shown: "confirming" in shown[-1]["text"])
        people.confirm(self.store, self.contact().person, now())

    # what the person does and sees

    async def act(self, verb: str, **body: Any) -> Json:
        return await self.play.post(f"telegram/{verb}", {"person": PERSON} | body)

    async def shown(self) -> list[Json]:
        found: list[Json] = (await self.play.screen("telegram", PERSON))["messages"]
        return found

    async def until(self, true: Callable[[list[Json]], Any]) -> list[Json]:
        """What is shown, once it is as it must become."""

        async def look() -> list[Json]:
            shown = await self.shown()
            return shown if true(shown) else []

        return await eventually(look)

    async def button(self, label: str) -> Json:
        """Wait for the button on the newest message that has one, and press it."""

        def there(shown: list[Json]) -> bool:
            last = [message for message in shown if message["buttons"]][-1:]
            fits = [
                f"{message['id']} {one['id']}"
                for message in last
                for one in message["buttons"]
                if one["label"].startswith(label)
            ]
            if not fits or fits[0] in self.pressed:  # its answer does not stand there yet
                return False
            self.pressed.add(fits[0])
            return True

        await self.until(there)
        answer = await self.act("press", label=label)
        assert answer["acked"], answer
        return answer

    async def faults(self, **body: Any) -> Json:
        return await self.play.post("telegram/faults", body)

    async def pending(self) -> int:
        return int((await self.faults())["pending"])

    async def confirmed(self) -> bool:
        """True once nothing waits at Telegram any more."""

        async def look() -> bool:
            return await self.pending() == 0

        return await eventually(look)

    async def reach(self, wanted: str) -> None:
        """Wait until the contact is known as this."""

        async def look() -> bool:
            return self.contact().reach == wanted

        await eventually(look)

    async def violations(self) -> list[Any]:
        return list((await self.play.get("telegram/ledger"))["violations"])


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    """A house that serves one person who pressed nothing yet; it must break none of the rules."""
    async with Playground() as play:
        await play.post("telegram/people", {"name": "Dr Osei", "id": PERSON, "language": "en"})
        made = House(play, folder)
        await made.open()
        try:
            yield made
            assert await made.violations() == []
        finally:
            await made.close()
