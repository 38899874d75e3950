"""First contact: what is recorded, what may be declined, then the person's own choices.

One message each, one question at a time, nothing pre-ticked, every answer appended and never
overwritten (conversation.md 2). The same pages serve Settings later, one at a time.
"""

from unicodedata import combining, normalize
from zoneinfo import available_timezones

from bot.cards import Card
from bot.events import Account
from bot.home import greet
from bot.records import Contact, Invitation, Person, replace
from bot.settings import SETTINGS, settings
from bot.step import Step, line, page_button
from bot.tongue import phrase, plain
from bot.welcome import CITY, KEEP, page
from bot.words import CONFIRMING, FINISHED, NOTHING_RECORDED

SEQUENCE = ("who", "terms", "rights", "part", "remind", "quote", "manage", "reader", "zone")
"""The pages of first contact, in order."""


def begin(step: Step, contact: Contact, invitation: Invitation) -> None:
    """Somebody came in by an invitation: a person is made, and the first page shown."""
    records, step.news = step.records, True
    if contact.person:
        records.enrol(contact.person, invitation.project, step.at)
        step.person = learned(step.who, invitation)
        records.save_person(step.person, step.at)
        title = records.project(invitation.project).title
        step.say(phrase("You can now work on {title}. Type next for a task.", title=title))
        return
    name = contact.name or invitation.name
    fresh = Person(0, name, "joining", confirmed=invitation.named)
    person = records.add_person(learned(fresh, invitation), step.at)
    records.enrol(person.id, invitation.project, step.at)
    step.contact = replace(contact, person=person.id)
    records.save_contact(step.contact)
    step.person = person
    ask_to_confirm(step, invitation)
    if step.platform in step.rules.profiles:
        step.look("profile")
    show(step, "who")


def learned(person: Person, invitation: Invitation) -> Person:
    """With the fields that whoever invited them wrote down, beside those known before."""
    known = {one.casefold() for one in person.specialties}
    more = tuple(one for one in invitation.specialties if one.casefold() not in known)
    return replace(person, specialties=(*person.specialties, *more))


def ask_to_confirm(step: Step, invitation: Invitation) -> None:
    """Somebody came by a link that could have been passed on: the coordinator is asked."""
    if not invitation.named:
        said, person = _asks(step.contact, invitation), step.who.id
        step.records.incident("confirm", said, step.at, person=person)


def show(step: Step, key: str) -> None:
    """Open one page: a message of its own, its buttons bound to this visit."""
    person = replace(step.who, page=key, page_version=step.who.page_version + 1)
    step.records.save_person(person, step.at)
    step.person = person
    step.post(_name(person, key), _card(step, key))


def choose(step: Step, key: str, version: int, choice: int) -> None:
    """A choice on a page. A page that is not open any more changes nothing."""
    person, pressed = step.who, f"{key}:{version}:{choice}"
    if not _open(person, key, version):
        if person.chosen != pressed:
            step.notice(FINISHED)
            if person.page:
                show(step, person.page)
        return
    chosen = page(step, key)
    if key == CITY:  # the zone as it is
        step.edit(_name(person, key), Card(tuple(map(line, chosen.lines))))
        show(step, "zone")
        return
    if not 0 <= choice < len(chosen.choices):
        step.notice(FINISHED)
        return
    step.records.chose(person.id, key, step.rules.consent, chosen.choices[choice], step.at)
    settled = (*map(line, chosen.lines), line(chosen.choices[choice], "bold"))
    step.edit(_name(person, key), Card(settled))
    step.notice(phrase("Saved."), saved=True)
    step.person = _with(replace(person, chosen=pressed), key, choice == 0, step.rules.consent)
    _next(step, key, choice)


def _open(person: Person, key: str, version: int) -> bool:
    """Whether this visit's buttons choose: also where a task asks below a page of settings, and
    what is typed is the task's (`work.redraw`)."""
    if version != person.page_version:
        return False
    answered = person.chosen.startswith(f"{key}:{version}:")
    left = not person.page and person.state == "active" and key in SETTINGS
    return person.page == key or (left and not answered)


def typed(step: Step, text: str) -> bool:
    """A typed answer to the open page; False if the text is none."""
    person, wanted = step.who, plain(text)
    if not person.page or not wanted:
        return False
    if person.page == CITY:
        if step.tongue.meant(wanted) == "back" or wanted in map(plain, step.tongue.ways(KEEP)):
            choose(step, CITY, person.page_version, 0)
        else:
            _city(step, wanted)
        return True
    for index, label in enumerate(page(step, person.page).choices):
        ways = map(plain, step.tongue.ways(label))
        begins = len(wanted) > 1 and any(way.startswith(wanted) for way in ways)
        if wanted == str(index + 1) or begins or step.tongue.meant(wanted) == plain(label):
            choose(step, person.page, person.page_version, index)
            return True
    return False


def again(step: Step) -> None:
    """The open page once more, below; the old copy's buttons end."""
    key = step.who.page or "who"
    show(step, key)


def _next(step: Step, key: str, choice: int) -> None:
    """The person is saved with what they chose, and hears what follows."""
    person = step.who
    if key == "zone" and choice == 1:
        show(step, CITY)
        return
    if key == "part" and choice == 1:
        step.news = True
        step.person = replace(person, state="declined", page="")
        step.records.save_person(step.person, step.at)
        step.say(NOTHING_RECORDED)
        return
    if person.state != "joining":
        step.news = True
        step.person = replace(person, page="")
        step.records.save_person(step.person, step.at)
        settings(step)
        return
    later = SEQUENCE[SEQUENCE.index(key) + 1 :]
    projects = step.records.projects(person.id)
    if not (projects and projects[0].coordinators):
        later = tuple(key for key in later if key != "manage")
    if later:
        show(step, later[0])
        return
    step.news = True
    state = "active" if person.confirmed else "waiting"
    step.person = replace(person, state=state, page="")
    step.records.save_person(step.person, step.at)
    if person.confirmed:
        greet(step, phrase("You're in."))
    else:
        step.say(CONFIRMING)


def _with(person: Person, key: str, first: bool, consent: int) -> Person:
    """The person after a page's choice; `first` is the first of the two."""
    if key == "part":
        return replace(person, consent=consent if first else 0)
    if key == "remind":
        return replace(person, reminders=first)
    if key == "quote":
        return replace(person, quoting=first)
    if key == "manage":
        return replace(person, managed=first)
    if key == "reader":
        return replace(person, screen_reader=first)
    return person


def _city(step: Step, wanted: str) -> None:
    """A typed place becomes a zone: exact name first, then the city part of one."""
    place = _bare(wanted).replace(" ", "_")
    zones = sorted(available_timezones())
    found = [zone for zone in zones if zone.lower() == place] or [
        zone for zone in zones if zone.lower().split("/")[-1] == place and "/" in zone
    ]
    if not found:
        step.say(
            phrase(
                "I do not know that place. Type a large city in your time zone, or a zone like"
                " Europe/Paris."
            )
        )
        return
    step.person = replace(step.who, zone=found[0])
    step.records.save_person(step.person, step.at)
    show(step, "zone")


def _bare(place: str) -> str:
    """Without accents, as zones are named: Sao Paulo, Zurich."""
    return "".join(sign for sign in normalize("NFKD", place) if not combining(sign))


def _card(step: Step, key: str) -> Card:
    shown, version = page(step, key), step.who.page_version
    buttons = [
        page_button(label, f"join-{key}", version, str(index))
        for index, label in enumerate(shown.choices)
    ]
    return Card(tuple(map(line, shown.lines)), tuple((button,) for button in buttons))


def _name(person: Person, key: str) -> str:
    return f"c:{person.id}:{key}:{person.page_version}"


def _asks(contact: Contact, invitation: Invitation) -> str:
    account: Account = contact.account
    who = contact.name or account.user
    return (
        f"{who} ({account.platform} {account.user}) joined with {invitation.name}'s link."
        " Right person?"
    )
