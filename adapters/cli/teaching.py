"""`rounds course` once a course is there: it is released, shown, and people go through it.

What a coordinator sees of somebody is not started, in progress or done; never what they answered.
"""

from typing import Annotated

import typer

from adapters import edge
from adapters.cli.course import Course, app, examined
from adapters.cli.preview import pages
from adapters.cli.shared import Json, opened, refuse, say, show, table
from bot.certificates import read_code
from store import releases
from store.course.change import between, numbers, version_wrong

__all__ = ["app"]

CORRECTION_MOST = 600
"""Characters: it is read between two patients."""

Named = Annotated[str, typer.Argument(help="The course's id.")]


@app.command()
def release(course: Course, as_json: Json = False) -> None:
    """Store this version for good. Whoever begins from now on gets it; nobody loses a step."""
    found = examined(course)
    if found.mistakes or found.course is None:
        refuse("\n".join(map(str, found.mistakes)))
    now = found.course
    with opened() as store:
        there = [one.course for one in releases.releases(store, now.id)]
        older = [one for one in there if numbers(one.version) <= numbers(now.version)]
        before = max(older, key=lambda one: numbers(one.version), default=None)
        change = between(before, now, older) if before else None
        if change and before and before.version != now.version:
            if change.reused:
                refuse("\n".join(change.reused))
            if wrong := version_wrong(change, now.version):
                refuse(wrong)
        try:
            made = releases.release(store, now, edge.fresh_id(), edge.now())
        except releases.AlreadyReleased as error:
            refuse(f"{error} {change}" if change else str(error))
    told = {
        "course": now.id,
        "version": now.version,
        "sha256": made.sha256,
        "change": change.kind if change else "first",
        "reasons": list(change.reasons) if change else [],
    }
    lines = [f"{now.id} {now.version} is released.", *([str(change)] if change else [])]
    if not now.review:
        lines.append("Its card says that no clinician has reviewed the content yet.")
    show(told, as_json, *lines)


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Every version that was released."""
    with opened() as store:
        found = [
            {
                "course": one.course.id,
                "version": one.course.version,
                "title": one.course.texts[0].title,
                "languages": [text.language for text in one.course.texts],
                "reviewed": one.course.review,
                "at": one.at.isoformat(),
            }
            for one in releases.releases(store)
        ]
    if as_json:
        show({"courses": found}, True)
        return
    names = ("course", "version", "title", "languages", "reviewed")
    rows = [
        tuple(", ".join(one[n]) if isinstance(one[n], list) else one[n] or "no" for n in names)
        for one in found
    ]
    table("courses released", names, rows)


@app.command()
def learners(course: Named, as_json: Json = False) -> None:
    """Who has not started, is in progress, or is done."""
    with opened() as store:
        found = releases.learners(store, course)
    if as_json:
        show({"course": course, "learners": found}, True)
        return
    names = ("id", "name", "state", "version", "done", "ready")
    table("people", names, [tuple(one[name] for name in names) for one in found])


@app.command()
def remarks(course: Named, as_json: Json = False) -> None:
    """What learners see differently, step by step, for its author; not whose it is."""
    with opened() as store:
        found = releases.remarks(store, course)
    told = [{"step": step, "text": text} for step, text in found]
    if as_json:
        show({"course": course, "remarks": told}, True)
    else:
        table("remarks", ("step", "text"), found)


@app.command()
def ready(
    course: Named,
    person: Annotated[int, typer.Argument(help="The person's id: see rounds course learners.")],
    as_json: Json = False,
) -> None:
    """You have talked with them: real tasks may come, whatever the warm-up said."""
    with opened() as store:
        done = releases.make_ready(store, course, person, edge.now())
    if not done:
        refuse(f"Person {person} never began {course}, or is ready already.")
    show({"course": course, "person": person, "ready": True}, as_json, "Real tasks may come.")


@app.command()
def correct(
    course: Named,
    step: Annotated[str, typer.Argument(help="The step's id: see rounds course estimate.")],
    text: Annotated[str, typer.Argument(help="What is right, in a sentence or two.")],
    as_json: Json = False,
) -> None:
    """What a step taught was wrong: everybody who passed it is told, by day, whatever version."""
    words = " ".join(text.split())
    if not 1 <= len(words) <= CORRECTION_MOST:
        refuse(f"A correction has 1 to {CORRECTION_MOST} characters, this has {len(words)}.")
    with opened() as store:
        try:
            people = releases.correct(store, course, step, words, edge.now())
        except LookupError:
            refuse(f"{course} has no step {step} in any version: see rounds course list.")
    told = {"course": course, "step": step, "people": people}
    many = f"{people} people have" if people != 1 else "1 person has"
    show(told, as_json, f"{many} passed it and will read this by day. Release a mended version.")


@app.command()
def verify(
    code: Annotated[str, typer.Argument(help="What stands on the certificate: RND-….")],
    as_json: Json = False,
) -> None:
    """Whether a certificate is ours, and what it says."""
    known = read_code(code)
    if known is None:
        refuse(f"{code} is no certificate's code: it looks like RND-XXXX-XXXX-XXXX.")
    with opened() as store:
        found = releases.certified(store, known)
    if found is None:
        refuse(f"No certificate has the code {known}.")
    line = (
        f"{found['name']} completed {found['title']} ({found['course']} {found['version']},"
        f" {found['language']}) on {found['at'][:10]}."
    )
    show(found, as_json, f"{known} is right.", line, f"Content: {found['sha256']}.")


@app.command()
def preview(
    course: Course,
    step: Annotated[str, typer.Option(help="One step, by its id; all if none.")] = "",
    platform: Annotated[str, typer.Option(help="slack or telegram; both if none.")] = "",
    language: Annotated[str, typer.Option(help="The language; the course's first if none.")] = "",
) -> None:
    """Every step as people will see it, with its buttons."""
    found = examined(course)
    if found.course is None:
        refuse("\n".join(map(str, found.mistakes)))
    if platform not in ("", "slack", "telegram"):
        refuse(f"There is no platform {platform}: slack or telegram.")
    chosen = [platform] if platform else ["slack", "telegram"]
    shown = [page for one in chosen for page in pages(found.course, one, language, step)]
    if not shown:
        refuse(f"{course} has no step {step}: see rounds course estimate {course}.")
    for page in shown:
        say(page)
