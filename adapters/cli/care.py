"""`rounds incidents`, `db`, `doctor`: what a coordinator hears about, and whether all is well."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters import decide as decisions
from adapters import doctor as check_up
from adapters import edge
from adapters.cli.shared import Json, opened, refuse, settings, show, table, when
from adapters.keys import key_file
from adapters.replay import replay as run_again
from adapters.settings import Settings, WrongSettings, load
from bot.gate import named
from store import audit as store_audit
from store import incidents as store_incidents
from store import schema
from store.backup import NoBackup
from store.backup import backup as copy_to
from store.backup import restored as make_ready
from store.lock import Taken

incidents = typer.Typer(help="What a coordinator hears about.", no_args_is_help=True)
db = typer.Typer(help="The database.", no_args_is_help=True)


@incidents.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    as_json: Json = False,
) -> None:
    """What is open, newest first."""
    with opened() as store:
        found = store_incidents.listing(store, every)
    if as_json:
        show({"incidents": found}, True)
        return
    rows = [(i["id"], i["kind"], when(i["at"]), i["state"], i["text"]) for i in found]
    table("open incidents", ("id", "kind", "when", "state", "what"), rows)


@incidents.command("show")
def show_(incident: int, as_json: Json = False) -> None:
    """One incident, whole; a kept message or text is shown as it came."""
    found = _one(incident)
    looks = [f"looks like {named(one['kind'])}: {one['words']}" for one in found["looks_like"]]
    told = {key: value for key, value in found.items() if value not in ("", None)}
    del told["looks_like"]
    show(found, as_json, *(f"{key}: {value}" for key, value in told.items()), *looks)


@incidents.command()
def replay(incident: int, as_json: Json = False) -> None:
    """Run a message that could not be used once more; closes the incident if it works."""
    found = _one(incident)
    if not found.get("raw"):
        refuse(f"Incident {incident} holds no message: there is nothing to run again.")
    if found["state"] != "open":
        refuse(f"Incident {incident} is closed: its message is not used twice.")
    known = settings()
    with opened() as store:
        why = run_again(store, found, known.rules(), edge.now())
    if why:
        refuse(f"It still cannot be used: {why}. The message is kept.")
    show({"incident": incident, "state": "closed"}, as_json, "Done: it was used, and is closed.")


@incidents.command()
def use(incident: int, as_json: Json = False) -> None:
    """Its text is about no patient: use it as what it would have been; closes the incident."""
    _one(incident)
    known = settings()
    with opened() as store:
        try:
            why = decisions.use(store, incident, known.rules(), edge.now())
        except store_incidents.Undecided as error:
            refuse(str(error))
    line = f"Done: the text is used, and incident {incident} is closed."
    if why:
        line = f"It is not used, because {why}: it is deleted, and incident {incident} is closed."
    done = {"incident": incident, "state": "closed", "used": not why, "why": why}
    show(done, as_json, line)


@incidents.command()
def drop(incident: int, as_json: Json = False) -> None:
    """Its text could point to a patient: delete it now and tell its writer; closes the incident."""
    _one(incident)
    known = settings()
    with opened() as store:
        try:
            decisions.drop(store, incident, known.rules(), edge.now())
        except store_incidents.Undecided as error:
            refuse(str(error))
    line = f"Done: the text is deleted, its writer is told, and incident {incident} is closed."
    show({"incident": incident, "state": "closed"}, as_json, line)


@incidents.command()
def close(incident: int, as_json: Json = False) -> None:
    """Nothing more to do about it. A kept message is deleted 30 days after this."""
    _one(incident)
    with opened() as store:
        try:
            closed = store_incidents.close(store, incident, edge.now())
        except store_incidents.Undecided as error:
            refuse(str(error))
    if not closed:
        refuse(f"Incident {incident} was closed already.")
    show({"incident": incident, "state": "closed"}, as_json, f"Incident {incident} is closed.")


@db.command()
def upgrade(as_json: Json = False) -> None:
    """Bring the database to this version's schema."""
    try:
        done = schema.upgrade(settings().database_url)
    except schema.SchemaMismatch as error:
        refuse(str(error))
    show({"schema": done}, as_json, f"The database has schema {done}.")


@db.command()
def backup(file: Path, as_json: Json = False) -> None:
    """Copy the database into a new file, while rounds serve goes on."""
    known = settings()
    try:
        size = copy_to(known.database_url, file)
    except NoBackup as error:
        refuse(str(error))
    lies = key_file(known)
    key = str(lies) if not known.secret_key and lies.is_file() else ""
    lines = [f"{file}: {size:,} bytes, looked through and whole."]
    if key:
        lines.append(f"Keep {key} in another safe place: without it, pseudonyms change.")
    show({"path": str(file), "bytes": size, "key": key}, as_json, *lines)


@db.command()
def restored(as_json: Json = False) -> None:
    """Once after every restore, before rounds serve: no old button then means something new."""
    try:
        make_ready(settings().database_url, edge.now())
    except (NoBackup, Taken) as error:
        refuse(str(error))
    show({"ready": True}, as_json, "Ready: old buttons mean nothing new. Start rounds serve.")


@db.command()
def check(as_json: Json = False) -> None:
    """Is the database whole, and of this version?"""
    wrong = schema.check(settings().database_url)
    show({"well": not wrong, "wrong": wrong}, as_json, *(wrong or ["The database is well."]))
    if wrong:
        raise typer.Exit(1)


def doctor(as_json: Json = False) -> None:
    """Name every wrong setting, missing scope and stale schema in one go."""
    wrong: list[str] = []
    try:
        known: Settings | None = load()
    except WrongSettings as error:
        wrong, known = str(error).split("\n"), error.rest
    if known:
        wrong += asyncio.run(check_up.examine(known))
    show({"well": not wrong, "wrong": wrong}, as_json, *(wrong or ["All is well."]))
    if wrong:
        raise typer.Exit(1)


def audit(
    person: Annotated[int, typer.Option(help="Only decisions about this person.")] = 0,
    most: Annotated[int, typer.Option(help="How many, newest first.")] = 100,
    as_json: Json = False,
) -> None:
    """Who decided what about a person, a task or a project. Nothing here can be changed."""
    with opened() as store:
        found = store_audit.listing(store, person, most)
    if as_json:
        show({"decisions": found}, True)
        return
    rows = [
        (d["id"], when(d["at"]), d["by"], d["action"], d["person"] or "", _about(d["about"]))
        for d in found
    ]
    table("decisions yet", ("id", "when", "by", "what", "person", "about"), rows)


def _about(about: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {_said(value)}" for name, value in about.items())


def _said(value: Any) -> str:
    """A value of a decision: what became what, how much of each kind, or itself."""
    match value:
        case [before, after]:
            return f"{before} → {after}"
        case dict():
            return " ".join(f"{name} {number}" for name, number in value.items()) or "none"
    return str(value)


def _one(incident: int) -> dict[str, Any]:
    with opened() as store:
        found = store_incidents.show(store, incident)
    if found is None:
        refuse(f"There is no incident {incident}: see rounds incidents list --all.")
    return found
