"""Into a course and on through it: begun, gone on with, moved to a newer version, read again.

Nobody is moved to another version without a word, and nobody loses a step (method.md 5.5).
"""

from bot import aside, courses, graduating, moving
from bot.cards import Card, Document, Upload
from bot.learning import Completion, Learner, Release
from bot.records import END, OPEN, replace
from bot.required import PAGE
from bot.step import Step, line, page_button
from bot.syllabus import project_of
from bot.teach import lesson_text
from bot.text import parts
from bot.tongue import phrase
from bot.ways import live, newest, number_of, overdue, pinned, way
from bot.words import NOT_OPEN, day, fit_label, in_words

NEWER = phrase("There is a newer version of {title}. Your finished steps stay ticked.")
CERTIFICATE = phrase("Your certificate for {title}. Its code is {code}.")
SAME_AS_PICTURE = phrase("The same as a picture.")
NAMELESS = phrase("The holder of this code")


def start(step: Step, course: str) -> None:
    """[Start Lesson] or [Continue]: the exact step, or the first one."""
    step.records.hold_learner(step.who.id)
    learner = step.records.learner(step.who.id, course)
    if learner is None:
        onward(step, _begun(step, newest(step.records, course)))
        return
    if _just_begun(step):
        return
    newer = newest(step.records, course)
    if number_of(newer)[:2] == number_of(pinned(step.records, learner))[:2]:
        onward(step, learner)
    elif learner.finished_at is None and overdue(step.records, learner, step.at):
        move(step, learner, newer)
    elif learner.told != newer.course.version:
        offer(step, learner, newer)
    else:
        onward(step, learner)


def _just_begun(step: Step) -> bool:
    """The second tap of a double tap: its step is on its way to this chat already."""
    standing = aside.standing(step)
    if standing is None or standing.account != step.contact.account:
        return False
    offered = standing.offered_at
    return offered is not None and step.at - offered < step.rules.double_tap


def _begun(step: Step, release: Release) -> Learner:
    """Somebody new, in the language that their platform tells, if the course has it."""
    wanted = step.contact.language
    text = release.text(wanted)
    if wanted and not moving.spoken_in(text, wanted):
        step.say(moving.IN_LANGUAGE.format(title=text.title))
    learner = Learner(
        step.who.id, release.course.id, release.course.version, text.language, step.at
    )
    step.records.begin(learner)
    return learner


def onward(step: Step, learner: Learner) -> None:
    """To the step that is open, or that is just being read; else to the first that is not passed;
    behind the last, to the end."""
    on = way(step.records, pinned(step.records, learner), learner)
    mine = [on.had[one.id] for one in on.steps if one.id in on.had]
    begun = next((one for one in mine if one.state == OPEN), None)
    stands = next((one for one in mine if live(one)), None)
    if stands and stands.question == END:
        courses.go_on(step, stands)
    elif (at := begun or stands) and not learner.finished_at:
        courses.turn_up(step, on, at.step)
    elif left := on.left():
        courses.turn_up(step, on, left[0].id)
    else:
        graduating.count(step, on)
        graduating.tell(step, on)


def offer(step: Step, learner: Learner, newer: Release) -> None:
    """A newer version, once: nobody is moved without a word."""
    step.records.save_learner(learner, replace(learner, told=newer.course.version))
    said = [NEWER.format(title=newer.text(step.contact.language).title), *newer.course.changed]
    mine = phrase("Stay with mine") if learner.finished_at is None else phrase("Not now")
    rows = (
        (
            page_button(phrase("Use the newer one"), PAGE, newer.id, "newer"),
            page_button(mine, PAGE, newer.id, "mine"),
        ),
    )
    step.say(*said, rows=rows)


def move(step: Step, learner: Learner, newer: Release) -> None:
    """[Use the newer one], or [Go through it]."""
    after = moving.move(step, learner, newer)
    on = way(step.records, pinned(step.records, after), after)
    if left := on.left():
        courses.turn_up(step, on, left[0].id)
    else:
        onward(step, after)


def warm_up(step: Step, learner: Learner) -> None:
    """The set that is to be done, at its first step that is not passed; or how it went."""
    release = pinned(step.records, learner)
    sets = range(1, len(release.text(learner.language).warm_up) + 1)
    ways = [way(step.records, release, learner, number) for number in sets]
    done = [on for on in ways if not on.left()]
    left = [on for on in ways if on.left()]
    if left and learner.ready_at is None:
        courses.turn_up(step, left[0], left[0].left()[0].id)
    elif done:
        graduating.count(step, done[-1])
        graduating.tell(step, done[-1])
    else:
        step.notice(NOT_OPEN)


def review(step: Step, learner: Learner) -> None:
    """Any lesson, from its first step."""
    release = pinned(step.records, learner)
    lessons = release.text(learner.language).lessons
    titles = [f"{n}. {one.title}" for n, one in enumerate(lessons, start=1)]
    labels = list(map(fit_label, titles))
    rows = tuple(
        (page_button(label, PAGE, release.id, f"l{n}"),) for n, label in enumerate(labels, start=1)
    )
    whole = titles if labels != titles else []
    step.say(phrase("Which lesson would you like to read again?"), *whole, rows=rows)


def read_again(step: Step, learner: Learner, number: int) -> None:
    release = pinned(step.records, learner)
    lessons = release.text(learner.language).lessons
    on = way(step.records, release, learner)
    if not 1 <= number <= len(lessons):
        step.notice(NOT_OPEN)
        return
    first = lessons[number - 1].steps[0].id
    if on.passed(first):
        courses.turn_up(step, on, first)
    else:
        onward(step, learner)


def send_text(step: Step, release: Release, learner: Learner | None) -> None:
    """Every lesson as plain text, whole."""
    if learner:
        release = pinned(step.records, learner)
    text = release.text(learner.language if learner else step.contact.language)
    for number, lesson in enumerate(text.lessons, start=1):
        head = phrase(
            "Lesson {number} of {lessons} · {title}",
            number=number,
            lessons=len(text.lessons),
            title=lesson.title,
        )
        tongue = step.tongue
        text_of_it = tongue.bare(lesson_text(lesson))
        for part in parts(tongue(head), text_of_it, marks=tongue.from_right):
            card = Card((line(part),), spoken=part, literal=True)
            step.post(f"m:{step.records.fresh()}", card, under=step.under)


def certificate(step: Step, learner: Learner) -> None:
    """The newest certificate, to be printed and to be looked at on a phone."""
    done = [one for one in step.records.completions(learner.person) if one.course == learner.course]
    if not done:
        step.notice(NOT_OPEN)
        return
    values = _stands_in_it(step, done[-1])
    said = (CERTIFICATE.format(title=values["title"], code=values["code"]), SAME_AS_PICTURE)
    for kind, text in zip(("certificate.pdf", "certificate.png"), said, strict=True):
        name = f"m:{step.records.fresh()}"
        step.add(Upload(step.contact.account, name, Document(kind, values), text, step.under))


def _stands_in_it(step: Step, done: Completion) -> dict[str, str]:
    """What a certificate says, by the names of `bot.certificates`."""
    release = step.records.release(project_of(done.course, done.version))
    text = release.text(done.language)
    return {
        "name": step.who.name or NAMELESS,
        "title": text.title,
        "course": done.course,
        "version": done.version,
        "language": done.language,
        "date": day(done.at, step.who.zone),
        "hash": done.sha256,
        "code": done.code,
        "lessons": str(len(text.lessons)),
        "minutes": str(release.course.minutes),
        "review": in_words(release.course.review),
    }
