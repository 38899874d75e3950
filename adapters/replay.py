"""A message that could not be used, run once more: read as its platform reads it, as a new step."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.port import Unreadable
from adapters.slack.read import read as read_slack
from adapters.telegram.read import read as read_telegram
from bot import engine
from bot.cards import Durable
from bot.events import Event
from bot.rules import Rules
from store import MachineError, Store, incidents
from store.port import SqlRecords


def replay(store: Store, incident: Mapping[str, Any], rules: Rules, at: datetime) -> str:
    """Why it still cannot be used, "" when it was. `incident` is what `incidents.show` told.

    The incident closes in the step's own transaction: it is used once, or stays open. What would
    have answered the moment itself (a notice, a form) has nobody waiting for it any more. Raises
    MachineError if the machine could not store it.
    """
    try:
        event = _read(incident, at)
    except Exception as error:
        return _why(error)
    if event is None:
        return "it says nothing that concerns Rounds"

    def step(records: SqlRecords) -> bool:
        if not incidents.settle(records, incident["id"], at):
            return False
        for out in engine.handle(records, event, rules):
            if isinstance(out, Durable):
                records.emit(out, at)
        return True

    try:
        used = store.submit(step).result()
    except MachineError:
        raise
    except Exception as error:
        return _why(error)
    return "" if used else "its incident was closed meanwhile"


def _read(incident: Mapping[str, Any], at: datetime) -> Event | None:
    """The event, as the platform's own reader finds it."""
    payload = json.loads(incident["raw"])
    if incident["source"] == "slack":
        return read_slack(payload, at)
    return read_telegram(payload, incident["team"], at)


def _why(error: Exception) -> str:
    """A reader's own words, else the kind alone: other words may hold what somebody wrote."""
    return str(error).rstrip(".") if isinstance(error, Unreadable) else type(error).__name__
