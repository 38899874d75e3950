"""`rounds course`: files that people write are checked, timed, and begun.

A course is named by its id, which is its folder's name in course_content/, or by a path.
"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

import course_content
from adapters.cli.shared import Json, err, plain, refuse, say, show, table
from store.course import blank, check, estimate

app = typer.Typer(help="Courses: their files, and how long they take.", no_args_is_help=True)

HOME = Path(course_content.__path__[0])
"""Where the courses lie that are known by their ids."""

Course = Annotated[str, typer.Argument(help="The course's id, or the path of its folder.")]


@app.command("check")
def check_(course: Course, as_json: Json = False) -> None:
    """Every mistake in a course's files, with its line and how to mend it."""
    found = examined(course)
    told = [{"file": m.file, "line": m.line, "what": m.what} for m in found.mistakes]
    if told and as_json:
        typer.echo(json.dumps({"course": course, "mistakes": told}, ensure_ascii=False))
        raise typer.Exit(1)
    if found.mistakes or found.course is None:
        refuse("\n".join(map(str, found.mistakes)))
    made = found.course
    first = made.texts[0]
    counted = {
        "course": made.id,
        "version": made.version,
        "languages": [text.language for text in made.texts],
        "lessons": len(first.lessons),
        "warm_up": len(first.warm_up),
        **{name: estimate.table(made.id, first)[name] for name in ("steps", "words", "minutes")},
        "mistakes": [],
    }
    parts = [_many(counted["lessons"], "lesson"), _many(counted["steps"], "step")]
    if first.warm_up:
        parts.append(_many(len(first.warm_up), "warm-up set"))
    parts += [f"{counted['minutes']} minutes", *counted["languages"]]
    line = f"{made.id} {made.version} is right: {', '.join(parts)}."
    show(counted, as_json, line)


@app.command("estimate")
def estimate_(
    course: Course,
    language: Annotated[str, typer.Option(help="The language; the course's first if none.")] = "",
    as_json: Json = False,
) -> None:
    """How long a course takes, step by step; also while it still has mistakes."""
    found = examined(course)
    if found.course is None:
        refuse("\n".join(map(str, found.mistakes)))
    texts = {text.language: text for text in found.course.texts}
    text = texts.get(language or found.course.texts[0].language)
    if text is None:
        refuse(f"{course} has no language {language}. It has {', '.join(texts)}.")
    told = estimate.table(found.course.id, text)
    if as_json:
        show(told, True)
    else:
        _draw(told)
    if found.mistakes:
        count = _many(len(found.mistakes), "mistake")
        err.print(plain(f"It has {count}: see rounds course check {course}."), markup=False)


@app.command()
def new(course: Course, as_json: Json = False) -> None:
    """Begin a course: a folder that is right at once, with one step of each kind."""
    folder = _folder(course, fresh=True)
    try:
        written = blank.begin(folder)
    except blank.Taken as error:
        refuse(str(error))
    files = [str(file) for file in written]
    lines = [f"Made {file}." for file in files]
    next_ = f"Write over what stands there, then: rounds course check {course}"
    show({"course": folder.name, "files": files}, as_json, *lines, next_)


def examined(course: str) -> check.Examined:
    """A course's files, read. Exits with one sentence where there are none."""
    try:
        return check.examine(_folder(course))
    except check.NoCourse as error:
        refuse(str(error))


def _folder(course: str, *, fresh: bool = False) -> Path:
    """The folder of an id, or of a path; a `fresh` one is not there yet."""
    known, path = HOME / course, Path(course)
    if len(path.parts) != 1 or course in (".", ".."):
        return path.absolute()
    return known if fresh or known.is_dir() or not path.is_dir() else path.absolute()


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _draw(told: dict[str, Any]) -> None:
    rows: list[tuple[object, ...]] = []
    for lesson in told["lessons"]:
        rows.append((lesson["title"], "", lesson["words"], "", f"{lesson['minutes']:.1f}"))
        rows += [
            (
                f"  {step['step']}",
                step["kind"],
                step["words"],
                step["longest_message"],
                f"{step['minutes']:.1f}",
            )
            for step in lesson["steps"]
        ]
    table("steps", ("step", "kind", "words", "longest message", "minutes"), rows)
    counts = f"{told['minutes']} minutes, {told['words']} words, {told['steps']} steps"
    say(f"{told['course']}: {counts}.")
