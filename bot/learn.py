"""Learn: sections, the card of each course, and what can be done with it.

The card tells the cost first, and whether a clinician has looked at what it teaches. Nobody is
moved to another version without a word (method.md 5.5).
"""

from collections.abc import Iterator, Sequence

from bot import enrolling, graduating
from bot.cards import Button, Paragraph, Row, Run
from bot.learning import Learner, Release
from bot.lessons import LessonStep
from bot.required import PAGE
from bot.step import Step, line, page_button
from bot.teach import minutes
from bot.tongue import joined, phrase, plural
from bot.ways import Way, newest, number_of, pinned, version_of, way
from bot.words import NO_COURSE, NOT_OPEN, day, fit_label, in_words

NOT_REVIEWED = phrase("The clinical content is not yet reviewed by a clinician.")


def learn(step: Step) -> None:
    """The sections that there are."""
    offered = _offered(step)
    if not offered:
        step.say(NO_COURSE)
        return
    rows = tuple(
        (page_button(fit_label(name), PAGE, found[0].id, "section"),)
        for name, found in offered.items()
    )
    step.say(line(phrase("Learn"), "bold"), phrase("Choose a section."), rows=rows)


def page(step: Step, number: int, choice: str) -> None:
    """A button below a course, or a section: `number` is a release's."""
    release = step.records.release_by_number(number)
    if release is None:
        step.notice(NOT_OPEN)
        return
    if choice == "section":
        _section(step, release.course.section)
        return
    step.records.hold_learner(step.who.id)
    learner = step.records.learner(step.who.id, release.course.id)
    if choice == "card":
        card(step, newest(step.records, release.course.id))
    elif choice == "text":
        enrolling.send_text(step, release, learner)
    elif choice == "start" or learner is None:
        enrolling.start(step, release.course.id)
    elif choice == "newer":
        _newer(step, learner, release)
    elif choice == "mine":
        enrolling.onward(step, learner)
    elif choice == "warm":
        enrolling.warm_up(step, learner)
    elif choice == "proof":
        enrolling.certificate(step, learner)
    elif choice == "review":
        enrolling.review(step, learner)
    elif choice.startswith("l") and choice[1:].isdecimal():
        enrolling.read_again(step, learner, int(choice[1:]))
    else:
        step.notice(NOT_OPEN)


def _newer(step: Step, learner: Learner, release: Release) -> None:
    """To the version that was offered; what is newer still is offered first."""
    newer = newest(step.records, learner.course)
    if newer.id != release.id and number_of(newer)[:2] != number_of(release)[:2]:
        enrolling.offer(step, learner, newer)
    else:
        enrolling.move(step, learner, newer)


def state(step: Step, release: Release) -> str:
    """Not started · Lesson 2 of 3, about 9 min left · Done on 3 May 2026"""
    learner = step.records.learner(step.who.id, release.course.id)
    if learner is None:
        return phrase("Not started")
    if learner.finished_at:
        return phrase("Done on {day}", day=day(learner.finished_at, step.who.zone))
    mine = pinned(step.records, learner)
    on = way(step.records, mine, learner)
    lessons = mine.text(learner.language).lessons
    left = on.left()
    if not left:
        return phrase("All steps done")
    at = next(n for n, one in enumerate(lessons, start=1) if left[0] in one.steps)
    if len(lessons) == 1:
        return phrase("About {minutes} min left", minutes=minutes(left))
    return phrase(
        "Lesson {number} of {lessons}, about {minutes} min left",
        number=at,
        lessons=len(lessons),
        minutes=minutes(left),
    )


def home_line(step: Step) -> tuple[Paragraph, Row] | None:
    """The course that comes next, for the standing view; the last one done if none is left."""
    releases = [one for found in _offered(step).values() for one in found]
    if not releases:
        return None
    done = {one.course for one in step.records.learning(step.who.id) if one.finished_at}
    release = next((one for one in releases if one.course.id not in done), releases[0])
    said = (
        Run(phrase("Learn"), "bold"),
        Run(f" · {release.course.section} · "),
        Run(joined(" · ", (_title(step, release), _cost(release))), "italic"),
        Run(joined("", (" · ", state(step, release)))),
    )
    return said, (_first_button(step, release),)


def card(step: Step, release: Release) -> None:
    """What a course costs, what it is about, how far somebody is, and one button."""
    text, learner = release.text(step.contact.language), _learner(step, release)
    course = release.course
    lines = [
        (Run(text.title, "bold"), Run(joined("", (" · ", _cost(release))))),
        line(text.line),
        line(phrase("{state}.", state=state(step, release))),
        line(joined(" ", (phrase("By {author}.", author=course.author), reviewed(release)))),
    ]
    rows: list[Row] = [(_first_button(step, release),)]
    if learner and learner.finished_at:
        rows = list(graduating.ways_on(release, learner))
        lines += _changed(step, release, learner, rows)
    elif learner and _lessons_done(step, learner):
        rows.append((page_button(phrase("Review"), PAGE, release.id, "review"),))
    rows.append((page_button(phrase("Send me the text"), PAGE, release.id, "text"),))
    step.say(*lines, rows=tuple(rows))


def _changed(
    step: Step, release: Release, learner: Learner, rows: list[Row]
) -> Iterator[Paragraph]:
    """To one who is through: what changed since, in three lines; and a way to go through it where
    the course asks for that."""
    done = max(
        (
            one.version
            for one in step.records.completions(learner.person)
            if one.course == learner.course
        ),
        key=version_of,
        default="",
    )
    if not done or number_of(release)[:2] == version_of(done)[:2]:
        return
    yield line(phrase("New in version {version}:", version=release.course.version))
    yield from (line(f"• {one}") for one in release.course.changed)
    if release.course.requires_refresh:
        yield line(phrase("Please go through what is new."))
        rows.insert(0, (page_button(phrase("Go through it"), PAGE, release.id, "newer"),))


def reviewed(release: Release) -> str:
    """Whether a clinician has looked at what is taught, and who."""
    review = release.course.review
    if not review:
        return NOT_REVIEWED
    return phrase("Clinical content reviewed by {review}.", review=in_words(review))


def _section(step: Step, name: str) -> None:
    found = _offered(step).get(name, [])
    if len(found) == 1:
        card(step, found[0])
        return
    lines, rows = list[Paragraph]([line(name, "bold")]), list[Row]()
    for release in found:
        title = _title(step, release)
        told = joined("", (" · ", _cost(release), " · ", state(step, release)))
        lines.append((Run(title, "bold"), Run(told)))
        rows.append((page_button(fit_label(title), PAGE, release.id, "card"),))
    step.say(*lines, rows=tuple(rows))


def _first_button(step: Step, release: Release) -> Button:
    learner = _learner(step, release)
    if learner is None:
        return page_button(phrase("Start Lesson"), PAGE, release.id, "start")
    if learner.finished_at:
        return page_button(phrase("Review"), PAGE, release.id, "review")
    return page_button(phrase("Continue"), PAGE, release.id, "start")


def _lessons_done(step: Step, learner: Learner) -> int:
    release = pinned(step.records, learner)
    on: Way = way(step.records, release, learner)
    left: Sequence[LessonStep] = on.left()
    lessons = release.text(learner.language).lessons
    return sum(not any(one in left for one in lesson.steps) for lesson in lessons)


def _offered(step: Step) -> dict[str, list[Release]]:
    """The newest version of each course, by section."""
    found: dict[str, Release] = {}
    for one in step.records.releases():
        known = found.get(one.course.id)
        if known is None or number_of(one) > number_of(known):
            found[one.course.id] = one
    sections: dict[str, list[Release]] = {}
    for one in sorted(found.values(), key=lambda each: (each.course.section, each.course.order)):
        sections.setdefault(one.course.section, []).append(one)
    return sections


def _learner(step: Step, release: Release) -> Learner | None:
    return step.records.learner(step.who.id, release.course.id)


def _title(step: Step, release: Release) -> str:
    return release.text(step.contact.language).title


def _cost(release: Release) -> str:
    """15 minutes · 3 lessons · self-paced"""
    lessons = len(release.course.texts[0].lessons)
    return plural(
        "{minutes} minutes · {n} lesson · self-paced",
        "{minutes} minutes · {n} lessons · self-paced",
        lessons,
        minutes=release.course.minutes,
    )
