"""What every `rounds serve` does from time to time; nothing is remembered between two times."""

import asyncio
from datetime import datetime

from bot import engine
from bot.cards import Durable
from bot.port import Records
from bot.rules import Rules
from store import Store, batches, prune, recount

FORGETS_MOST = 100
"""Transactions of forgetting in one tick; the next one goes on."""


async def tick(store: Store, rules: Rules, at: datetime) -> None:
    """What is due is decided, a new count of a queue or an import whose process died is finished,
    and all that is old enough is forgotten: in short transactions, between which presses go
    first."""

    def step(records: Records) -> None:
        for out in engine.tick(records, at, rules):
            if isinstance(out, Durable):
                records.emit(out, at)

    await asyncio.wrap_future(store.submit(step))
    for unit in (recount.go_on_anywhere, batches.enter_next):
        while await asyncio.wrap_future(store.submit(unit)):
            pass
    for _ in range(FORGETS_MOST):
        done = await asyncio.wrap_future(store.submit(lambda records: prune.forget(records, at)))
        if not prune.more(done):
            return
