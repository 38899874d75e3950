"""`rounds doctor` before a real Slack and a real Telegram: well is said only of what is well."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from adapters.cli import app
from tests.playground.server import Playground


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation in a folder of its own, its database made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROUNDS_DATABASE_URL", f"sqlite:///{tmp_path}/rounds.db")
    assert CliRunner().invoke(app, ["db", "upgrade"]).exit_code == 0


async def doctor(*words: str) -> tuple[int, str]:
    """The command has a loop of its own, so it gets a thread of its own."""
    done = await asyncio.to_thread(CliRunner().invoke, app, ["doctor", *words])
    return done.exit_code, done.stdout


async def test_all_is_well_with_both_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Playground() as play:
        for name, value in {
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_APP_TOKEN": "xapp-test",
            "SLACK_API_URL": f"{play.url}/slack/api/",
            "TELEGRAM_TOKEN": "1000001:AAtest",
            "TELEGRAM_API_URL": f"{play.url}/telegram",
        }.items():
            monkeypatch.setenv(f"ROUNDS_{name}", value)
        assert await doctor() == (0, "All is well.\n")
        await play.post("slack/faults", {"scopes": ["chat:write"]})
        code, said = await doctor("--json")
        found: dict[str, Any] = json.loads(said)
        assert (code, found["well"]) == (1, False)
        assert any("im:history" in wrong for wrong in found["wrong"])


async def test_what_cannot_be_read_at_all_is_named_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDS_HTTP_BIND", "8080")
    code, said = await doctor()
    assert code == 1 and said.startswith("ROUNDS_HTTP_BIND: use HOST:PORT")
    assert said.count("\n") == 1
