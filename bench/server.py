"""One server in a process of its own: a floor, or our door with the real speaker, engine and store.

Prints its address when it is ready. Ours has a second path, for whoever measures: people's next
presses, and what the store holds.
"""

import argparse
import asyncio
import json
import signal
from pathlib import Path
from typing import Any

from aiohttp import web
from slack_bolt.authorization import AuthorizeResult

from adapters.door import Door, Health
from adapters.edge import fresh_id, now
from adapters.memory import spare_what_stays
from adapters.metrics import Metrics
from adapters.outbox import Pump, Pumping
from adapters.pace import Pace
from adapters.port import Answer, Knock, Outcome, Speaker, Where
from adapters.serve import Deliver, deliverer
from adapters.slack.app import SlackSpeaker
from adapters.telegram.app import TelegramSpeaker
from adapters.telegram.webhook import Webhook
from bench.bodies import SIGNING_SECRET, WEBHOOK_SECRET, press
from bench.floors import FLOORS
from bench.people import RULES, TEAMS, People, house
from bot.cards import Durable

CONTROL = "/bench"
NOWHERE = "http://127.0.0.1:9"


class Silent:
    """A client that answers every call at once: what is measured is ours."""

    async def do_api_request(self, _method: str, _args: Any = None, **_: Any) -> bool:
        return True

    async def shutdown(self) -> None:
        """Nothing to close."""


class Instant:
    """`adapters.port.Speaker` for the pump: everything sent arrives at once."""

    def __init__(self, people: People) -> None:
        self.platform, self.team = people.platform, TEAMS[people.platform]
        self._people = people

    def hears(self) -> dict[str, Any]:
        return {}

    async def start(self) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        """Nothing to close."""

    async def send(self, out: Durable, where: Where) -> Outcome:
        return self._people.arrive(out, where.ref)

    def pace(self, out: Durable, where: Where) -> tuple[str, ...]:
        return ()

    def healthy(self, _now: Any) -> str:
        return ""


def telegram(deliver: Deliver, api: str) -> Speaker:
    """Our speaker as if Telegram had been reached; with `api` its calls are made there."""
    made = TelegramSpeaker(
        token=f"{TEAMS['telegram']}:bench",
        api_url=api or NOWHERE,
        deliver=deliver,
        now=now,
        lock=lambda: asyncio.Lock(),
        webhook=Webhook(NOWHERE, WEBHOOK_SECRET),
    )
    made.team = TEAMS["telegram"]
    if not api:
        made._bot = Silent()  # type: ignore[assignment]
    return made


def slack(deliver: Deliver) -> Speaker:
    """Our speaker as if Slack had been reached. A press that is in order makes no call."""
    made = SlackSpeaker(
        bot_token="xoxb-bench",
        app_token="",
        api_url=NOWHERE,
        deliver=deliver,
        now=now,
        signing_secret=SIGNING_SECRET,
    )
    made.team, made._reached = TEAMS["slack"], True
    made._bot = AuthorizeResult(
        enterprise_id=None, team_id=made.team, bot_user_id="U0BOT", bot_id="B0BOT"
    )
    return made


async def ours(told: argparse.Namespace) -> None:
    """Our door, until we are told to stop."""
    store, people = house(f"sqlite:///{told.database}", told.kind, told.tasks, told.people)
    metrics = Metrics()
    deliver = deliverer(store, RULES, metrics)
    speaker = telegram(deliver, told.api) if told.kind == "telegram" else slack(deliver)

    async def control(knock: Knock) -> Answer:
        label = json.loads(knock.body)["wave"]
        while told.pump and people.counts()["waiting"]:  # noqa: ASYNC110  nobody tells us
            await asyncio.sleep(0.01)
        await asyncio.to_thread(people.settle)
        pressed = [press(one, label) for one in people.wave(label)] if label else []
        bodies = [[body.decode(), headers] for body, headers in pressed]
        return Answer(200, json.dumps({"requests": bodies, "counts": people.counts()}))

    async def nothing() -> Any:
        return ""

    door = Door("127.0.0.1:0", Health(nothing, nothing, metrics.refused), shared=False)
    door.hear({**speaker.hears(), CONTROL: control})
    pump = None
    if told.pump:
        loop = asyncio.get_running_loop()
        reachable: dict[tuple[str, str], Speaker] = {(told.kind, TEAMS[told.kind]): Instant(people)}
        how = Pumping(owner=fresh_id())
        pump = Pump(store, reachable, RULES, Pace({}), how, now, metrics.sent)
        wake = pump.wake

        def committed() -> None:
            loop.call_soon_threadsafe(wake)

        store.listen(committed)
        pumping = asyncio.create_task(pump.run())
    spare_what_stays()
    await door.open()
    (path,) = speaker.hears()
    print(door.url + path, door.url + CONTROL, flush=True)
    await _stopped()
    await door.close()
    if pump:
        pump.stop()
        await pumping
    await speaker.stop()
    store.close()


async def floor(told: argparse.Namespace) -> None:
    """A library's floor, or a platform that says yes to everything."""
    app = web.Application()

    async def yes(_request: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "result": True})

    app.router.add_post("/", FLOORS[told.kind]() if told.kind in FLOORS else yes)
    app.router.add_post("/{path:.*}", yes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = "http://{}:{}".format(*runner.addresses[0][:2])
    print(f"{url}/", url, flush=True)
    await _stopped()
    await runner.cleanup()


async def _stopped() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()


def main() -> None:
    asked = argparse.ArgumentParser(prog="bench.server", description=__doc__)
    asked.add_argument("kind", choices=("telegram", "slack", "yes", *FLOORS))
    asked.add_argument("--database", type=Path)
    asked.add_argument("--tasks", type=Path)
    asked.add_argument("--people", type=int, default=0)
    asked.add_argument("--pump", action="store_true")
    asked.add_argument("--api", default="")
    told = asked.parse_args()
    asyncio.run(ours(told) if told.kind in ("telegram", "slack") else floor(told))


if __name__ == "__main__":
    main()
