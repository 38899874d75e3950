"""What can be made to go wrong on purpose: one small table of named faults.

fail          {"method", "times", "status"?, "retry_after"?, "error"?, "done"?, "reset"?, "lost"?,
              "half"?, "delay"?, "chance"?}: how the next calls of a method end ("*" is any,
              "response_url" the hooks). A status or an error comes instead of the work, with
              `done` after it; `reset` ends the connection before the work, `lost` after it, `half`
              in the middle of the answer. `chance` (0 to 1) leaves some calls alone
deliver       {"duplicate": n, "drop": n, "reorder": n, "delay": seconds}: the next deliveries
refuse_links  n: the next WebSocket handshakes answer 503
close_sockets true · disconnect REASON: what happens to the open sockets
scopes [..] · commands [..] · messages_tab bool: how the app is set up
request_url · signing_secret: where everything is posted, signed, instead of over sockets ("" ends
              that); the address must say the challenge back
clear         true: all back to normal
"""

from collections.abc import Callable

from playground import cut
from playground.platform import Refused
from playground.slack.facts import COMMANDS, SCOPES, Json

DELIVER = ("duplicate", "drop", "reorder", "delay")
HOW = ("status", "error", "delay", *cut.HOW)
REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")


class Faults:
    def __init__(self, chance: Callable[[], float]) -> None:
        self._chance = chance
        self.request_url = self.signing_secret = ""
        self.clear()

    def clear(self) -> None:
        self.fail: list[Json] = []
        self.deliver: dict[str, float] = {}
        self.refuse_links = 0
        self.scopes: tuple[str, ...] = SCOPES
        self.commands: tuple[str, ...] = COMMANDS
        self.messages_tab = True

    def set(self, body: Json) -> None:
        """Take in what the control API was sent; sockets are closed by whoever holds them."""
        known = {
            "fail",
            "deliver",
            "refuse_links",
            "close_sockets",
            "disconnect",
            "scopes",
            "commands",
            "messages_tab",
            "request_url",
            "signing_secret",
        }
        for name in body:
            if name not in known | {"clear"}:
                raise Refused(
                    f'There is no fault "{name}"; there are {", ".join(sorted(known))} and clear.'
                )
        if body.get("clear"):
            self.clear()
        if "fail" in body:
            self.fail += [self._fail(one) for one in _listed(body["fail"])]
        if "deliver" in body:
            self.deliver |= self._deliver(body["deliver"])
        if "refuse_links" in body:
            self.refuse_links = int(_number(body["refuse_links"], "refuse_links"))
        for name in ("scopes", "commands"):
            if name in body:
                setattr(self, name, tuple(str(entry) for entry in _listed(body[name])))
        for name in ("request_url", "signing_secret"):
            if name in body:
                setattr(self, name, str(body[name]))
        if "messages_tab" in body:
            self.messages_tab = bool(body["messages_tab"])
        if body.get("disconnect", "warning") not in REASONS:
            raise Refused(f"Slack disconnects with one of {', '.join(REASONS)}.")

    def json(self) -> Json:
        return {
            "fail": self.fail,
            "deliver": self.deliver,
            "refuse_links": self.refuse_links,
            "scopes": list(self.scopes),
            "commands": list(self.commands),
            "messages_tab": self.messages_tab,
            "request_url": self.request_url,
        }

    def take(self, method: str) -> Json | None:
        """The fault this call meets, used up once."""
        for fault in self.fail:
            if fault["method"] in (method, "*") and self._chance() < fault.get("chance", 1.0):
                fault["times"] -= 1
                if fault["times"] <= 0:
                    self.fail.remove(fault)
                return fault
        return None

    def take_delivery(self, name: str) -> bool:
        left = self.deliver.get(name, 0)
        if left >= 1:
            self.deliver[name] = left - 1
        return left >= 1

    def take_link(self) -> bool:
        refused = self.refuse_links > 0
        self.refuse_links -= refused
        return refused

    @staticmethod
    def _fail(one: object) -> Json:
        if not isinstance(one, dict) or not isinstance(one.get("method"), str):
            raise Refused('A "fail" names a "method", such as chat.update, or "*".')
        if not any(name in one for name in HOW):
            raise Refused(f'A "fail" says how: one of {", ".join(HOW)}.')
        return one | {"times": int(_number(one.get("times", 1), "times"))}

    @staticmethod
    def _deliver(body: object) -> dict[str, float]:
        if not isinstance(body, dict) or not body or any(name not in DELIVER for name in body):
            raise Refused(f'"deliver" counts some of {", ".join(DELIVER)}.')
        return {name: _number(value, name) for name, value in body.items()}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise Refused(f'"{name}" must be a number that is not negative.')
    return float(value)
