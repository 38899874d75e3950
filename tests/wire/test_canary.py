"""No secret and no text ever reaches a log: a whole journey with marked words and marked tokens, at
DEBUG, in bad weather, and then everything that came out is searched for them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from adapters.slack.signature import signature
from store import audit, open_store
from tests.ports import free_port
from tests.real.annotator import Annotator, said
from tests.real.run import Run

WORD = "Zq7canaryword"
SECRETS = {
    "ROUNDS_SLACK_BOT_TOKEN": "xoxb-CanaryBotToken",
    "ROUNDS_SLACK_SIGNING_SECRET": "CanarySigningSecret0123456789abc",
    "ROUNDS_TELEGRAM_TOKEN": "1000001:CanaryTelegramToken",
    "ROUNDS_TELEGRAM_WEBHOOK_SECRET": "CanaryWebhookSecret",
    "ROUNDS_SECRET_KEY": "CanarySecretKeyOfThisRun",
}
MARKS = (WORD, *SECRETS.values(), "CanaryBotToken", "CanaryTelegramToken")
SEATS = (("slack", f"Ann {WORD}"), ("telegram", f"Cem {WORD}"))
WEATHER = ({"lost": True}, {"reset": True}, {"half": True}, {"status": 503}, {"delay": 0.2})
TASK = {
    "id": "t1",
    "prompt": f"My {WORD} has had a fever since this morning",
    "reader": f"a {WORD}",
    "ask": ["rank", "rationale"],
    "responses": [
        {"id": "a", "text": f"See a {WORD} today."},
        {"id": "b", "text": f"Wait three {WORD} days."},
    ],
}


class Watched(Run):
    """A run whose worker writes everything it has to say into one file."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = free_port()
        del self.env["ROUNDS_SLACK_APP_TOKEN"]
        self.env |= SECRETS | {
            "ROUNDS_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{self.port}/telegram",
            "ROUNDS_HTTP_BIND": f"127.0.0.1:{self.port}",
            "ROUNDS_LOG_LEVEL": "DEBUG",
            "PYTHONASYNCIODEBUG": "1",
            "PYTHONFAULTHANDLER": "1",
        }
        self.log = folder / "serve.log"

    @contextmanager
    def _process(self, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
        """Nothing that any program says is lost."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log)
            try:
                yield process
            finally:
                process.terminate()
                process.wait(20)

    def ask(self, path: str, body: bytes = b"", **headers: str) -> str:
        """A request at the door; what it says, whatever the status."""
        command = [sys.executable, "-c", ASK, f"http://127.0.0.1:{self.port}{path}"]
        told = subprocess.run(
            [*command, json.dumps(headers)], input=body, capture_output=True, check=True
        )
        return told.stdout.decode()


ASK = """
import json, sys, urllib.request, urllib.error
body = sys.stdin.buffer.read()
asked = urllib.request.Request(sys.argv[1], body or None, json.loads(sys.argv[2]))
try:
    print(urllib.request.urlopen(asked).read().decode())
except urllib.error.HTTPError as error:
    print(error.read().decode())
"""


def test_no_word_and_no_secret_comes_out(tmp_path: Path) -> None:
    run = Watched(tmp_path)
    out = [_import(run, tmp_path)]
    with run.playground(), run.called(run.port):
        url = f"http://127.0.0.1:{run.port}/slack/events"
        secret = SECRETS["ROUNDS_SLACK_SIGNING_SECRET"]
        run.control("slack/faults", {"request_url": url, "signing_secret": secret})
        staff = run.join("canary", SEATS)
        for platform in ("slack", "telegram"):
            fails = [{"method": "*", "times": 9999, "chance": 0.03, **how} for how in WEATHER]
            run.control(f"{platform}/faults", {"fail": fails})
        for someone in staff:
            _answer(someone)
        out += _decide(run)
        out += _break(run)
        out += [run.ask(path) for path in ("/metrics", "/healthz", "/readyz")]
    out += [json.dumps(run.rounds(*words)) for words in (("status",), ("project", "list"))]
    out.append(subprocess.run(
        [sys.executable, "-m", "adapters.cli", "doctor"],
        env=run.env, capture_output=True, text=True, check=False,
    ).stdout)  # fmt: skip
    store = open_store(run.env["ROUNDS_DATABASE_URL"], lambda: "")
    out.append(json.dumps(audit.listing(store, most=1000)))
    store.close()
    log = run.log.read_text(encoding="utf-8")
    assert log.count("debug") > 20, "the log is not at DEBUG"
    for text in (log, *out):
        for mark in MARKS:
            at = text.find(mark)
            assert at < 0, text[max(0, at - 300) : at + 100]


def _import(run: Run, folder: Path) -> str:
    """A good file, and a bad one whose refusals are read, too."""
    good = "\n".join(json.dumps(TASK | {"id": f"t{number}"}) for number in range(3))
    (folder / "tasks.jsonl").write_text(good)
    run.rounds("import", str(folder / "tasks.jsonl"), "--project", "canary", "--data", "synthetic")
    bad = {**TASK, "id": "bad", "ask": [WORD], WORD: 1, "responses": [WORD]}
    (folder / "bad.jsonl").write_text(json.dumps(bad) + f'\n{{"prompt": "{WORD}\n')
    about = ("--project", "canary", "--data", "synthetic")
    told = run.rounds("import", str(folder / "bad.jsonl"), *about, fails=True)
    assert told["refused"]
    return ""


def _answer(someone: Annotator) -> None:
    """One task with its reason, whatever the weather."""
    someone.say("next")
    for label in ("A is better", "Better", "Yes", "None of these"):
        someone.button(label)
    someone.until(lambda screen: said(screen, "Why? One or two"), "the question for a reason")
    panel = someone.screen()["messages"][-1]["id"]
    where = {"thread": panel} if someone.platform == "slack" else {}
    someone.say(f"my patient {WORD}, born 3/14/61, is not breathing, what do I do", **where)
    someone.until(lambda screen: said(screen, "This looks like a date of birth."), "the gate")
    someone.until(lambda screen: said(screen, "Nobody watches this chat"), "the alarm")
    someone.button("It is not about a patient")
    someone.until(lambda screen: said(screen, "A coordinator will look at it."), "the answer")
    someone.say(f"A sends them to the {WORD} today, which is much safer for a baby.", **where)
    someone.until(lambda screen: said(screen, "Saved"), "the summary")


def _decide(run: Watched) -> list[str]:
    """A coordinator uses one text and drops the other. Only `show` tells what was written."""
    told = run.rounds("incidents", "list")["incidents"]
    first, second = sorted(one["id"] for one in told if one["kind"] == "details")
    assert WORD in run.rounds("incidents", "show", str(first))["text_kept"]
    made = [
        run.rounds("incidents", "use", str(first)),
        run.rounds("incidents", "drop", str(second)),
    ]
    assert {"emergency", "details"} <= {one["kind"] for one in told}
    return [json.dumps(one) for one in (told, *made)]


def _break(run: Watched) -> list[str]:
    """What cannot be read, what is not believed, and what the machine cannot store."""
    secret = SECRETS["ROUNDS_SLACK_SIGNING_SECRET"]
    hook = {"X-Telegram-Bot-Api-Secret-Token": SECRETS["ROUNDS_TELEGRAM_WEBHOOK_SECRET"]}
    at = str(int(run.control("clock", {"advance": 0})["now"]))
    bodies = [
        b"no json " + WORD.encode(),
        json.dumps({"update_id": 1, "message": {"from": WORD, "text": WORD}}).encode(),
        json.dumps({"type": "event_callback", "team_id": WORD, "event": WORD}).encode(),
        json.dumps({"type": "block_actions", "user": {"id": 5}, "actions": [WORD]}).encode(),
        b'{"a":' * 50_000 + WORD.encode(),
    ]
    told = []
    for body in bodies:
        signs = {
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": signature(secret.encode(), at, body),
            "Content-Type": "application/json",
        }
        told += [
            run.ask("/telegram", body, **hook),
            run.ask("/slack/events", body, **signs),
            run.ask("/telegram", body, **{"X-Telegram-Bot-Api-Secret-Token": WORD}),
            run.ask("/slack/events", body, **(signs | {"X-Slack-Signature": WORD})),
        ]
    file = Path(run.env["ROUNDS_DATABASE_URL"].removeprefix("sqlite:///"))
    aside = file.with_suffix(".aside")
    os.rename(file, aside)  # noqa: PTH104
    try:
        told.append(run.ask("/readyz"))
    finally:
        os.rename(aside, file)  # noqa: PTH104
    return told


def test_an_exception_is_told_by_kind_and_place_alone(capfd: Any) -> None:
    code = f"""
import logging
from adapters import logs
logs.configure("DEBUG", ["HunterSecret"], json=True)
try:
    try:
        raise KeyError("{WORD}")
    except KeyError as inner:
        raise ValueError("{WORD}") from inner
except ValueError:
    logging.getLogger("x").exception("it broke with xoxb-123-abc and HunterSecret at /bot1:AA/send")
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    line = json.loads(told.stderr)
    assert WORD not in told.stderr and "HunterSecret" not in told.stderr
    assert "xoxb" not in told.stderr and "/bot1:AA" not in told.stderr
    assert "KeyError" in line["exception"] and "ValueError" in line["exception"]
