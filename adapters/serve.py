"""`rounds serve`: every platform whose tokens are set, the pump, the door and a dumb tick.

Composition only: the store is opened, each platform's speaker gets a way to deliver, and the
scheduler asks "what is due?" of the database. Nothing is remembered here.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters import edge, upkeep
from adapters.door import Door, Health
from adapters.memory import give_back, spare_what_stays
from adapters.metrics import Metrics
from adapters.outbox import Pump, Pumping
from adapters.pace import Pace, Rate
from adapters.port import Refused, Speaker, Unreadable
from adapters.settings import OFF, Settings, plain
from adapters.slack.app import SlackSpeaker
from adapters.telegram.app import TelegramSpeaker
from adapters.telegram.webhook import Webhook
from bot import engine
from bot.cards import Out
from bot.events import Event
from bot.port import Records
from bot.rules import Rules
from store import Delivery, Duplicate, Handled, Quarantined, Store, open_store, queries
from store.connect import file_of
from store.lock import alone

log = logging.getLogger(__name__)

START_AGAIN = (1, 2, 5, 10, 30, 60)
"""Seconds between tries to reach a platform at start; the last repeats."""

Deliver = Callable[[Delivery, Event | Unreadable], Awaitable[Handled | Duplicate | Quarantined]]


def rates(settings: Settings) -> dict[str, Rate]:
    """The buckets of adapters.pace by name (limits: notes on Slack 1.5, Telegram 1)."""
    minute = 60.0
    updates = settings.slack_updates_per_minute
    return {
        "slack.post": Rate(settings.slack_posts_per_second, settings.slack_posts_burst),
        "slack.update": Rate(updates / minute, max(1.0, updates / 5), max(0.0, updates / 10)),
        "slack.other": Rate(settings.slack_other_per_minute / minute, 20),
        "telegram.chat": Rate(settings.telegram_chat_per_second, settings.telegram_chat_burst),
        "telegram.all": Rate(settings.telegram_per_second, settings.telegram_per_second),
    }


def deliverer(store: Store, rules: Rules, metrics: Metrics | None = None) -> Deliver:
    """How an event becomes a step: marked, handled and queued in one transaction.

    What could not be read becomes a step that fails, and so is kept in quarantine.
    """
    told = (metrics or Metrics()).delivered

    async def deliver(
        delivery: Delivery, event: Event | Unreadable
    ) -> Handled | Duplicate | Quarantined:
        def step(records: Records) -> list[Out]:
            if isinstance(event, Unreadable):
                raise event
            return engine.handle(records, event, rules)

        became = "failed"
        try:
            stored = await asyncio.wrap_future(store.deliver(delivery, step))
            became = type(stored).__name__.lower()
        finally:
            told(delivery.source, became, (edge.now() - delivery.at).total_seconds())
        return stored

    return deliver


def speakers(settings: Settings, store: Store, deliver: Deliver) -> list[Speaker]:
    """One speaker for each platform whose tokens are set."""
    made = list[Speaker]()
    if settings.slack_bot_token and (settings.slack_app_token or settings.slack_signing_secret):
        made.append(
            SlackSpeaker(
                bot_token=plain(settings.slack_bot_token),
                app_token=plain(settings.slack_app_token),
                signing_secret=plain(settings.slack_signing_secret),
                api_url=settings.slack_api_url,
                deliver=deliver,
                now=edge.now,
            )
        )
    if settings.telegram_token:
        url = settings.telegram_webhook_url
        made.append(
            TelegramSpeaker(
                token=plain(settings.telegram_token),
                api_url=settings.telegram_api_url,
                deliver=deliver,
                now=edge.now,
                webhook=Webhook(url, plain(settings.telegram_webhook_secret)) if url else None,
                poll_seconds=settings.telegram_poll_seconds,
                lock=lambda: store.lock("telegram poll"),
            )
        )
    return made


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM; then stop taking, finish what is under way, and close.

    Raises SchemaMismatch, Taken, or a platform's Refused; each is one sentence with the remedy.
    """
    with alone(settings.database_url):
        await _serve(settings)


async def _serve(settings: Settings) -> None:
    store = open_store(settings.database_url, edge.fresh_id)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    metrics = Metrics()
    reachable: dict[tuple[str, str], Speaker] = {}
    pump = _pump(settings, store, reachable, metrics)

    def committed() -> None:
        loop.call_soon_threadsafe(pump.wake)

    store.listen(committed)
    made = speakers(settings, store, deliverer(store, settings.rules(), metrics))
    spare_what_stays()
    door = await _door(settings, store, made, metrics)
    tasks = [asyncio.create_task(_start(speaker, reachable, pump)) for speaker in made]
    tasks.append(pumping := asyncio.create_task(pump.run()))
    scheduler = _scheduler(settings, store)
    log.info("serving %s", ", ".join(speaker.platform for speaker in made))
    try:
        await _until(stop, tasks)
    finally:
        scheduler.shutdown(wait=False)
        if door:
            await door.close()
        pump.stop()
        await asyncio.wait({pumping})
        for speaker in made:
            await speaker.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(store.close)


async def _door(
    settings: Settings, store: Store, made: Sequence[Speaker], metrics: Metrics
) -> Door | None:
    """The port we listen at. Where nobody calls us and nobody asked for it, a taken one is no
    reason not to serve."""
    if settings.http_bind == OFF:
        return None
    how = Health(
        ready=lambda: _ready(store, made),
        metrics=lambda: _metrics(store, made, metrics),
        refused=metrics.refused,
    )
    door = Door(settings.http_bind, how, shared=file_of(settings.database_url) is None)
    for speaker in made:
        door.hear(speaker.hears())
    try:
        await door.open()
    except Refused as error:
        if any(speaker.hears() for speaker in made) or "http_bind" in settings.model_fields_set:
            await asyncio.to_thread(store.close)
            raise
        log.warning("%s Until then there is no /healthz and no /metrics.", error)
        return None
    log.info("listening at %s", door.url)
    return door


async def _ready(store: Store, made: Sequence[Speaker]) -> list[str]:
    """What keeps us from serving now, one sentence each."""
    wrong = [sentence for speaker in made if (sentence := speaker.healthy(edge.now()))]
    try:
        await asyncio.to_thread(store.read, queries.attention)
    except Exception as error:
        wrong.append(f"The database does not answer ({type(error).__name__}).")
    return wrong


async def _metrics(store: Store, made: Sequence[Speaker], metrics: Metrics) -> str:
    """Everything counted; a database that is away leaves out what only it knows."""
    now = edge.now()
    for speaker in made:
        metrics.well(speaker.platform, not speaker.healthy(now))
    try:
        counts = await asyncio.to_thread(store.read, lambda look: queries.waiting(look, now))
    except Exception:
        log.exception("the database was not asked for its counts")
        counts = {}
    return await asyncio.to_thread(metrics.text, counts)


async def _until(stop: asyncio.Event, tasks: list[asyncio.Task[None]]) -> None:
    """Wait to be told to stop; a part that breaks for good ends the whole with its reason."""
    told = asyncio.create_task(stop.wait())
    watched: set[asyncio.Task[object]] = {told, *tasks}
    while not told.done():
        done, _ = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
        for task in done - {told}:
            watched.discard(task)
            if error := task.exception():
                told.cancel()
                raise error


async def _start(speaker: Speaker, reachable: dict[tuple[str, str], Speaker], pump: Pump) -> None:
    """Reach the platform, however often it takes; a refused token ends it with its reason."""
    tried = 0
    while True:
        try:
            await speaker.start()
            break
        except (OSError, TimeoutError) as error:
            pause = START_AGAIN[min(tried, len(START_AGAIN) - 1)]
            tried += 1
            log.warning("%s is not reachable (%s); again in %s s", speaker.platform, error, pause)
            await asyncio.sleep(pause)
    reachable[speaker.platform, speaker.team] = speaker
    log.info("%s is connected", speaker.platform)
    pump.wake()


def _pump(
    settings: Settings,
    store: Store,
    reachable: Mapping[tuple[str, str], Speaker],
    metrics: Metrics,
) -> Pump:
    how = Pumping(
        owner=f"{os.getpid()}-{edge.fresh_id()}",
        lease=settings.send_lease_seconds,
        timeout=settings.send_timeout_seconds,
        at_once=settings.send_at_once,
        look=settings.look_seconds,
    )
    pace = Pace(rates(settings))
    return Pump(store, reachable, settings.rules(), pace, how, edge.now, metrics.sent)


def _scheduler(settings: Settings, store: Store) -> AsyncIOScheduler:
    """A dumb alarm clock: one job, no job store; what is due is a query."""
    rules = settings.rules()

    async def tick() -> None:
        await upkeep.tick(store, rules, edge.now())
        give_back()

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        tick,
        "interval",
        seconds=settings.tick_seconds,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    return scheduler
