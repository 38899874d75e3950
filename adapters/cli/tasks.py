"""`rounds task`: one task by a coordinator's word; by keyboard until chat can."""

from typing import Annotated, Any

import typer

from adapters import edge
from adapters.cli.shared import Json, opened, refuse, settings, show, table, when
from store import tasks as store_tasks

app = typer.Typer(help="One task: look at it, pause it, let it go on.", no_args_is_help=True)

Project = Annotated[str, typer.Argument(help="The project's id.")]
Task = Annotated[str, typer.Argument(help="The task's id in its task file.")]


@app.command("list")
def list_(project: Project, as_json: Json = False) -> None:
    """The paused tasks of a project: people reported them, and nobody has looked yet."""
    with opened() as store:
        found = store_tasks.stopped(store, project)
    if as_json:
        show({"tasks": found}, True)
        return
    rows = [(one["task"], "; ".join(i["text"] for i in one["incidents"])) for one in found]
    table("paused tasks", ("task", "what was said"), rows)


@app.command("show")
def show_(project: Project, task: Task, as_json: Json = False) -> None:
    """Where a task stands, and what people said about it."""
    with opened() as store:
        try:
            found = store_tasks.show(store, project, task)
        except store_tasks.Refused as error:
            refuse(str(error))
    lines = [
        f"{found['task']} of {found['project']}: {found['state']}, {found['wanted']} still wanted",
        f"asks: {', '.join(found['ask'])}",
        f"specialties: {', '.join(found['specialties']) or 'any'}",
        *[f"{state}: {number}" for state, number in sorted(found["assignments"].items())],
        *[f"{when(i['at'])} {i['kind']}: {i['text']}" for i in found["incidents"]],
    ]
    show(found, as_json, *lines)


@app.command()
def pause(project: Project, task: Task, as_json: Json = False) -> None:
    """Nobody else gets it; whoever has it open may finish."""
    told = _decided(store_tasks.pause, project, task)
    show(told, as_json, f"{task} is paused. Nobody else gets it until you release it.")


@app.command()
def release(project: Project, task: Task, as_json: Json = False) -> None:
    """You have looked: it goes on, and what was reported about it is settled."""
    told = _decided(store_tasks.release, project, task)
    show(told, as_json, f"{task} goes on. What was reported about it is settled.")


@app.command()
def withdraw(project: Project, task: Task, as_json: Json = False) -> None:
    """Take it from everybody, for good. Answers that were given stay."""
    rules = settings().rules()
    told = _decided(store_tasks.withdraw, project, task, rules)
    show(told, as_json, f"{task} is withdrawn from everybody. Answers that were given stay.")


def _decided(decide: Any, project: str, task: str, *more: object) -> dict[str, Any]:
    with opened() as store:
        try:
            told: dict[str, Any] = decide(store, project, task, edge.now(), *more)
        except store_tasks.Refused as error:
            refuse(str(error))
    return told
