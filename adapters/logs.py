"""Logs as one JSON line or one readable line each, without tokens and without what people wrote.

Libraries that print addresses with tokens or whole bodies are held at WARNING, whatever the level.
"""

import logging
import re
import sys

import structlog

TOKENS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|\b\d{1,14}:[A-Za-z0-9_-]{6,}|(?<=/bot)[^/\s]+")
"""Slack bot and app tokens, Telegram bot tokens, and whatever follows /bot in an address."""

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


class Redact(logging.Filter):
    """Replaces tokens in a record's finished message; arguments are dropped after formatting."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = TOKENS.sub("[token]", record.getMessage()), None
        return True


def configure(level: str, *, json: bool = False) -> None:
    """Set up the root logger once, at start."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Redact())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
