"""A payload damaged in its structure: whatever is done to it, it is still JSON that can arrive.

Fields vanish, become null or another type, swap places, take another's id, nest without end.
"""

import json
import random
from collections.abc import Iterator
from typing import Any

CANARY = "zq7-never"
"""Stands in every text of a damaged payload, and so may stand in no log."""

LONG = CANARY + "x" * 100_000
HUGE = 10**400
NESTED = (3, 40, 400, 900)
MANY = 0.03
"""How often a whole 100,000 characters or the deepest nesting is taken: they cost time and room."""

SMALL: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    -(10**30),
    2**31,
    2**53 + 1,
    2**63,
    HUGE,
    1.5,
    -0.0,
    float("nan"),
    float("inf"),
    "",
    " ",
    "0",
    "null",
    CANARY,
    f"{CANARY}\x00{CANARY}",
    f"\ud83d{CANARY}",
    f"{CANARY}\udc00\ud800",
    f"\u202e{CANARY}\u2066",
    f"e\u0301{CANARY}\U0001f600\u200d",
    f"<{CANARY}|&amp;> <!channel>",
    f"D{CANARY}\ud800",
    f"{CANARY}:{'9' * 12}:k99",
    [],
    [None],
    [[]],
    [[[CANARY]]],
    ["", 0, {}],
    {},
    {"": None},
    {"id": {}},
    {"id": [CANARY]},
    {"\ud800": CANARY, "type": CANARY},
)

Place = tuple[Any, Any]
"""A container and the name or index of one thing in it."""


class Damage:
    """One stream of damage; the same seed does the same."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.seen: list[str] = []

    def __call__(self, payload: Any) -> Any:
        """The payload, damaged once to four times, as it would come off the wire."""
        whole = {"": json.loads(json.dumps(payload))}
        for _ in range(self.chance.choice((1, 1, 1, 2, 2, 4))):
            places = list(_places(whole[""]))
            if not places or self.chance.random() < 0.005:
                places = [(whole, "")]
            self._hurt(*self.chance.choice(places), places)
        return json.loads(json.dumps(whole[""]))

    def _hurt(self, part: Any, name: Any, places: list[Place]) -> None:
        chance, was = self.chance, part[name]
        kind = chance.randrange(12)
        if kind < 2:
            del part[name]
            if name == "":
                part[name] = {}
        elif kind < 6:
            part[name] = self._junk()
        elif kind == 6:  # swapped
            other, place = chance.choice(places)
            part[name], other[place] = _copy(other[place]), _copy(was)
        elif kind == 7:  # under another's name
            other, place = chance.choice(places)
            if isinstance(part, dict) and isinstance(place, str):
                part[place] = part.pop(name)
        elif kind == 8:  # wrapped
            part[name] = chance.choice(([was], {"id": was}, [[was]], {"value": was}))
        elif kind == 9:  # somebody else's id
            part[name] = chance.choice(self.seen) if self.seen else None
        elif kind == 10:  # what nobody promised
            if isinstance(part, dict):
                part[chance.choice(("edited", "subtype", "bot_id", "hidden", "view", CANARY))] = (
                    self._junk()
                )
        else:
            part[name] = self._nested(was)
        if isinstance(was, str) and len(was) < 40 and len(self.seen) < 500:
            self.seen.append(was)

    def _junk(self) -> Any:
        return LONG if self.chance.random() < MANY else _copy(self.chance.choice(SMALL))

    def _nested(self, inner: Any) -> Any:
        deep = NESTED if self.chance.random() < MANY else NESTED[:2]
        for _ in range(self.chance.choice(deep)):
            inner = [inner] if self.chance.random() < 0.5 else {"a": inner}
        return inner


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _places(thing: Any) -> Iterator[Place]:
    """Everything inside, at every level."""
    names: Any = ()
    if isinstance(thing, dict):
        names = list(thing)
    elif isinstance(thing, list):
        names = range(len(thing))
    for name in names:
        yield thing, name
        yield from _places(thing[name])
