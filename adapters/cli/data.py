"""`rounds project`, `export`, `status`: how tasks are asked, what comes out, how far it is."""

from pathlib import Path
from typing import Annotated, Any

import typer

from adapters import edge
from adapters.cli.importing import by_kind
from adapters.cli.shared import Json, err, opened, refuse, say, settings, show, table, when
from adapters.keys import secret_key
from store import projects, queries

KEPT = {"ask": "what they ask", "specialties": "whose field they are"}
"""What imported tasks keep when their project says it otherwise, in words."""

SHORT = 60
"""Characters of a value that is still told whole."""

project = typer.Typer(help="Pools of tasks and how they are asked.", no_args_is_help=True)


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
    for name, count in plan["kept"].items():
        imported = "1 imported task keeps" if count == 1 else f"{count} imported tasks keep"
        lines.append(f"{imported} {KEPT[name]}.")
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
        made = f"{value['tasks']}, {value['data']}, {when(value['at'])}"
        return f"{value['file']} ({made}; {_looked(value['rules'], value['findings'])})"
    return str(value).rstrip()


def _looked(rules: str | None, findings: dict[str, int] | None) -> str:
    """What the gate found in a batch, and which rules it had."""
    if findings is None:
        return "never looked at"
    return f"{rules}: {by_kind(findings) or 'no findings'}"
