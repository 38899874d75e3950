"""Who sees what next, and in which order the responses stand: fair to texts, kind to people.

Both are pure choices among what the store says is waiting. Chance is the project's seed, the task
and the person: the same three draw the same for ever.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from bot import pace
from bot.port import Records
from bot.records import Assignment, Candidate, Item, Person, Pile, Project
from bot.rules import Rules
from bot.step import Step

SEED_VERSION = "order-2"
"""Name of the drawing below; a changed drawing gets a new name."""

GENERAL = "general"
"""Named among a task's specialties, it lets people of other fields answer as well."""

MATCH, OPEN_TO_ALL, UNKNOWN = "match", "general", "unknown"
"""How a person's field fits a task: it is theirs; anybody may; nobody wrote down what theirs is."""

Level = tuple[bool, bool, int, bool, int]
"""How good a candidate is, the best lowest; those of one level are shuffled for each person."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: a task that takes at most so many seconds (None: any), or the
    `shortest` there is; in a `session`, whose tasks it should resemble and not repeat."""

    seconds: float | None = None
    shortest: bool = False
    session: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person: candidates in the order in which they would be given, each with the
    seconds it takes them; and everything that was looked at."""

    best: tuple[Candidate, ...] = ()
    heads: tuple[Candidate, ...] = ()
    seconds: Mapping[int, float] = field(default_factory=dict)
    piles: Mapping[int, Pile] = field(default_factory=dict)

    def minutes(self, candidate: Candidate) -> int:
        return pace.minutes(self.seconds[candidate.item], 1)

    def shortest(self) -> int:
        """Whole minutes of the shortest looked at; 0 where nothing waits."""
        return pace.minutes(min(self.seconds.values()), 1) if self.seconds else 0


def fits(pile: Pile, person: Person) -> str:
    """How this person's field fits these tasks, "" if it does not (method.md 1.2, 15)."""
    mine = {one.casefold() for one in person.specialties}
    if not pile.specialties:
        return OPEN_TO_ALL
    if not mine:
        return UNKNOWN
    if mine & set(pile.specialties):
        return MATCH
    return OPEN_TO_ALL if GENERAL in pile.specialties else ""


def waiting(records: Records, person: Person, platform: str, rules: Rules, wish: Wish) -> Waiting:
    """What would be given next, best first.

    A person's own field comes first, then projects as they joined them; then what is like the task
    before, so that one way of judging is gone into once; then the queue's order, shuffled within
    blocks. Variants of a prompt just judged wait while there is anything else (issue of order
    effects: method.md 1.2, 14). `rules.as_imported` leaves the field and the queue's order alone.
    """
    piles = {pile.id: pile for pile in records.piles(person.id, platform) if fits(pile, person)}
    past = records.given(wish.session) if wish.session else ()
    seen = {variant for _, variant in past}
    looked = rules.window
    heads = records.heads(person.id, list(piles), looked)
    if heads and all(one.variant in seen for one in heads) and not rules.as_imported:
        looked = rules.window_most
        heads = records.heads(person.id, list(piles), looked)
    before = piles.get(past[0][0]) if past else None
    takes = _taking(records, person, piles, rules)
    level = _levels(records, person, piles, before, seen, rules)
    drawn = _drawing(records, person, piles)

    def rank(one: Candidate) -> tuple[float, Level]:
        return (takes(one) if wish.shortest else 0.0, level(one))

    def fitting() -> list[Candidate]:
        return [one for one in heads if wish.seconds is None or takes(one) <= wish.seconds]

    if not rules.as_imported and (some := fitting()):
        heads = _to_the_end(records, person, min(some, key=rank), heads, looked, level, rules)
    best = sorted(sorted(fitting(), key=drawn), key=rank)  # nearly all are of one rank
    return Waiting(tuple(best), tuple(heads), {one.item: takes(one) for one in heads}, piles)


def _to_the_end(
    records: Records,
    person: Person,
    first: Candidate,
    heads: Sequence[Candidate],
    looked: int,
    level: Callable[[Candidate], Level],
    rules: Rules,
) -> Sequence[Candidate]:
    """The heads, and the rest of the block that `first` lies in: of piles that are as good as its
    own and were not looked at so far. So much is read of what is drawn from, and of nothing else.
    """
    end = (first.pos // rules.block + 1) * rules.block
    places: dict[int, list[int]] = {}
    for one in heads:
        places.setdefault(one.pile, []).append(one.pos)
    best = level(first)
    unread = [
        pile
        for pile in sorted({one.pile for one in heads if level(one) == best})
        if len(places[pile]) == looked and places[pile][-1] + 1 < end
    ]
    if not unread:
        return heads
    more = records.heads(person.id, unread, looked + rules.block, end)
    return [*(one for one in heads if one.pile not in unread), *more]


def _taking(
    records: Records, person: Person, piles: Mapping[int, Pile], rules: Rules
) -> Callable[[Candidate], float]:
    """What tells how many seconds a task takes this person."""
    own = pace.pace(records.paces(person.id, pace.PAST_MOST))

    @cache
    def bare(number: int) -> float:
        pile = piles[number]
        project = records.project(pile.project)
        rubric = records.rubric(project.id, project.rubric)
        return pace.seconds(0, pile.ask, pile.size, rubric, rules)

    return lambda one: own * (bare(one.pile) + one.words / rules.reading * 60)


def _levels(
    records: Records,
    person: Person,
    piles: Mapping[int, Pile],
    before: Pile | None,
    seen: set[int],
    rules: Rules,
) -> Callable[[Candidate], Level]:
    """What sorts candidates, as `waiting` tells it, but for the order within a block."""
    joined = {project.id: place for place, project in enumerate(records.projects(person.id))}

    @cache
    def of_pile(number: int) -> tuple[bool, int, bool]:
        pile = piles[number]
        unlike = before is not None and not alike(pile, before) and not rules.as_imported
        return (fits(pile, person) != MATCH, joined[pile.project], unlike)

    if rules.as_imported:
        return lambda one: (False, *of_pile(one.pile), one.pos)
    return lambda one: (one.variant in seen, *of_pile(one.pile), one.pos // rules.block)


def _drawing(
    records: Records, person: Person, piles: Mapping[int, Pile]
) -> Callable[[Candidate], bytes]:
    """What shuffles a block for this person."""

    @cache
    def begun(pile: int) -> bytes:
        return f"{records.project(piles[pile].project).seed}|{person.id}|".encode()

    return lambda one: hashlib.sha256(begun(one.pile) + b"%d" % one.item).digest()


def alike(one: Pile, other: Pile) -> bool:
    """Whether two piles ask the same, of the same field."""
    return (one.project, one.specialties, one.ask, one.size) == (
        other.project,
        other.specialties,
        other.ask,
        other.size,
    )


def draw_order(
    seed: str,
    item: str,
    person: int,
    size: int,
    drawn: Sequence[Sequence[int]],
    firsts: Sequence[int] = (),
) -> tuple[int, ...]:
    """An order of `size` responses as indexes into the task file's list.

    `drawn` are the orders other people got for this task: every place goes to the response that
    stood there least often. Where that leaves a choice, the first place balances the person, for
    whom response k stood first `firsts[k]` times; what is left is settled by a hash of (seed, item,
    person, response).
    """

    def rank(index: int) -> bytes:
        key = f"{SEED_VERSION}|{seed}|{item}|{person}|{index}"
        return hashlib.sha256(key.encode()).digest()

    order: list[int] = []
    for place in range(size):
        had = Counter(past[place] for past in drawn)
        own = firsts if place == 0 and firsts else (0,) * size
        left = [index for index in range(size) if index not in order]
        order.append(min(left, key=lambda index: (had[index], own[index], rank(index))))
    return tuple(order)


def assigned(step: Step, given: Candidate, found: Waiting, session: str) -> Assignment:
    """A task that this person has claimed of what was found, in the order drawn for them; not yet
    offered."""
    records, person = step.records, step.who
    item: Item = records.item(given.item)
    project: Project = records.project(item.project)
    size = len(item.responses)
    firsts = records.firsts(person.id, project.id, size)
    order = draw_order(project.seed, item.key, person.id, size, records.orders(item.id), firsts)
    records.stood_first(person.id, project.id, size, order[0])
    rubric = records.rubric(project.id, project.rubric)
    predicted = pace.seconds(given.words, item.ask, size, rubric, step.rules)
    return Assignment(
        id=records.fresh(),
        person=person.id,
        item=item.id,
        project=project.id,
        order=order,
        account=step.contact.account,
        session=session,
        offered_at=step.at,
        lease_until=step.at + step.rules.lease,
        rubric=project.rubric,
        match=fits(found.piles[given.pile], person),
        words=given.words,
        predicted=round(predicted * 1000),
        minutes=found.minutes(given),
    )
