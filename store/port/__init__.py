"""The port that `bot.port` wishes for, kept with Core statements inside one transaction."""

from store.port.leaving import SqlRecords

__all__ = ["SqlRecords"]
