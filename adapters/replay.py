"""A message that could not be used, run once more: read as its platform reads it, as a new step."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from adapters.slack.read import read as read_slack
from adapters.telegram.read import read as read_telegram
from bot import engine
from bot.cards import Durable
from bot.port import Records
from bot.rules import Rules
from store import Store, incidents


def replay(store: Store, incident: Mapping[str, Any], rules: Rules, at: datetime) -> str:
    """Why it still cannot be used, "" when it was. The incident closes in the same transaction."""
    try:
        payload = json.loads(incident["raw"])
        read = (
            partial(read_slack, payload)
            if incident["source"] == "slack"
            else partial(read_telegram, payload, incident["team"])
        )
        event = read(at)
    except Exception as error:  # whatever a reader finds is the coordinator's answer
        return f"{type(error).__name__}"
    if event is None:
        return "it holds nothing for us"

    def step(records: Records) -> None:
        for out in engine.handle(records, event, rules):
            if isinstance(out, Durable):
                records.emit(out, at)
        incidents.settle(records, incident["id"], at)

    try:
        store.submit(step).result()
    except Exception as error:  # the same: told, not hidden
        return f"{type(error).__name__}"
    return ""
