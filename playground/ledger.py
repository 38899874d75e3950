"""Every request a client made, every limit it broke and every delivery to it is written down here,
in order.

The lists share one counter, so `since` of the last answer continues all of them.
"""

from bisect import bisect_right
from typing import Any

CAP = 200_000  # entries kept of each list; a night of drills stays below it


class Ledger:
    def __init__(self) -> None:
        self._next = 0
        self._requests: list[dict[str, Any]] = []
        self._violations: list[dict[str, Any]] = []
        self._deliveries: list[dict[str, Any]] = []

    def record(
        self,
        platform: str,
        method: str,
        agent: str,
        at: float,
        ok: bool,
        error: str | None = None,
        channel: str | None = None,
    ) -> None:
        entry = {
            "platform": platform,
            "method": method,
            "agent": agent,
            "at": at,
            "ok": ok,
            "error": error,
        }
        self._append(self._requests, entry | {"channel": channel})

    def violation(self, platform: str, method: str, what: str) -> None:
        self._append(self._violations, {"platform": platform, "method": method, "what": what})

    def delivery(
        self, platform: str, kind: str, at: float, acked: bool, ms: int, attempt: int, reason: str
    ) -> None:
        """Something was offered to the client: did it acknowledge in time?"""
        entry = {"platform": platform, "kind": kind, "at": at, "acked": acked, "ms": ms}
        self._append(self._deliveries, entry | {"attempt": attempt, "reason": reason})

    def json(self, since: int = 0, platform: str | None = None) -> dict[str, Any]:
        """What happened after `since`; `next` is the `since` of the next question."""
        return {
            "requests": self._after(self._requests, since, platform),
            "violations": self._after(self._violations, since, platform),
            "deliveries": self._after(self._deliveries, since, platform),
            "next": self._next,
        }

    def _append(self, entries: list[dict[str, Any]], entry: dict[str, Any]) -> None:
        self._next += 1
        entries.append({"n": self._next} | entry)
        if len(entries) > CAP:
            del entries[: CAP // 10]

    @staticmethod
    def _after(
        entries: list[dict[str, Any]], since: int, platform: str | None
    ) -> list[dict[str, Any]]:
        first = bisect_right(entries, since, key=lambda entry: int(entry["n"]))
        return [
            entry for entry in entries[first:] if platform is None or entry["platform"] == platform
        ]
