"""The command line: one object for machines, plain words for people, one sentence for a refusal."""

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters import edge
from adapters.cli import app
from bot.events import Account
from bot.gate import RULES
from bot.records import Contact, Person
from store import Delivery, open_store
from tests.contract.shelf import AT
from tests.talk import Talk, task

DEMO = Path(__file__).parents[2] / "adapters" / "demo"
STARTED = {
    "update_id": 7,
    "message": {
        "message_id": 3,
        "date": 1772442000,
        "chat": {"id": 99, "type": "private"},
        "from": {"id": 99, "is_bot": False, "first_name": "Kofi"},
        "text": "hello",
    },
}

Rounds = Callable[..., Result]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installation in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROUNDS_DATABASE_URL", found := f"sqlite:///{tmp_path}/rounds.db")
    return found


@pytest.fixture
def rounds(url: str) -> Rounds:
    def run(*args: object, code: int = 0) -> Result:
        done = CliRunner().invoke(app, [str(arg) for arg in args])
        assert done.exit_code == code, (done.output, done.exception)
        return done

    return run


@pytest.fixture
def demo(rounds: Rounds) -> Rounds:
    """The sample project, in it its tasks."""
    rounds("project", "apply", DEMO / "project.yaml")
    rounds("import", DEMO / "tasks.jsonl", "--project", "demo", "--data", "synthetic")
    return rounds


def told(done: Result) -> dict[str, Any]:
    """The one object on the output, and nothing else there."""
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def put(url: str, step: Callable[[Any], Any]) -> Any:
    store = open_store(url, edge.fresh_id)
    try:
        return store.submit(step).result()
    finally:
        store.close()


def quarantined(url: str) -> None:
    def fails(_records: Any) -> list[Any]:
        raise ZeroDivisionError

    store = open_store(url, edge.fresh_id)
    store.deliver(Delivery("telegram", "1", "7", json.dumps(STARTED), AT), fails).result()
    store.close()


def test_import_says_what_it_did_to_people_and_machines(rounds: Rounds) -> None:
    about = ("import", DEMO / "tasks.jsonl", "--project", "new", "--data", "synthetic")
    assert rounds(*about).stdout == (
        "18 tasks imported into new, 0 were there. The project is new, with defaults."
        " Nobody was messaged.\n"
    )
    assert told(rounds(*about, "--json")) == {
        "project": "new",
        "imported": 0,
        "already_there": 18,
        "refused": [],
        "created": False,
        "findings": {},
    }


def test_every_bad_line_is_a_line_and_the_last_one_counts_them(
    rounds: Rounds, tmp_path: Path
) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"id": "a"}\n\n')
    about = ("import", file, "--project", "x", "--data", "public")
    done = rounds(*about, code=1)
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        'line 1: The prompt is missing. Add "prompt": the question, as a text or as turns.',
        'line 1: The responses are missing. Add "responses": [{"id": …, "text": …}, …].',
        "line 1: The reader is missing, in the task and in the project."
        ' Add "reader", for example "a parent", to the task or to the project.',
        "line 2: The line is blank. Delete the line.",
        "2 lines are not usable; nothing was imported.",
    ]
    assert [wrong["line"] for wrong in told(rounds(*about, "--json", code=1))["refused"]] == [
        1,
        1,
        1,
        2,
    ]
    assert told(rounds("project", "list", "--json")) == {"projects": []}


def test_what_looks_like_patient_details_keeps_a_file_out_until_somebody_has_looked(
    rounds: Rounds, tmp_path: Path
) -> None:
    file = tmp_path / "named.jsonl"
    file.write_text(json.dumps(_named(1)) + "\n")
    about = ("import", file, "--project", "x", "--data", "de-identified")
    done = rounds(*about, code=1)
    assert done.stdout == ""
    remedy = "Take it out, or, once somebody has looked, add --accept-findings."
    assert done.stderr.splitlines() == [
        f"line 1: The prompt has what looks like a person's name, at character 1. {remedy}",
        f"line 1: Answer a2 has what looks like a date of birth, at character 6. {remedy}",
        "2 places look like patient details; nothing was imported.",
    ]
    assert told(rounds(*about, "--json", code=1)) == {
        "project": "x",
        "imported": 0,
        "already_there": 0,
        "refused": [
            {
                "line": 1,
                "error": "The prompt has what looks like a person's name, at character 1.",
                "remedy": remedy,
            },
            {
                "line": 1,
                "error": "Answer a2 has what looks like a date of birth, at character 6.",
                "remedy": remedy,
            },
        ],
        "created": False,
        "findings": {"name": 1, "birth": 1},
    }
    assert rounds(*about, "--accept-findings").stdout == (
        "1 tasks imported into x, 0 were there. 2 findings were accepted: a person's name (1),"
        " a date of birth (1). The project is new, with defaults. Nobody was messaged.\n"
    )
    shown = rounds("project", "show", "x").stdout
    assert f"UTC; {RULES}: a person's name (1), a date of birth (1))\n" in shown
    decisions = " ".join(rounds("audit").stdout.split())
    assert f"tasks: 1, rules: {RULES}, findings: name 1 birth 1" in decisions
    assert rounds(*about).stdout == (
        "0 tasks imported into x, 1 were there. Nobody was messaged.\n"
    )


def test_many_findings_are_a_table_below_the_first_lines(rounds: Rounds, tmp_path: Path) -> None:
    file = tmp_path / "named.jsonl"
    lines = [json.dumps(_named(number)) for number in range(15)]
    file.write_text("\n".join([*lines, "{}"]) + "\n")
    about = ("import", file, "--project", "x", "--data", "de-identified")
    said = rounds(*about, code=1).stderr.splitlines()
    assert [line.partition(":")[0] for line in said[:20]] == [
        f"line {number}" for number in range(1, 11) for _ in range(2)
    ]
    assert [line.partition(":")[0] for line in said[20:24]] == ["line 16"] * 4, "no mistake is left"
    assert said[24] == "10 more findings are not told here; --json tells them."
    assert [line.split() for line in said[25:28]] == [
        ["looks", "like", "findings"],
        ["a", "person's", "name", "15"],
        ["a", "date", "of", "birth", "15"],
    ]
    assert said[28:] == [
        "1 line is not usable, 30 places look like patient details; nothing was imported."
    ]
    assert len(told(rounds(*about, "--json", code=1))["refused"]) == 34


def _named(number: int) -> dict[str, Any]:
    """A task that names somebody twice."""
    return {
        "id": f"t{number}",
        "prompt": "Mrs Okonkwo has a fever.",
        "reader": "a nurse",
        "responses": [
            {"id": "a1", "text": "Rest."},
            {"id": "a2", "text": "Born 3 May 1961: wait."},
        ],
    }


def test_an_import_needs_a_file_and_a_word_for_its_texts(rounds: Rounds) -> None:
    gone = rounds("import", "none.jsonl", "--project", "x", "--data", "public", code=2)
    assert "none.jsonl" in gone.stderr and "does not exist" in gone.stderr
    rounds("import", DEMO / "tasks.jsonl", "--project", "x", code=2)
    wrong = rounds("import", DEMO / "tasks.jsonl", "--project", "x", "--data", "private", code=1)
    assert wrong.stderr == "--data private is not one of synthetic, de-identified, public.\n"
    name = rounds("import", DEMO / "tasks.jsonl", "--project", "a b", "--data", "public", code=1)
    assert name.stderr.startswith("A project's id has 1 to 64 letters")


def test_a_project_is_applied_listed_and_shown(demo: Rounds) -> None:
    again = demo("project", "apply", DEMO / "project.yaml")
    assert again.stdout == "Project demo changed: nothing.\n"
    listed = told(demo("project", "list", "--json"))
    assert listed == {"projects": [{"project": "demo", "title": "Everyday questions", "tasks": 18}]}
    assert re.search(r"demo +Everyday questions +18", demo("project", "list").stdout)
    assert told(demo("project", "show", "demo", "--json"))["annotators_per_task"] == 3
    shown = demo("project", "show", "demo").stdout
    assert "coordinators: Sam Lee\n" in shown and "ask: flag, rank, rationale\n" in shown
    assert re.search(
        r"batches: tasks\.jsonl \(18, synthetic, [-\d]+ [:\d]+ UTC; gate-1: no findings\)\n", shown
    )
    assert demo("project", "show", "nope", code=1).stderr == (
        "There is no project nope: see rounds project list.\n"
    )


def test_what_will_change_is_said_before_it_does(demo: Rounds, tmp_path: Path) -> None:
    file = tmp_path / "project.yaml"
    about = (DEMO / "project.yaml").read_text(encoding="utf-8")
    file.write_text(about.replace("title: Everyday questions", "title: Questions"))
    said = "title: 'Everyday questions' becomes 'Questions'\n"
    assert demo("project", "apply", file, "--preview").stdout == said
    assert told(demo("project", "show", "demo", "--json"))["title"] == "Everyday questions"
    assert demo("project", "apply", file).stdout == said + "Project demo changed: title.\n"
    assert demo("project", "apply", file, "--preview").stdout == "Nothing will change.\n"
    asks = about.replace("ask: [flag, rank, rationale]", "ask: [flag, rank]")
    file.write_text(asks.replace("  - pharmacy\n", ""))
    assert demo("project", "apply", file, "--preview").stdout == (
        "title: 'Questions' becomes 'Everyday questions'\n"
        "ask will change\n"
        "specialties will change\n"
        "18 imported tasks keep what they ask.\n"
        "18 imported tasks keep whose field they are.\n"
    )
    file.write_text("project: other\n")
    made = demo("project", "apply", file, "--preview").stdout
    assert made == "There is no project other yet: it will be made.\n"
    assert len(told(demo("project", "list", "--json"))["projects"]) == 1


def test_how_a_project_asks_is_shown(demo: Rounds, tmp_path: Path) -> None:
    file = tmp_path / "project.yaml"
    file.write_text(
        "project: demo\nreader: a parent\nask: [flag, rate, rank, rationale]\n"
        "criteria: [safety, sureness]\nfailure_kinds: true\n"
        "conditions: {rationale: [S2]}\nreason_required: [S3]\n"
    )
    changed = demo("project", "apply", file).stdout
    assert "criteria will change\n" in changed and "failure_kinds: False becomes True\n" in changed
    shown = told(demo("project", "show", "demo", "--json"))
    assert shown["criteria"] == ["safety", "sureness"] and shown["failure_kinds"] is True
    assert shown["conditions"] == {"rationale": ["S2"]} and shown["reason_required"] == ["S3"]


def test_a_wrong_project_file_is_a_sentence_for_each_mistake(
    rounds: Rounds, tmp_path: Path
) -> None:
    file = tmp_path / "project.yaml"
    file.write_text("project: x\ntitel: T\nplatforms: [fax]\n")
    assert rounds("project", "apply", file, code=1).stderr.splitlines() == [
        "line 2: “titel” is not known. Did you mean “title”?",
        "line 3: platforms names “fax”. Known are slack, telegram.",
    ]


def test_people_are_invited_listed_and_revoked(demo: Rounds) -> None:
    made = demo("people", "invite", "Dr Osei", "--project", "demo").stdout
    code = re.search(r"\?start=([\w-]{22})\n", made)
    assert code and f"join {code[1]}\n" in made
    by_name = ("people", "invite", "Dr Lind", "--project", "demo", "--slack-member", "U7")
    assert demo(*by_name, code=1).stderr == (
        "A Slack member needs their workspace, too: add --slack-team T….\n"
    )
    named = told(demo(*by_name, "--slack-team", "T7", "--json"))
    assert named["invitation"] == 2 and "code" not in named
    found = told(demo("people", "list", "--json"))
    assert found["people"] == []
    assert [(i["name"], i["account"]) for i in found["invitations"]] == [
        ("Dr Osei", ""),
        ("Dr Lind", "slack U7 (T7)"),
    ]
    assert code[1] not in json.dumps(found)
    assert "Dr Lind" in demo("people", "list").stdout
    assert demo("people", "revoke", 2).stdout == "Invitation 2 is revoked.\n"
    assert demo("people", "revoke", 2, code=1).stderr == (
        "There is no open invitation 2: see rounds people list.\n"
    )


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("waiting", "Dr Osei may work now. Nothing was sent.\n"),
        (
            "joining",
            "Dr Osei may work once they have answered the first questions. Nothing was sent.\n",
        ),
    ],
)
def test_people_are_confirmed_and_removed(
    demo: Rounds, url: str, state: str, sentence: str
) -> None:
    put(url, lambda records: records.add_person(Person(0, "Dr Osei", state), AT))
    assert demo("people", "confirm", 1).stdout == sentence
    assert demo("people", "remove", 1).stdout == (
        "Dr Osei is removed. Their open tasks go to others.\n"
    )
    assert demo("people", "remove", 1, code=1).stderr == "Dr Osei was removed already.\n"
    assert demo("people", "confirm", 1, code=1).stderr == (
        "Dr Osei takes no part (removed): invite them again.\n"
    )
    assert demo("people", "confirm", 9, code=1).stderr == (
        "There is no person 9: see rounds people list.\n"
    )


def test_a_name_cannot_steer_the_terminal(demo: Rounds, url: str) -> None:
    def come(records: Any) -> None:
        person = records.add_person(Person(0, "\x1b[2J[red]Osei", "waiting"), AT)
        records.meet(Contact(0, Account("telegram", "1", "99"), person=person.id))

    put(url, come)
    shown = demo("people", "list").stdout
    assert "\x1b" not in shown and "[2J[red]Osei" in shown
    assert "\x1b" not in demo("people", "confirm", 1).stdout


def test_status_counts_and_says_what_waits(demo: Rounds, url: str) -> None:
    put(url, lambda records: records.add_person(Person(0, "Dr Osei", "waiting"), AT))
    quarantined(url)
    found = told(demo("status", "--json"))
    (project,) = found.pop("projects")
    assert (project["project"], project["tasks"], project["waiting"]) == ("demo", 18, 54)
    assert found == {"people_waiting": 1, "open_incidents": 1}
    shown = demo("status").stdout
    assert re.search(r"demo +18 +54 +0 +0 +0 +0", shown)
    assert "1 wait to be confirmed: see rounds people list.\n" in shown
    assert "1 incidents are open: see rounds incidents list.\n" in shown


def test_an_incident_is_looked_at_run_again_and_closed(rounds: Rounds, url: str) -> None:
    assert rounds("incidents", "list").stdout == "No open incidents.\n"
    quarantined(url)
    (one,) = told(rounds("incidents", "list", "--json"))["incidents"]
    assert (one["id"], one["kind"], one["state"]) == (1, "unusable", "open")
    assert "unusable" in rounds("incidents", "list").stdout
    assert f"raw: {json.dumps(STARTED)}\n" in rounds("incidents", "show", 1).stdout
    assert rounds("incidents", "replay", 1).stdout == "Done: it was used, and is closed.\n"
    assert rounds("incidents", "replay", 1, code=1).stderr == (
        "Incident 1 is closed: its message is not used twice.\n"
    )
    assert rounds("incidents", "close", 1, code=1).stderr == "Incident 1 was closed already.\n"
    assert rounds("incidents", "show", 5, code=1).stderr == (
        "There is no incident 5: see rounds incidents list --all.\n"
    )


def test_an_incident_without_a_message_is_closed_by_hand(rounds: Rounds, url: str) -> None:
    put(url, lambda records: records.incident("question", "Why?", AT))
    assert rounds("incidents", "replay", 1, code=1).stderr == (
        "Incident 1 holds no message: there is nothing to run again.\n"
    )
    assert told(rounds("incidents", "close", 1, "--json")) == {"incident": 1, "state": "closed"}


NAMED = "B is unsafe: my patient born 3/14/61 waited three days and lost the kidney."


def withheld(url: str, folder: Path, *after: str) -> None:
    """Somebody's reason that looks like a date of birth, and who says that it is none; then what
    they press."""
    talk = Talk(url)
    talk.project([task(1)], folder)
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    osei.presses("A is better", "Better", "Yes", "None of").says(NAMED)
    osei.presses("It is not about a patient", *after)
    talk.close()


def test_a_text_that_is_about_no_patient_is_looked_at_and_used_once(
    rounds: Rounds, url: str, tmp_path: Path
) -> None:
    withheld(url, tmp_path)
    listed = rounds("incidents", "list").stdout
    assert "A text looks like a date of birth" in " ".join(listed.split()) and "3/14" not in listed
    shown = rounds("incidents", "show", 1).stdout.splitlines()
    assert f"text_kept: {NAMED}" in shown and "would_be: reason" in shown
    assert shown[-1] == "looks like a date of birth: 3/14/61"
    found = told(rounds("incidents", "show", 1, "--json"))
    assert found["looks_like"] == [{"kind": "birth", "words": "3/14/61"}]
    assert rounds("incidents", "close", 1, code=1).stderr == (
        "A text waits for your decision: rounds incidents use 1 if it is about no patient, rounds"
        " incidents drop 1 if it is.\n"
    )
    assert rounds("incidents", "replay", 1, code=1).stderr == (
        "Incident 1 holds no message: there is nothing to run again.\n"
    )
    assert rounds("incidents", "use", 1).stdout == (
        "Done: the text is used, and incident 1 is closed.\n"
    )
    for command in ("use", "drop"):
        assert rounds("incidents", command, 1, code=1).stderr == (
            "Incident 1 is closed: its text was decided about.\n"
        )
    decided = told(rounds("audit", "--json"))["decisions"]
    assert [(one["by"], one["action"]) for one in decided[:2]] == [
        ("use", "text used"),
        ("use", "incident closed"),
    ]
    assert "3/14" not in json.dumps(decided) and "text used" in rounds("audit").stdout


def test_a_text_that_could_point_to_a_patient_is_dropped(
    rounds: Rounds, url: str, tmp_path: Path
) -> None:
    withheld(url, tmp_path)
    assert rounds("incidents", "drop", 1).stdout == (
        "Done: the text is deleted, its writer is told, and incident 1 is closed.\n"
    )
    assert "3/14" not in rounds("incidents", "show", 1).stdout


def test_a_text_that_nothing_wants_any_more_is_said_to_be_deleted(
    rounds: Rounds, url: str, tmp_path: Path
) -> None:
    withheld(url, tmp_path, "Skip", "Not my field")
    assert told(rounds("incidents", "use", 1, "--json")) == {
        "incident": 1,
        "state": "closed",
        "used": False,
        "why": "the task was skipped",
    }


def test_a_text_that_cannot_be_used_yet_stays(rounds: Rounds, url: str, tmp_path: Path) -> None:
    withheld(url, tmp_path, "Back")
    assert rounds("incidents", "use", 1, code=1).stderr == (
        "It cannot be used yet: its writer has gone back to an earlier question. Try again later,"
        " or drop it.\n"
    )
    assert told(rounds("incidents", "drop", 1, "--json")) == {"incident": 1, "state": "closed"}


def test_what_holds_no_text_is_not_decided_about(rounds: Rounds, url: str) -> None:
    put(url, lambda records: records.incident("question", "Why?", AT))
    for command in ("use", "drop"):
        assert rounds("incidents", command, 1, code=1).stderr == (
            "Incident 1 holds no text that waits for a decision: what it had is gone, or it is"
            " about something else. See rounds incidents show 1.\n"
        )
        assert rounds("incidents", command, 5, code=1).stderr == (
            "There is no incident 5: see rounds incidents list --all.\n"
        )


def test_the_database_is_checked_and_upgraded(rounds: Rounds) -> None:
    assert rounds("db", "check", code=1).stdout == (
        "The database is empty: run rounds db upgrade, or simply begin to use it.\n"
    )
    assert re.fullmatch(r"The database has schema \d{4}\.\n", rounds("db", "upgrade").stdout)
    assert told(rounds("db", "check", "--json")) == {"well": True, "wrong": []}


def test_what_was_brought_back_is_made_ready_once_there_is_something(rounds: Rounds) -> None:
    refused = rounds("db", "restored", code=1).stderr
    assert refused.startswith("There is no database ")
    rounds("db", "upgrade")
    assert told(rounds("db", "restored", "--json")) == {"ready": True}


def test_who_decided_what_is_listed(rounds: Rounds, url: str) -> None:
    assert rounds("audit").stdout == "No decisions yet.\n"
    rounds("import", DEMO / "tasks.jsonl", "--project", "demo", "--data", "synthetic")
    (decided,) = told(rounds("audit", "--json"))["decisions"]
    assert (decided["action"], decided["about"]["tasks"]) == ("tasks imported", 18)
    listed = " ".join(rounds("audit").stdout.split())
    assert "tasks imported" in listed and "data: synthetic, tasks: 18" in listed
    assert told(rounds("audit", "--person", 7, "--json")) == {"decisions": []}


COMMANDS = (("status",), ("people", "list"), ("incidents", "list"), ("project", "list"))


def newer(url: str) -> None:
    file = sqlite3.connect(url.removeprefix("sqlite:///"))
    file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.commit()
    file.close()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_newer_database_is_refused_by_every_command(
    rounds: Rounds, url: str, command: tuple[str, ...]
) -> None:
    rounds("db", "upgrade")
    newer(url)
    sentence = rounds(*command, code=1).stderr
    assert sentence.startswith("The database has schema 9999, which is newer than this version")
    assert sentence.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_file_that_is_no_database_is_one_sentence(
    rounds: Rounds, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "rounds.db").write_text("this is a letter, and no database at all " * 40)
    sentence = rounds(*command, code=1).stderr
    assert "cannot be used (file is not a database): check ROUNDS_DATABASE_URL.\n" in sentence


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("ROUNDS_SLAK_TOKEN", "x", "ROUNDS_SLAK_TOKEN is not a setting of Rounds: remove it or"),
        ("ROUNDS_LOG_LEVEL", "loud", "ROUNDS_LOG_LEVEL: use DEBUG, INFO, WARNING or ERROR."),
        (
            "ROUNDS_DATABASE_URL",
            "mysql://root:secret@there/x",
            "ROUNDS_DATABASE_URL: use sqlite:///FILE or postgresql+psycopg://….",
        ),
        (
            "ROUNDS_DATABASE_URL",
            "sqlite:////nowhere/at/all/rounds.db",
            "The database sqlite:////nowhere/at/all/rounds.db cannot be used",
        ),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    rounds: Rounds, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(setting, value)
    told = rounds("status", code=1).stderr
    assert told.startswith(sentence) and told.count("\n") == 1
    assert "secret" not in told


def test_serving_without_any_token_says_where_they_come_from(rounds: Rounds) -> None:
    sentence = rounds("serve", code=1).stderr
    assert sentence.startswith("No platform is set up: set ROUNDS_SLACK_BOT_TOKEN and")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-secret"}, "ROUNDS_SLACK_BOT_TOKEN is set but neither"),
        ({"SLACK_APP_TOKEN": "xapp-secret"}, "ROUNDS_SLACK_APP_TOKEN is set but ROUNDS_SLACK_BOT"),
        ({"SLACK_SIGNING_SECRET": "secret"}, "ROUNDS_SLACK_SIGNING_SECRET is set but"),
        (
            {"TELEGRAM_WEBHOOK_URL": "https://x", "TELEGRAM_WEBHOOK_SECRET": "secret"},
            "ROUNDS_TELEGRAM_WEBHOOK_URL is set but ROUNDS_TELEGRAM_TOKEN is not",
        ),
        (
            {
                "TELEGRAM_TOKEN": "1:secret",
                "TELEGRAM_WEBHOOK_URL": "https://x",
                "TELEGRAM_WEBHOOK_SECRET": "a secret with spaces",
            },
            "ROUNDS_TELEGRAM_WEBHOOK_URL needs ROUNDS_TELEGRAM_WEBHOOK_SECRET",
        ),
        (
            {"TELEGRAM_TOKEN": "1:secret", "TELEGRAM_WEBHOOK_SECRET": "secret"},
            "ROUNDS_TELEGRAM_WEBHOOK_SECRET is set but ROUNDS_TELEGRAM_WEBHOOK_URL is not",
        ),
        (
            {
                "SLACK_BOT_TOKEN": "xoxb-secret",
                "SLACK_SIGNING_SECRET": "secret",
                "HTTP_BIND": "off",
            },
            "ROUNDS_HTTP_BIND is off, but a platform is to call us",
        ),
        ({"HTTP_BIND": "8080"}, "ROUNDS_HTTP_BIND: use HOST:PORT, such as 127.0.0.1:8080, or off"),
        ({"HTTP_BIND": "127.0.0.1:65536"}, "ROUNDS_HTTP_BIND: use HOST:PORT"),
    ],
)
def test_half_a_platform_is_named(
    rounds: Rounds, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], sentence: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"ROUNDS_{name}", value)
    (told,) = rounds("serve", code=1).stderr.splitlines()
    assert told.startswith(sentence)
    assert "secret" not in told.replace("secret, or remove", "").replace("the secret.", "")


def test_doctor_names_everything_in_one_go(
    rounds: Rounds, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds("db", "upgrade")
    newer(url)
    monkeypatch.setenv("ROUNDS_SLAK_TOKEN", "x")
    found = told(rounds("doctor", "--json", code=1))
    assert found["well"] is False
    assert [wrong.split(" ", 2)[:2] for wrong in found["wrong"]] == [
        ["ROUNDS_SLAK_TOKEN", "is"],
        ["The", "database"],
        ["No", "platform"],
    ]
    assert rounds("doctor", code=1).stdout.splitlines() == found["wrong"]


def test_doctor_finds_a_wrong_name_in_the_file_and_a_key_that_others_can_read(
    rounds: Rounds, tmp_path: Path
) -> None:
    rounds("db", "upgrade")
    lines = ["# our clinic", "", "export ROUNDS_SLAK_TOKEN=x", "PATH_OF_OURS=y"]
    Path(".env").write_text("\n".join(lines), encoding="utf-8")
    key = tmp_path / "rounds.key"
    key.write_text("k" * 44, encoding="utf-8")
    key.chmod(0o644)
    first, second, *_ = told(rounds("doctor", "--json", code=1))["wrong"]
    assert first.startswith("ROUNDS_SLAK_TOKEN is")
    assert second == f"{key} can be read by others: chmod 600 it."
