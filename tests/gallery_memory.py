"""What is remembered, in dictionaries: enough for the real engine to make the gallery's cards.

It keeps no promise of the store's but one: `save` is compare-and-set. Tests of behaviour use the
real store; this is for looks only.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime

from bot import correcting, pace, syllabus
from bot.cards import Durable, Post
from bot.courseport import Owed
from bot.events import Account
from bot.learning import Completion, Learner, Release
from bot.records import (
    DONE,
    OPEN,
    Annotation,
    Assignment,
    Candidate,
    Contact,
    Heard,
    Invitation,
    Item,
    Message,
    Person,
    Pile,
    Project,
    Session,
)
from bot.rubric import Rubric
from bot.withheld import ASKED, KEPT, USED, Unplaced, Withheld

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
ID_LENGTH = 19
"""Characters of a public id: 96 bits in base 36."""


def public_id(number: int) -> str:
    """An id of the real length, the same in every run."""
    value, digits = (number + 1) * 0x9E3779B97F4A7C15F39CC060 % 2**96, ""
    while value:
        value, rest = divmod(value, 36)
        digits = DIGITS[rest] + digits
    return digits.rjust(ID_LENGTH, "0")


class Memory:
    """`bot.port.Records` for one visit to the gallery."""

    def __init__(self, project: Project, items: Iterable[Item], rubric: Rubric) -> None:
        self.all_projects = {project.id: project}
        self.asks = rubric
        self.items = {item.id: item for item in items}
        self.invitations: dict[str, Invitation] = {}
        self.named_for: dict[Account, Invitation] = {}
        self.people: dict[int, Person] = {}
        self.known: dict[Account, Contact] = {}
        self.enrolled: dict[int, list[str]] = defaultdict(list)
        self.tasks: dict[str, Assignment] = {}
        self.revisions: dict[str, list[Annotation]] = defaultdict(list)
        self.sessions: dict[str, Session] = {}
        self.messages: dict[str, Message] = {}
        self.parts: dict[tuple[Account, str], Heard] = {}
        self.tried: list[tuple[Account, datetime]] = []
        self.apart: dict[str, Withheld] = {}
        self.waiting_words: list[Unplaced] = []
        self.taught: list[Release] = []
        self.step_items: dict[tuple[str, str, str], int] = {}
        self.learners: dict[tuple[int, str], Learner] = {}
        self.completed: list[Completion] = []
        self.remarks: list[tuple[Assignment, str]] = []
        self.owed: list[Owed] = []
        self.heard_of: list[tuple[str, int, datetime]] = []
        self._made = 0

    def twin(self) -> "Memory":
        """The same again: what is written into one is not in the other. Records are frozen."""
        made = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, dict):
                setattr(made, name, copy(value))
        made.enrolled = defaultdict(list, {key: [*one] for key, one in self.enrolled.items()})
        made.revisions = defaultdict(list, {key: [*one] for key, one in self.revisions.items()})
        return made

    def fresh(self) -> str:
        self._made += 1
        return public_id(self._made)

    # people

    def hold(self, account: Account) -> Contact | None:
        return self.known.get(account)

    def contact(self, account: Account) -> Contact | None:
        return self.known.get(account)

    def meet(self, contact: Contact) -> Contact:
        met = replace(contact, id=len(self.known) + 1)
        self.known[contact.account] = met
        return met

    def save_contact(self, contact: Contact) -> None:
        self.known[contact.account] = contact

    def contacts(self, person: int) -> Sequence[Contact]:
        return [contact for contact in self.known.values() if contact.person == person]

    def person(self, person: int) -> Person:
        return self.people[person]

    def add_person(self, person: Person, at: datetime) -> Person:
        added = replace(person, id=len(self.people) + 1)
        self.people[added.id] = added
        return added

    def save_person(self, person: Person, at: datetime) -> None:
        self.people[person.id] = person

    def chose(self, person: int, page: str, version: int, choice: str, at: datetime) -> None:
        """No card tells it."""

    def redeem(self, code_hash: str, account: Account, at: datetime) -> Invitation | None:
        return self.invitations.pop(code_hash, None)

    def named(self, account: Account, at: datetime) -> Invitation | None:
        return self.named_for.pop(account, None)

    def enrol(self, person: int, project: str, at: datetime) -> None:
        self.enrolled[person].append(project)

    def projects(self, person: int) -> Sequence[Project]:
        return [self.all_projects[project] for project in self.enrolled[person]]

    # work

    def project(self, project: str) -> Project:
        return self.all_projects[project]

    def rubric(self, project: str, version: int) -> Rubric:
        if project.startswith(syllabus.PREFIX):
            return syllabus.rubrics()[version]
        return self.asks

    def item(self, item: int) -> Item:
        return self.items[item]

    def assignment(self, assignment: str) -> Assignment | None:
        return self.tasks.get(assignment)

    def assignments(self, person: int, state: str, most: int) -> Sequence[Assignment]:
        mine = [one for one in self.tasks.values() if one.person == person and not one.step]
        return [one for one in mine if one.state == state][::-1][:most]

    def changing(self, person: int) -> Sequence[Assignment]:
        mine = [one for one in self.tasks.values() if one.person == person]
        return [one for one in mine if one.state == DONE and one.question]

    def piles(self, person: int, platform: str) -> Sequence[Pile]:
        """What the person may be given: real tasks wait until what is required is done."""
        unready = self.unready(person, platform)
        return [
            self._pile(item)
            for item in self.items.values()
            if not item.taught and self.all_projects[item.project].requires not in unready
        ]

    def hold_place(self, person: int) -> None:
        """Nobody else is here."""

    def heads(
        self, person: int, piles: Sequence[int], most: int, end: int = 0
    ) -> Sequence[Candidate]:
        return [
            Candidate(item.id, item.id, item.id, pace.material_words(item), item.id)
            for item in self._left(person)
            if item.id in piles
        ]

    def claim(
        self, person: int, wanted: Sequence[Candidate], heads: Sequence[Candidate]
    ) -> Candidate | None:
        return next(iter(wanted), None)

    def given(self, session: str) -> Sequence[tuple[int, int]]:
        mine = [one for one in self.tasks.values() if one.session == session]
        return [(one.item, one.item) for one in reversed(mine)]

    def done_in(self, session: str) -> int:
        return len(self._done(session))

    def fast_in(self, session: str, most: int) -> int:
        return min(most, len([one for one in self._done(session) if one.fast]))

    def _done(self, session: str) -> list[Assignment]:
        return [one for one in self.tasks.values() if (one.session, one.state) == (session, DONE)]

    def paces(self, person: int, most: int) -> Sequence[tuple[int, int]]:
        return ()

    def firsts(self, person: int, project: str, size: int) -> Sequence[int]:
        return (0,) * size

    def stood_first(self, person: int, project: str, size: int, index: int) -> None:
        """The gallery shows every order alike."""

    def reporters(self, item: int) -> int:
        return 1

    def skippers(self, item: int, code: str) -> int:
        return 1

    def pause(self, item: int) -> bool:
        return True

    def holders(self, item: int) -> Sequence[Assignment]:
        return [one for one in self.tasks.values() if one.item == item and one.state == OPEN]

    def give_back(self, item: int) -> None:
        """Everybody's slots are free here."""

    def orders(self, item: int) -> Sequence[tuple[int, ...]]:
        return [one.order for one in self.tasks.values() if one.item == item]

    def offer(self, assignment: Assignment) -> None:
        self.tasks[assignment.id] = assignment

    def save(self, before: Assignment, after: Assignment) -> bool:
        now = self.tasks[before.id]
        if (now.turn, now.attempt, now.state) != (before.turn, before.attempt, before.state):
            return False
        self.tasks[after.id] = after
        return True

    def annotate(self, annotation: Annotation) -> None:
        self.revisions[annotation.assignment].append(annotation)

    def annotations(self, assignment: str) -> Sequence[Annotation]:
        return self.revisions[assignment]

    def done_since(self, person: int, since: datetime) -> int:
        mine = {one.id for one in self.tasks.values() if one.person == person and not one.step}
        done = [r for task, made in self.revisions.items() if task in mine for r in made]
        return len({one.assignment for one in done if one.at >= since and not one.abstention})

    def waiting(self, person: int, piles: Sequence[int], most: int) -> int:
        return len([one for one in self._left(person) if one.id in piles][:most])

    def lapsed(self, at: datetime, most: int) -> Sequence[Assignment]:
        opened = [one for one in self.tasks.values() if one.state == OPEN]
        return [one for one in opened if one.lease_until and one.lease_until <= at][:most]

    # courses

    def teaches(self, release: Release) -> None:
        """From now on this course is there."""
        project = Project(release.project, release.text("").title, "", "seed")
        self.all_projects[project.id] = project
        self.taught = [*self.taught, release]
        for one in syllabus.items(release.course):
            number = 10_000 + len(self.step_items)
            self.step_items[release.project, one.language, one.step] = number
            self.items[number] = Item(
                number,
                one.key,
                release.project,
                one.prompt,
                one.responses,
                one.ask,
                taught=release.taught(one.step, one.language),
            )

    def releases(self, course: str = "") -> Sequence[Release]:
        return [one for one in self.taught if course in ("", one.course.id)]

    def release(self, project: str) -> Release:
        return next(one for one in self.taught if one.project == project)

    def release_by_number(self, number: int) -> Release | None:
        return next((one for one in self.taught if one.id == number), None)

    def step_item(self, release: Release, language: str, step: str) -> int:
        return self.step_items[release.project, language, step]

    def steps(self, person: int) -> Sequence[Assignment]:
        return [one for one in self.tasks.values() if one.person == person and one.step]

    def live_steps(self, person: int) -> Sequence[Assignment]:
        return [one for one in self.steps(person) if one.state == OPEN or one.question]

    def hold_learner(self, person: int) -> None:
        """Nobody else is here."""

    def learner(self, person: int, course: str) -> Learner | None:
        return self.learners.get((person, course))

    def learning(self, person: int) -> Sequence[Learner]:
        return [one for (who, _), one in self.learners.items() if who == person]

    def unready(self, person: int, platform: str) -> Sequence[str]:
        needed = [one.requires for one in self.projects(person) if one.requires]
        ready = {one.course for one in self.learning(person) if one.ready_at}
        return [course for course in needed if course not in ready]

    def begin(self, learner: Learner) -> None:
        self.learners[learner.person, learner.course] = learner

    def save_learner(self, before: Learner, after: Learner) -> None:
        self.learners[after.person, after.course] = after

    def complete(self, completion: Completion) -> None:
        self.completed = [*self.completed, completion]

    def completions(self, person: int) -> Sequence[Completion]:
        return [one for one in self.completed if one.person == person]

    def corrections(self, after: tuple[int, int], most: int) -> Sequence[Owed]:
        left = [one for one in self.owed if (one.correction, one.person) > after]
        return [one for one in left if correcting.name(one) not in self.messages]

    def remark(self, about: Assignment, release: Release, text: str, at: datetime) -> None:
        self.remarks = [*self.remarks, (about, text)]

    # threads and messages

    def session(self, account: Account) -> Session | None:
        open_ones = [s for s in self.sessions.values() if s.account == account and not s.ended]
        return open_ones[-1] if open_ones else None

    def session_by_id(self, session: str) -> Session | None:
        return self.sessions.get(session)

    def save_session(self, session: Session) -> None:
        self.sessions[session.id] = session

    def message(self, account: Account, ref: str) -> Message | None:
        mine = [one for one in self.messages.values() if one.account == account]
        return next((one for one in mine if one.ref == ref), None)

    def message_named(self, name: str) -> Message | None:
        return self.messages.get(name)

    def linked(self, name: str, link: str) -> None:
        self.messages[name] = replace(self.messages[name], link=link)

    def redrawable(self, account: Account, ref: str, redraw: str, at: datetime) -> None:
        """How a redraw travels is no part of a card."""

    def heard(self, account: Account, message: str) -> Heard | None:
        return self.parts.get((account, message))

    def heard_all(self, assignment: str) -> Sequence[Heard]:
        mine = [part for part in self.parts.values() if part.assignment == assignment]
        return sorted(mine, key=lambda part: part.place)

    def hear(self, heard: Heard) -> None:
        self.parts[heard.account, heard.message] = heard

    def unhear(self, heard: Heard) -> None:
        self.parts.pop((heard.account, heard.message), None)

    # what may name a patient

    def withhold(self, withheld: Withheld) -> None:
        self.apart[withheld.id] = withheld

    def withheld(self, withheld: str) -> Withheld | None:
        return self.apart.get(withheld)

    def withheld_in(self, account: Account, message: str) -> Withheld | None:
        undecided = [one for one in self.apart.values() if one.state in (KEPT, ASKED)]
        mine = [one for one in undecided if one.account == account]
        return next((one for one in mine if message and one.message == message), None)

    def let_pass(self, account: Account, text: str) -> bool:
        passed = [one for one in self.apart.values() if one.state == USED]
        return any(one.account == account and one.text == text for one in passed)

    def moved(self, before: Withheld, after: Withheld) -> bool:
        if self.apart[before.id].state != before.state:
            return False
        self.apart[after.id] = after
        return True

    def forget(self, withheld: Withheld) -> None:
        self.apart.pop(withheld.id, None)

    def forget_withheld(self, person: int) -> None:
        self.apart = {key: one for key, one in self.apart.items() if one.person != person}

    # whose task is not certain

    def keep_unplaced(self, unplaced: Unplaced) -> None:
        self.waiting_words = [*self.waiting_words, unplaced]

    def unplaced(self, account: Account) -> Sequence[Unplaced]:
        return [one for one in self.waiting_words if one.account == account]

    def mend_unplaced(self, unplaced: Unplaced) -> None:
        self.waiting_words = [
            unplaced if one.id == unplaced.id else one for one in self.waiting_words
        ]

    def forget_unplaced(self, account: Account, unplaced: str = "") -> None:
        self.waiting_words = [
            one
            for one in self.waiting_words
            if one.account != account or unplaced not in ("", one.id)
        ]

    # what leaves

    def emit(self, out: Durable, at: datetime) -> None:
        """A post gets its place at once, as if the pump had sent it."""
        if isinstance(out, Post):
            ref = f"1772442000.{len(self.messages) + 1:06d}"
            if out.to.platform == "telegram":
                ref = str(100 + len(self.messages))
            self.messages[out.name] = Message(out.name, out.to, ref, out.under, out.assignment)

    def audit(
        self, action: str, at: datetime, *, person: int = 0, task: int = 0, **about: object
    ) -> None:
        """Nobody decides anything in a gallery."""

    def guessed(self, account: Account, at: datetime) -> None:
        self.tried.append((account, at))

    def guesses(self, account: Account, since: datetime) -> int:
        return sum(one == account and at >= since for one, at in self.tried)

    def hush(self, account: Account, at: datetime) -> Sequence[str]:
        """Nothing is ever queued here."""
        return ()

    def incident(
        self, kind: str, text: str, at: datetime, *, person: int = 0, assignment: str = ""
    ) -> int:
        self.heard_of.append((kind, person, at))
        self._made += 1
        return self._made

    def _pile(self, item: Item) -> Pile:
        """Each task lies on its own."""
        return Pile(item.id, item.project, (), item.ask, len(item.responses), 0)

    def told_since(self, kind: str, person: int, since: datetime) -> bool:
        return any(one[:2] == (kind, person) and one[2] > since for one in self.heard_of)

    def _left(self, person: int) -> list[Item]:
        """Items of the person's projects that they never had."""
        had = {one.item for one in self.tasks.values() if one.person == person}
        projects = self.enrolled[person]
        return [i for i in self.items.values() if i.project in projects and i.id not in had]
