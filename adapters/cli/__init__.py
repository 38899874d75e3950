"""The command line: a person at a keyboard, and the one place where the house is put together."""

import typer

from adapters.cli import care, data, demo, importing, people, serving, tasks, teaching

app = typer.Typer(
    name="rounds",
    help="RLHF preference work for clinicians, in Slack and Telegram.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("demo")(demo.demo)
app.command("serve")(serving.serve)
app.command("import")(importing.import_)
app.command("export")(data.export)
app.command("status")(data.status)
app.command("doctor")(care.doctor)
app.command("audit")(care.audit)
app.add_typer(data.project, name="project")
app.add_typer(tasks.app, name="task")
app.add_typer(teaching.app, name="course")
app.add_typer(people.app, name="people")
app.add_typer(care.incidents, name="incidents")
app.add_typer(care.db, name="db")
app.add_typer(serving.slack, name="slack")


def main() -> None:
    """The entry point `rounds`."""
    app()
