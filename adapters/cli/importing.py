"""`rounds import`: a file goes in whole, or every line that keeps it out is told."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters import edge
from adapters.cli.progress import progress
from adapters.cli.shared import Json, err, opened, plain, refuse, settings, show, table
from adapters.gatehouse import gatehouse
from adapters.keys import secret_key
from bot.gate import named
from store import imports
from store.intake import LET_THROUGH

FINDINGS_TOLD = 20
"""Lines about findings, before a table says how many there are of which kind."""


def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    project: Annotated[str, typer.Option(help="The project's id; made with defaults if new.")],
    data: Annotated[str, typer.Option(help="Your word for it: " + ", ".join(imports.ATTESTATIONS))],
    accept_findings: Annotated[
        bool,
        typer.Option(
            "--accept-findings",
            help="Let through what looks like patient details: somebody has looked at it.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Tasks from a JSONL file: all, or none if a line is wrong or looks like patient details."""
    if data not in imports.ATTESTATIONS:
        refuse(f"--data {data} is not one of {', '.join(imports.ATTESTATIONS)}.")
    with opened() as store, gatehouse() as gate, progress(err, as_json) as tell:
        about = (store, file, project, data, edge.now())
        try:
            done = imports.import_tasks(
                *about,
                accept=accept_findings,
                gate=gate,
                tell=tell,
                secret=secret_key(settings()),
            )
        except imports.Refused as error:
            refuse(str(error))
    if done["refused"]:
        show(done, as_json)
        _refuse(done, accept_findings)
    accepted = _accepted(done["findings"]) if done["findings"] else ""
    made = " The project is new, with defaults." if done["created"] else ""
    show(
        done,
        as_json,
        f"{done['imported']} tasks imported into {project}, {done['already_there']} were there."
        f"{accepted}{made} Nobody was messaged.",
    )


def by_kind(findings: Mapping[str, int]) -> str:
    """Findings for people: "a phone number (2), an exact date (1)"."""
    return ", ".join(f"{named(kind)} ({number})" for kind, number in findings.items())


def _accepted(findings: Mapping[str, int]) -> str:
    said = _number(sum(findings.values()), "finding was", "findings were")
    return f" {said} accepted: {by_kind(findings)}."


def _refuse(done: Mapping[str, Any], accepted: bool) -> None:
    """Every mistake, the first findings and, if there are more, a table of them; one sentence."""
    told = 0
    for wrong in done["refused"]:
        if wrong["remedy"] == LET_THROUGH:
            told += 1
            if told > FINDINGS_TOLD:
                continue
        line = plain(f"line {wrong['line']}: {wrong['error']} {wrong['remedy']}")
        err.print(line, markup=False, soft_wrap=True)
    findings = {} if accepted else done["findings"]
    total = sum(findings.values())
    if total > FINDINGS_TOLD:
        more = f"{total - FINDINGS_TOLD} more findings are not told here; --json tells them."
        err.print(more, markup=False, soft_wrap=True)
        rows = [(named(kind), number) for kind, number in findings.items()]
        table("findings", ("looks like", "findings"), rows, err)
    lines = len({w["line"] for w in done["refused"] if w["remedy"] != LET_THROUGH})
    why = [_number(lines, "line is not usable", "lines are not usable")] if lines else []
    if total:
        why.append(_number(total, "place looks", "places look") + " like patient details")
    refuse(f"{', '.join(why)}; nothing was imported.")


def _number(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
