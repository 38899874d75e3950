"""Logs as one JSON line or one readable line each, without tokens and without what people wrote.

Libraries that print addresses with tokens or whole bodies are held at WARNING, whatever the level;
of what breaks, kind and place are told, not its words: they may quote a person.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from typing import Any

import structlog

TOKENS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|\b\d{1,14}:[A-Za-z0-9_-]{6,}|(?<=/bot)[^/\s]+")
"""Slack bot and app tokens, Telegram bot tokens, and whatever follows /bot in an address."""

SECRET_LEAST = 6
"""Shorter values are no secrets, and would take words out of every line."""

OURS = ("adapters", "bot", "store")

TALKATIVE = (
    "httpx",
    "httpcore",
    "slack_sdk",
    "slack_bolt",
    "telegram",
    "aiohttp.access",
    "apscheduler",
    "sqlalchemy.engine",
    "alembic",
)

SILENT = ("aiohttp.server",)
"""Tells every broken request of any stranger as an error; the door counts them."""


def worth_telling(record: logging.LogRecord) -> bool:
    """Decided where lines leave: Bolt gives its own loggers the root's level, and prints at DEBUG
    what people wrote."""
    if record.name.startswith(SILENT):
        return False
    return record.levelno >= logging.WARNING or not record.name.startswith(TALKATIVE)


class Redacting(structlog.stdlib.ProcessorFormatter):
    """The last hand on a line, its traceback included: secrets leave it."""

    def __init__(self, secrets: Sequence[str], **how: Any) -> None:
        super().__init__(**how)
        known = sorted({secret for secret in secrets if len(secret) >= SECRET_LEAST}, key=len)
        names = [re.escape(secret) for secret in reversed(known)]
        self._secret = re.compile("|".join([*names, TOKENS.pattern]))

    def format(self, record: logging.LogRecord) -> str:
        return self._secret.sub("[secret]", super().format(record))


def traceback_without_words(
    _logger: object, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """Where it broke and what kind it was. A message may quote what somebody wrote, so it is kept
    of our own exceptions alone, which never do."""
    told = event.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_told(error))
    return event


def _told(error: BaseException) -> Iterator[str]:
    """The chain, innermost cause first, each with its frames; no source line, no value."""
    inner = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if inner is not None:
        yield from _told(inner)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    ours = type(error).__module__.split(".")[0] in OURS
    yield f"{type(error).__name__}{f': {error}' if ours else ''}"


def configure(level: str, secrets: Sequence[str] = (), *, json: bool = False) -> None:
    """Set up the root logger once, at start. `secrets` are values that never leave in a line."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        traceback_without_words,
    ]
    last: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(worth_telling)
    handler.setFormatter(
        Redacting(
            secrets,
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in TALKATIVE:  # what is not told need not be made, where a logger inherits its level
        logging.getLogger(name).setLevel(logging.WARNING)
