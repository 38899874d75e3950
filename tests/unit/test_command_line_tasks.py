"""`rounds task` and whose field is what: each decision in one sentence, each refusal with why."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters.cli import app

Rounds = Callable[..., Result]

TASK = {
    "id": "fever-07",
    "prompt": "My baby has a fever",
    "reader": "a parent",
    "responses": [{"id": "a1", "text": "See a doctor."}, {"id": "a2", "text": "Wait."}],
    "specialties": ["paediatrics", "general"],
}


@pytest.fixture
def rounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rounds:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROUNDS_DATABASE_URL", f"sqlite:///{tmp_path}/rounds.db")

    def run(*args: object, code: int = 0) -> Result:
        done = CliRunner().invoke(app, [str(arg) for arg in args])
        assert done.exit_code == code, (done.output, done.exception)
        return done

    (tmp_path / "tasks.jsonl").write_text(json.dumps(TASK), encoding="utf-8")
    run("import", "tasks.jsonl", "--project", "triage", "--data", "synthetic")
    return run


def told(done: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_task_is_paused_looked_at_and_let_go_on(rounds: Rounds) -> None:
    assert rounds("task", "list", "triage").stdout == "No paused tasks.\n"
    assert rounds("task", "pause", "triage", "fever-07").stdout == (
        "fever-07 is paused. Nobody else gets it until you release it.\n"
    )
    assert "fever-07" in rounds("task", "list", "triage").stdout
    (paused,) = told(rounds("task", "list", "triage", "--json"))["tasks"]
    assert (paused["task"], paused["state"], paused["wanted"]) == ("fever-07", "paused", 3)
    assert rounds("task", "pause", "triage", "fever-07", code=1).stderr == (
        "fever-07 is paused already.\n"
    )
    assert rounds("task", "release", "triage", "fever-07").stdout == (
        "fever-07 goes on. What was reported about it is settled.\n"
    )
    assert rounds("task", "release", "triage", "fever-07", code=1).stderr == (
        "fever-07 is not paused: there is nothing to let go on.\n"
    )


def test_a_task_is_shown(rounds: Rounds) -> None:
    assert rounds("task", "show", "triage", "fever-07").stdout.splitlines() == [
        "fever-07 of triage: open, 3 still wanted",
        "asks: flag, rank, rationale",
        "specialties: paediatrics, general",
    ]
    assert told(rounds("task", "show", "triage", "fever-07", "--json")) == {
        "project": "triage",
        "task": "fever-07",
        "state": "open",
        "wanted": 3,
        "ask": ["flag", "rank", "rationale"],
        "specialties": ["paediatrics", "general"],
        "assignments": {},
        "incidents": [],
    }
    assert rounds("task", "show", "triage", "fever-08", code=1).stderr == (
        "There is no task fever-08 in triage: ids are those of its task file.\n"
    )


def test_a_task_that_names_no_field_has_its_project_s(rounds: Rounds, tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text("project: triage\nspecialties: [Eyes, general]\n")
    rounds("project", "apply", "project.yaml")
    line = json.dumps({**TASK, "id": "eye-1", "specialties": None})
    (tmp_path / "more.jsonl").write_text(line, encoding="utf-8")
    rounds("import", "more.jsonl", "--project", "triage", "--data", "synthetic")
    assert "specialties: eyes, general" in rounds("task", "show", "triage", "eye-1").stdout
    kept = rounds("task", "show", "triage", "fever-07").stdout
    assert "specialties: paediatrics, general" in kept


def test_a_task_is_withdrawn_for_good(rounds: Rounds) -> None:
    done = rounds("task", "withdraw", "triage", "fever-07", "--json")
    assert told(done) == {"project": "triage", "task": "fever-07", "state": "withdrawn"}
    for command in ("withdraw", "pause", "release"):
        assert rounds("task", command, "triage", "fever-07", code=1).stderr == (
            "fever-07 was withdrawn: it does not come back.\n"
        )
    assert "fever-07 of triage: withdrawn" in rounds("task", "show", "triage", "fever-07").stdout


def test_whose_field_is_what_is_written_down_and_refused_where_it_says_nothing(
    rounds: Rounds,
) -> None:
    rounds(
        *("people", "invite", "Dr Osei", "--project", "triage"),
        *("--specialty", "Paediatrics", "--specialty", "paediatrics"),
    )
    assert rounds("people", "specialties", 1, "cardiology", code=1).stderr == (
        "There is no person 1: see rounds people list.\n"
    )
    assert rounds(
        *("people", "invite", "Dr Lind", "--project", "triage", "--specialty", " "), code=1
    ).stderr == ("Name each specialty in 1 to 100 characters.\n")
