"""What a person would expect to survive a restart is one JSON line here: table, key, value.

A put costs one `json.dumps` and an append to a buffer; the buffer reaches the file within a tenth
of
a second and on close. A value of null drops the key. Opening replays the file, forgives a torn last
line (the process was killed while writing it) and rewrites the file without what was overtaken.
"""

import asyncio
import fcntl
import json
import os
from pathlib import Path
from typing import IO, Any

FLUSH_SECONDS = 0.1


class JournalError(Exception):
    """The state file cannot be used; the message says why and what to do."""


class Journal:
    """Tables of JSON values, in memory and (with a path) on disk."""

    def __init__(self, path: Path | str | None) -> None:
        self._path = Path(path) if path is not None else None
        self._tables: dict[str, dict[str, Any]] = {}
        self._buffer: list[str] = []
        self._file: IO[str] | None = None
        self._lock: IO[str] | None = None
        self._timer: asyncio.TimerHandle | None = None
        if self._path is not None:
            self._open(self._path)

    def table(self, name: str) -> dict[str, Any]:
        """The living table: read it freely, change it only through `put` and `drop`."""
        return self._tables.setdefault(name, {})

    def put(self, table: str, key: str, value: Any) -> None:
        self._apply(table, key, value)
        if self._path is None:
            return
        self._buffer.append(
            json.dumps([table, key, value], ensure_ascii=False, separators=(",", ":"))
        )
        self._flush_soon()

    def drop(self, table: str, key: str) -> None:
        if key in self.table(table):
            self.put(table, key, None)

    def flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._buffer and self._file is not None:
            self._file.write("\n".join(self._buffer) + "\n")
            self._file.flush()
            self._buffer.clear()

    def close(self) -> None:
        self.flush()
        for file in (self._file, self._lock):
            if file is not None:
                file.close()
        self._file = self._lock = None

    def _apply(self, table: str, key: str, value: Any) -> None:
        if value is None:
            self.table(table).pop(key, None)
        else:
            self.table(table)[key] = value

    def _flush_soon(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # used without a loop: nobody would come back to flush
            self.flush()
            return
        if self._timer is None:
            self._timer = loop.call_later(FLUSH_SECONDS, self.flush)

    def _open(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = path.with_name(path.name + ".lock").open("w")  # held until close
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise JournalError(
                f"{path} is in use by another playground; stop it or choose another --state."
            ) from None
        try:
            if path.exists():
                self._replay(path)
            self._compact(path)
        except (JournalError, OSError):
            self._lock.close()
            raise
        self._file = path.open("a", encoding="utf-8", errors="surrogatepass")  # held until close

    def _replay(self, path: Path) -> None:
        lines = path.read_bytes().split(b"\n")
        last = max((number for number, line in enumerate(lines) if line), default=0)
        for number, line in enumerate(lines):
            if not line:
                continue
            try:
                table, key, value = json.loads(line.decode("utf-8", errors="surrogatepass"))
            except ValueError:
                if number == last:
                    return
                raise JournalError(
                    f"{path}, line {number + 1} is not a journal line; "
                    "move the file away and start again."
                ) from None
            self._apply(table, key, value)

    def _compact(self, path: Path) -> None:
        fresh = path.with_name(path.name + ".new")
        with fresh.open("w", encoding="utf-8", errors="surrogatepass") as file:
            for table, rows in self._tables.items():
                for key, value in rows.items():
                    file.write(
                        json.dumps([table, key, value], ensure_ascii=False, separators=(",", ":"))
                        + "\n"
                    )
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
