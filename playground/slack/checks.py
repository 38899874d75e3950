"""Small checks that report what is wrong with a value in Slack's words, with a JSON pointer.

A check is a function of (value, pointer, report); it appends to the report and never raises, so
that one answer names everything that is wrong, as Slack's does.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

Report = list[str]
Check = Callable[[Any, str, Report], None]


def tell(report: Report, what: str, at: str) -> None:
    report.append(f"{what} [json-pointer:{at}]")


def entries(value: Any) -> list[Any]:
    """The entries of a list; nothing of what is no list (another check says that it is none)."""
    return value if isinstance(value, list) else []


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, str):
            tell(report, "must be a string", at)
        elif len(value) < least:
            tell(report, f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            tell(report, f"must be less than {most + 1} characters", at)

    return check


def boolean(value: Any, at: str, report: Report) -> None:
    if not isinstance(value, bool):
        tell(report, "must be a boolean", at)


def anything(value: Any, at: str, report: Report) -> None:
    """A field we let through unread."""


def whole(least: int, most: int) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            tell(report, "must be an integer", at)
        elif value < least:
            tell(report, f"must be greater than or equal to {least}", at)
        elif value > most:
            tell(report, f"must be less than {most + 1}", at)

    return check


def one_of(*choices: str) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if value not in choices:
            tell(report, f"must be one of: {', '.join(choices)}", at)

    return check


def many(item: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, list):
            tell(report, "must be an array", at)
            return
        if len(value) < least:
            tell(report, f"no fewer than {least} items allowed", at)
        if len(value) > most:
            tell(report, f"no more than {most} items allowed", at)
        for number, entry in enumerate(value):
            item(entry, f"{at}/{number}", report)

    return check


def shape(need: Mapping[str, Check], may: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others (`type` is always allowed)."""
    optional = may or {}

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            tell(report, "must be an object", at)
            return
        for name in need:
            if value.get(name) is None:
                tell(report, f"missing required field: {name}", at)
        for name, entry in value.items():
            inner = need.get(name) or optional.get(name)
            if inner is not None and entry is not None:
                inner(entry, f"{at}/{name}", report)
            elif inner is None and name != "type":
                tell(report, f"invalid additional property: {name}", at)

    return check


def text(most: int, plain: bool = False) -> Check:
    """A text object; `plain` allows no mrkdwn."""
    inside = shape({"text": string(most)}, {"emoji": boolean, "verbatim": boolean})

    def check(value: Any, at: str, report: Report) -> None:
        if not isinstance(value, dict):
            tell(report, "must be an object", at)
            return
        kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
        if value.get("type") not in kinds:
            tell(report, f"unsupported type: {value.get('type')}", f"{at}/type")
            return
        if value["type"] == "mrkdwn" and "emoji" in value:
            tell(report, "invalid additional property: emoji", at)
        if value["type"] == "plain_text" and "verbatim" in value:
            tell(report, "invalid additional property: verbatim", at)
        inside(value, at, report)

    return check


def typed(checks: Mapping[str, Check], allowed: Collection[str] | None = None) -> Check:
    """An object whose `type` says which check reads it."""

    def check(value: Any, at: str, report: Report) -> None:
        kind = str(value.get("type")) if isinstance(value, dict) else ""
        if not isinstance(value, dict):
            tell(report, "must be an object", at)
        elif kind not in checks or (allowed is not None and kind not in allowed):
            tell(report, f"unsupported type: {kind}", f"{at}/type")
        else:
            checks[kind](value, at, report)

    return check


def both(*checks: Check) -> Check:
    def check(value: Any, at: str, report: Report) -> None:
        for one in checks:
            one(value, at, report)

    return check
