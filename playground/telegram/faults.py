"""What can be made to go wrong on purpose: one small table of named faults.

fail          {"method", "times"?, "status"?, "retry_after"?, "error"?, "done"?, "reset"?, "lost"?,
              "half"?, "delay"?, "chance"?}: how the next calls of a method end ("*" is any);
              `error` is Telegram's description. A status or an error comes instead of the work,
              with `done` after it; `reset` ends the connection before the work, `lost` after it,
              `half` in the middle of the answer; `delay` waits so many seconds first. `chance`
              (0 to 1) leaves some calls alone
deliver       {"duplicate": n, "reorder": n, "delay": seconds, "raw": {...}}: the next updates come
              twice with different ids, swap places with the one after, or come late; `raw` puts
              the object into the queue as an update, whatever it holds
close_sockets true: the open calls (a long poll) lose their connection
clear         true: all back to normal
"""

from collections.abc import Callable

from playground import cut
from playground.platform import Refused
from playground.telegram.facts import Json

KNOWN = ("fail", "deliver", "close_sockets", "clear")
HOW = ("status", "error", "delay", *cut.HOW)
COUNTED = ("duplicate", "reorder", "delay")


class Faults:
    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self.clear()

    def clear(self) -> None:
        self.fail: list[Json] = []
        self.deliver: dict[str, float] = {}

    def set(self, body: Json) -> list[Json]:
        """Take in what the control API was sent; returns the raw updates to deliver."""
        for name in body:
            if name not in KNOWN:
                raise Refused(f'There is no fault "{name}"; there are {", ".join(KNOWN)}.')
        if body.get("clear"):
            self.clear()
        fails = body.get("fail", [])
        added = [self._fail(one) for one in (fails if isinstance(fails, list) else [fails])]
        deliver = body.get("deliver", {})
        if not isinstance(deliver, dict) or any(name not in (*COUNTED, "raw") for name in deliver):
            raise Refused(f'"deliver" takes some of {", ".join(COUNTED)} and raw.')
        raw = deliver.get("raw", [])
        raws = raw if isinstance(raw, list) else [raw]
        if not all(isinstance(one, dict) for one in raws):
            raise Refused('"raw" is one update or a list of them, as JSON objects.')
        counted = {name: _number(deliver[name], name) for name in COUNTED if name in deliver}
        self.fail += added
        self.deliver |= counted
        return raws

    def json(self) -> Json:
        return {"fail": self.fail, "deliver": self.deliver}

    def take(self, method: str) -> Json:
        """The fault this call meets, used up once; empty if it meets none."""
        for fault in self.fail:
            named = fault["method"].lower() in (method.lower(), "*")
            if named and self._chance() < fault.get("chance", 1.0):
                fault["times"] -= 1
                if fault["times"] <= 0:
                    self.fail.remove(fault)
                return fault
        return {}

    def take_delivery(self, name: str) -> bool:
        left = self.deliver.get(name, 0)
        if left >= 1:
            self.deliver[name] = left - 1
        return left >= 1

    @staticmethod
    def _fail(one: object) -> Json:
        if not isinstance(one, dict) or not isinstance(one.get("method"), str):
            raise Refused('A "fail" names a "method", such as sendMessage, or "*".')
        if not any(name in one for name in HOW):
            raise Refused(f'A "fail" says how: one of {", ".join(HOW)}.')
        for name in ("status", "retry_after", "delay", "chance"):
            if name in one:
                _number(one[name], name)
        return one | {"times": int(_number(one.get("times", 1), "times"))}


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise Refused(f'"{name}" must be a number that is not negative.')
    return float(value)
