"""The programs of one run: a playground and `rounds serve`, as an operator would start them."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.ports import free_port
from tests.real.annotator import Annotator

UP_SECONDS = 30
SOCKETS = 2
"""Each worker opens so many to Slack."""
UNNAMED = ("link", "upload")
"""The handshake of a socket and the bytes of a file: Slack's client leaves them to its library."""

OURS = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")

FAST = {
    "ROUNDS_SLIP_SECONDS": "0",
    "ROUNDS_SLACK_POSTS_PER_SECOND": "100000",
    "ROUNDS_SLACK_POSTS_BURST": "100000",
    "ROUNDS_SLACK_UPDATES_PER_MINUTE": "6000000",
    "ROUNDS_SLACK_OTHER_PER_MINUTE": "6000000",
    "ROUNDS_TELEGRAM_CHAT_PER_SECOND": "100000",
    "ROUNDS_TELEGRAM_CHAT_BURST": "100000",
    "ROUNDS_TELEGRAM_PER_SECOND": "100000",
}
"""Scripts do not tap too early by mistake, and the run's playground sets no rates."""


class Run:
    """One folder, one database, one playground; `rounds` commands run in it."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{free_port()}"
        self.env = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith("ROUNDS_") and name.upper() not in OURS
            },
            **FAST,
            "ROUNDS_SECRET_KEY": "of this run",
            "ROUNDS_DATABASE_URL": database or f"sqlite:///{folder / 'rounds.db'}",
            "ROUNDS_SLACK_BOT_TOKEN": "xoxb-playground",
            "ROUNDS_SLACK_APP_TOKEN": "xapp-playground",
            "ROUNDS_SLACK_API_URL": f"{self.url}/slack/api/",
            "ROUNDS_TELEGRAM_TOKEN": "1000001:playground",
            "ROUNDS_TELEGRAM_API_URL": f"{self.url}/telegram",
            "ROUNDS_HTTP_BIND": "off",
            "ROUNDS_LOG_LEVEL": "WARNING",
        }

    def rounds(self, *args: str, fails: bool = False) -> dict[str, Any]:
        """One command with --json; `fails` expects exit 1."""
        done = subprocess.run(
            [sys.executable, "-m", "adapters.cli", *args, "--json"],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        if (done.returncode != 0) != fails:
            raise AssertionError(f"rounds {' '.join(args)}: {done.returncode}\n{done.stderr}")
        return dict(json.loads(done.stdout)) if done.stdout.strip() else {}

    def control(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One call of the playground's control API."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.url}/control/{path}", data, {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path} {body}: {error.read().decode()}") from None

    def join(self, project: str, wanted: Sequence[tuple[str, str]]) -> list[Annotator]:
        """People of the playground, (platform, name) each: invited, through first contact and
        confirmed by their coordinator."""
        made = [Annotator(self, platform, name) for platform, name in wanted]
        for someone in made:
            code = self.rounds("people", "invite", someone.name, "--project", project)["code"]
            if someone.platform == "telegram":
                someone.open("start", code)
            else:
                someone.say(f"join {code}")
            someone.join()
        for person in self.rounds("people", "list")["people"]:
            self.rounds("people", "confirm", str(person["id"]))
        return made

    @contextmanager
    def playground(self) -> Iterator[None]:
        command = [sys.executable, "-m", "playground", "--port", self.url.rsplit(":", 1)[1]]
        command += ["--state", str(self.folder / "playground.jsonl"), "--rates", "off"]
        with self._process(command):
            self._until_up()
            yield

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        before = self._connected()
        with self._process([sys.executable, "-m", "adapters.cli", "serve"]) as process:
            while self._connected() < before + SOCKETS:
                if process.poll() is not None:
                    raise AssertionError("rounds serve ended on its own")
                time.sleep(0.05)
            yield process

    @contextmanager
    def called(self, port: int) -> Iterator[subprocess.Popen[bytes]]:
        """`rounds serve` behind a port of its own, once it is ready."""
        with self._process([sys.executable, "-m", "adapters.cli", "serve"]) as process:
            for _ in range(UP_SECONDS * 20):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
                    break
                except OSError:
                    assert process.poll() is None, "rounds serve ended on its own"
                    time.sleep(0.05)
            yield process

    def _connected(self) -> int:
        """How many sockets to Slack are open, over all workers."""
        return int(self.control("slack/faults", {})["sockets"])

    @contextmanager
    def _process(self, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(command, env=self.env, stdout=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise AssertionError(f"{command[2]} did not stop on SIGTERM") from None

    def _until_up(self) -> None:
        for _ in range(UP_SECONDS * 20):
            try:
                self.control("slack/people")
                return
            except (OSError, AssertionError):
                time.sleep(0.05)
        raise AssertionError("the playground did not come up")


def same_clients(run: Run) -> None:
    """Every request carries an SDK's own name, and none broke a limit of its platform."""
    asked = Counter[str]()
    for platform, sdk in (("slack", "slackclient"), ("telegram", "python-telegram-bot")):
        ledger = run.control(f"{platform}/ledger")
        assert not ledger["violations"], ledger["violations"][:5]
        for request in ledger["requests"]:
            assert sdk in request["agent"].lower() or request["method"] in UNNAMED, request
        asked[platform] = len(ledger["requests"])
    print(f"requests by the SDKs' own clients: {dict(asked)}; limits broken: 0", flush=True)


def lines(path: Path) -> list[dict[str, Any]]:
    """A JSONL file's objects."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
