"""Telegram calls us: believed for its secret alone, compared in constant time, before any parsing.

Pure: what is asked of Telegram, and what it sends, as data.
"""

import hmac
import json
from dataclasses import dataclass
from typing import Any

from adapters.port import Answer, Call, Knock
from adapters.telegram import limits

PATH = "/telegram"
"""Where updates come in; the public address of the webhook leads here."""

SECRET = "x-telegram-bot-api-secret-token"
REFUSED_WEBHOOK = (
    "Telegram refuses the webhook ({}): set ROUNDS_TELEGRAM_WEBHOOK_URL to a public https address"
    " on port 443, 80, 88 or 8443."
)
NO_WEBHOOK = Call("deleteWebhook", {"drop_pending_updates": False})


@dataclass(frozen=True, slots=True)
class Webhook:
    """A public https address that leads to `PATH` at our door, and the secret that comes with each
    call."""

    url: str
    secret: str

    def call(self) -> Call:
        """What tells Telegram to call us; what waits there is kept."""
        args = {
            "url": self.url,
            "secret_token": self.secret,
            "allowed_updates": list(limits.UPDATES),
            "max_connections": limits.WEBHOOK_CONNECTIONS,
            "drop_pending_updates": False,
        }
        return Call("setWebhook", args)

    def believes(self, knock: Knock) -> bool:
        """Whether Telegram made this call, as far as one can know."""
        return hmac.compare_digest(knock.only(SECRET).encode(), self.secret.encode())


def answered(call: Call) -> Answer:
    """A call made in the answer itself: a press needs no second request for its toast."""
    return Answer(200, json.dumps({"method": call.method, **call.args}), "application/json")


def found(knock: Knock) -> Any:
    """The update; what is no JSON comes as its text, and is kept with what cannot be read."""
    try:
        return json.loads(knock.body)
    except (ValueError, RecursionError):
        return knock.body.decode(errors="replace")
