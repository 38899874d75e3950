"""`rounds people`: invite, list, confirm, remove, revoke; by keyboard until chat can."""

from typing import Annotated

import typer

from adapters import edge
from adapters.cli.shared import Json, opened, refuse, show, table, when
from store import people as store_people

app = typer.Typer(help="Who takes part.", no_args_is_help=True)


@app.command()
def invite(
    name: Annotated[str, typer.Argument(help="Who it is for, as a coordinator would say it.")],
    project: Annotated[str, typer.Option(help="The project they join.")],
    slack_member: Annotated[
        str, typer.Option(help="A Slack member id (U…): no code and no confirmation needed.")
    ] = "",
    slack_team: Annotated[str, typer.Option(help="The member's workspace id (T…).")] = "",
    specialty: Annotated[
        list[str] | None, typer.Option(help="Their field, as tasks name it; may be repeated.")
    ] = None,
    hours: Annotated[int, typer.Option(help="How long it is good for, at most 336.")] = 72,
    as_json: Json = False,
) -> None:
    """Make a single-use invitation. The code is shown once and stored only as a hash."""
    code = "" if slack_member else edge.fresh_code()
    with opened() as store:
        try:
            made = store_people.invite(
                store,
                project,
                name,
                code,
                edge.now(),
                hours=hours,
                slack_member=slack_member,
                slack_team=slack_team,
                specialties=specialty or (),
            )
        except store_people.Refused as error:
            refuse(str(error))
    if slack_member:
        lines = [f"{name} joins by opening the app or writing to it. Nothing was sent."]
    else:
        lines = [
            f"Invitation for {name}, good until {when(made['expires'])}, single use.",
            f"Telegram: https://t.me/YOUR_BOT?start={code}",
            f"Slack: type this to the bot: join {code}",
        ]
        made = {**made, "code": code}
    show(made, as_json, *lines)


@app.command("list")
def list_(as_json: Json = False) -> None:
    """Everybody who takes part, and who may still come."""
    with opened() as store:
        found = store_people.listing(store)
        invited = store_people.invitations(store, edge.now())
    if as_json:
        show({"people": found, "invitations": invited}, True)
        return
    rows = [
        (
            p["id"],
            p["name"],
            p["state"],
            *(", ".join(p[name]) for name in ("accounts", "projects", "specialties")),
        )
        for p in found
    ]
    table("people yet", ("id", "name", "state", "accounts", "projects", "specialties"), rows)
    if invited:
        rows = [
            (i["id"], i["name"], i["project"], i["account"], when(i["expires"])) for i in invited
        ]
        table("invitations", ("invitation", "for", "project", "account", "good until"), rows)


@app.command()
def confirm(person: int, as_json: Json = False) -> None:
    """This is the right person: they may work."""
    with opened() as store:
        try:
            done = store_people.confirm(store, person, edge.now())
        except store_people.Refused as error:
            refuse(str(error))
    once = "now" if done["state"] == "active" else "once they have answered the first questions"
    show(done, as_json, f"{done['name']} may work {once}. Nothing was sent.")


@app.command()
def specialties(
    person: int,
    named: Annotated[list[str] | None, typer.Argument(help="Their fields; none forgets them.")] = (
        None
    ),
    as_json: Json = False,
) -> None:
    """Write down whose field is what: tasks that name one go to these people first."""
    with opened() as store:
        try:
            done = store_people.specialise(store, person, named or (), edge.now())
        except store_people.Refused as error:
            refuse(str(error))
    fields = ", ".join(done["specialties"]) or "nothing that is written down"
    show(done, as_json, f"{done['name']} is at home in {fields}.")


@app.command()
def remove(person: int, as_json: Json = False) -> None:
    """Not the right person, or no longer: access ends, open tasks go to others, answers stay."""
    with opened() as store:
        try:
            done = store_people.remove(store, person, edge.now())
        except store_people.Refused as error:
            refuse(str(error))
    show(done, as_json, f"{done['name']} is removed. Their open tasks go to others.")


@app.command()
def revoke(invitation: int, as_json: Json = False) -> None:
    """End an invitation that was not used."""
    with opened() as store:
        try:
            done = store_people.revoke(store, invitation, edge.now())
        except store_people.Refused as error:
            refuse(str(error))
    show(done, as_json, f"Invitation {invitation} is revoked.")
