"""What became of a call, as one of four outcomes: only what surely failed is simply tried again.

The classes and their traps are those of Telegram's server and of python-telegram-bot, where
TimedOut and BadRequest are NetworkErrors, and only the cause says whether a request left.
"""

import os

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from adapters.port import Never, Outcome, Sent, Unsure, Wait, Where

os.environ.setdefault("PTB_TIMEDELTA", "true")
"""The library's own switch: without it every RetryAfter warns that its number will be a span."""

NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    RuntimeError,
)
"""Causes after which the request surely never left; RuntimeError is a client already closed."""

AGAIN_SECONDS = 1.0
REFUSED_SECONDS = 60.0
"""Pause when the token is refused: nothing can be sent until somebody mends it."""

REFUSED = (
    "Telegram refuses the token: make a new one with @BotFather and set ROUNDS_TELEGRAM_TOKEN."
)

DONE_ALREADY = ("message is not modified", "message to delete not found")
"""Refusals that mean that it is as it was to be."""

GONE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid")
"""Refusals that mean there is nobody there."""


def outcome(error: TelegramError, where: Where) -> Outcome:
    """What a failed call means for the message it carried."""
    if isinstance(error, RetryAfter):
        return Wait(seconds(error), error.message, "platform")
    if isinstance(error, InvalidToken | EndPointNotFound):
        return Wait(REFUSED_SECONDS, REFUSED, "platform")
    if isinstance(error, Forbidden):
        return Never(error.message, gone=True)
    if isinstance(error, ChatMigrated):
        return Never("The chat became a group of its own; only private chats are used.")
    if isinstance(error, BadRequest):
        return _refused(error.message, where)
    if isinstance(error, Conflict):
        return Wait(AGAIN_SECONDS, error.message)
    if isinstance(error, NetworkError) and isinstance(error.__cause__, NOT_SENT):
        return Wait(AGAIN_SECONDS, error.message)
    return Unsure(error.message)


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    after = error.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()


def is_too_late(error: TelegramError) -> bool:
    """A press that no longer waits for an answer; not a failure, the state is stored."""
    said = error.message.lower()
    return isinstance(error, BadRequest) and ("query is too old" in said or "query id" in said)


def _refused(said: str, where: Where) -> Outcome:
    lower = said.lower()
    if any(words in lower for words in DONE_ALREADY):
        return Sent(where.ref, where.channel)
    return Never(said, gone=any(words in lower for words in GONE))
