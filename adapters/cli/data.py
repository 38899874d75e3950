"""`rounds import`, `project`, `export`, `status`: what goes in, how it is asked, what comes out."""

from pathlib import Path
from typing import Annotated, Any

import typer

from adapters import edge
from adapters.cli.shared import Json, err, opened, plain, refuse, say, settings, show, table, when
from adapters.keys import secret_key
from store import imports, projects, queries

SHORT = 60
"""Characters of a value that is still told whole."""

project = typer.Typer(help="Pools of tasks and how they are asked.", no_args_is_help=True)


def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    project: Annotated[str, typer.Option(help="The project's id; made with defaults if new.")],
    data: Annotated[str, typer.Option(help="Your word for it: " + ", ".join(imports.ATTESTATIONS))],
    as_json: Json = False,
) -> None:
    """Tasks from a JSONL file: all lines valid, or none imported."""
    if data not in imports.ATTESTATIONS:
        refuse(f"--data {data} is not one of {', '.join(imports.ATTESTATIONS)}.")
    with opened() as store:
        try:
            done = imports.import_tasks(store, file, project, data, edge.now())
        except imports.Refused as error:
            refuse(str(error))
    if done["refused"]:
        if as_json:
            show(done, True)
        for wrong in done["refused"]:
            told = plain(f"line {wrong['line']}: {wrong['error']} {wrong['remedy']}")
            err.print(told, markup=False, soft_wrap=True)
        lines = len({wrong["line"] for wrong in done["refused"]})
        refuse(
            f"{lines} {'line is' if lines == 1 else 'lines are'} not usable; nothing was imported."
        )
    made = " The project is new, with defaults." if done["created"] else ""
    show(
        done,
        as_json,
        f"{done['imported']} tasks imported into {project}, {done['already_there']} were there."
        f"{made} Nobody was messaged.",
    )


@project.command("apply")
def apply(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    preview: Annotated[
        bool, typer.Option(help="Say what would change, and change nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make or change a project from a YAML file; what will change is said first."""
    with opened() as store:
        try:
            plan = projects.planned(store, file)
            if preview:
                show(plan, as_json, _plan(plan))
                return
            if plan["changed"] and not as_json:
                say(_plan(plan))
            done = projects.apply(store, file, edge.now())
        except projects.WrongProject as error:
            refuse(str(error))
    changed = ", ".join(done["changed"]) or "nothing"
    word = "made" if done["created"] else "changed"
    lines = f"Project {done['project']} {word}: {changed}."
    show(done, as_json, lines)


def _plan(plan: dict[str, Any]) -> str:
    """What will change, a line each; long texts and lists by name alone."""
    if plan["created"]:
        return f"There is no project {plan['project']} yet: it will be made."
    lines = []
    for name, values in plan["changed"].items():
        short = all(isinstance(one, str | int) and len(str(one)) <= SHORT for one in values)
        before, after = values
        lines.append(f"{name}: {before!r} becomes {after!r}" if short else f"{name} will change")
    if count := plan["under_way"]:
        begun = "1 task that was begun keeps" if count == 1 else f"{count} tasks begun keep"
        lines.append(f"{begun} the questions of before.")
    return "\n".join(lines) or "Nothing will change."


@project.command("list")
def list_(as_json: Json = False) -> None:
    """All projects."""
    with opened() as store:
        found = projects.listing(store)
    if as_json:
        show({"projects": found}, True)
        return
    rows = [(p["project"], p["title"], p["tasks"]) for p in found]
    table("projects yet", ("project", "title", "tasks"), rows)


@project.command("show")
def show_(name: str, as_json: Json = False) -> None:
    """One project, as it is asked now."""
    with opened() as store:
        try:
            found = projects.show(store, name)
        except projects.WrongProject as error:
            refuse(str(error))
    show(found, as_json, *[f"{key}: {_told(value)}" for key, value in found.items()])


def export(
    project: Annotated[str, typer.Option(help="The project's id.")],
    to: Annotated[Path, typer.Option(help="The folder that holds releases.", file_okay=False)],
    as_json: Json = False,
) -> None:
    """The reward-model export job: one new release folder, never overwritten."""
    from store import export as job  # pyarrow costs 0.2 s and 125 MiB to import

    known = settings()

    def say(sentence: str) -> None:
        err.print(sentence, markup=False)

    with opened() as store:
        try:
            done = job.export(store, project, to, edge.now(), secret_key(known), say)
        except job.Refused as error:
            refuse(str(error))
    show(
        done,
        as_json,
        f"{done['path']}: {done['pairs']} pairs from {done['annotations']} annotations.",
    )


def status(as_json: Json = False) -> None:
    """Progress: counts per project and state, and what waits for a coordinator."""
    with opened() as store:
        found, asks = store.read(lambda c: (queries.progress(c), queries.attention(c)))
    if as_json:
        show({"projects": found, **asks}, True)
        return
    names = ("project", "tasks", "waiting", "open", "done", "skipped", "lapsed")
    columns = ("project", "tasks", "still wanted", "open", "answers", "skipped", "passed on")
    table("projects yet", columns, [tuple(p[name] for name in names) for p in found])
    if asks["people_waiting"]:
        say(f"{asks['people_waiting']} wait to be confirmed: see rounds people list.")
    if asks["open_incidents"]:
        say(f"{asks['open_incidents']} incidents are open: see rounds incidents list.")


def _told(value: object) -> str:
    """A project's value for people."""
    if isinstance(value, list):
        return ", ".join(map(_told, value)) or "none"
    if isinstance(value, dict) and "file" not in value:
        return "; ".join(f"{key}: {_told(said)}" for key, said in value.items()) or "none"
    if isinstance(value, dict):
        return f"{value['file']} ({value['tasks']}, {value['data']}, {when(value['at'])})"
    return str(value).rstrip()
