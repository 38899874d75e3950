"""`rounds serve` and what a platform needs to know about us before it can begin."""

import asyncio
import json
from typing import Annotated

import typer

from adapters import logs
from adapters.cli.shared import refuse, settings
from adapters.port import Refused
from adapters.serve import serve as run
from adapters.slack.manifest import manifest
from store.lock import Taken
from store.schema import SchemaMismatch

slack = typer.Typer(help="What Slack needs to know.", no_args_is_help=True)


def serve(
    json_logs: Annotated[bool, typer.Option("--json-logs", help="Logs as JSON lines.")] = False,
) -> None:
    """Run every platform whose tokens are set, until Ctrl-C."""
    known = settings()
    logs.configure(known.log_level, known.secrets(), json=json_logs)
    wrong = known.missing()
    if not (known.slack_bot_token or known.telegram_token or wrong):
        wrong.append(
            "No platform is set up: set ROUNDS_SLACK_BOT_TOKEN and ROUNDS_SLACK_APP_TOKEN, or"
            " ROUNDS_TELEGRAM_TOKEN; docs/slack.md and docs/telegram.md show where they come"
            " from. To look around first: rounds demo."
        )
    if wrong:
        refuse("\n".join(wrong))
    try:
        asyncio.run(run(known))
    except (SchemaMismatch, Taken, Refused) as error:
        refuse(str(error))


@slack.command("manifest")
def slack_manifest(
    name: Annotated[str, typer.Option(help="The app's name in Slack.")] = "Rounds",
    url: Annotated[
        str, typer.Option(help="Public https address of /slack/events here; none: Socket Mode.")
    ] = "",
) -> None:
    """Print the app manifest to paste at "Create an app from a manifest"."""
    typer.echo(json.dumps(manifest(name, url), indent=2))
