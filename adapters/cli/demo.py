"""`rounds demo`: the playground and `rounds serve` as two processes behind one address.

Its data lies in a folder of its own and survives a restart; no token and no browser is needed.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from adapters import edge
from adapters.cli.course import HOME
from adapters.cli.shared import out, refuse
from adapters.port import Refused
from store import Store, imports, open_store, people, projects, releases
from store.course import check

FOLDER = Path(".rounds-demo")
PROJECT = "demo"
SLACK_TEAM = "T0PLAY"
PEOPLE = (
    ("slack", "Dr Osei", "Europe/London"),
    ("slack", "Dr Lindqvist", "Europe/Stockholm"),
    ("telegram", "Dr Osei", "Europe/London"),
    ("telegram", "Nurse Moreau", "Europe/Paris"),
)
"""Sample people. On Slack a coordinator has named them; on Telegram each holds a link."""

START_SECONDS = 30
STOP_SECONDS = 10


def demo(
    port: Annotated[int, typer.Option(envvar="PORT", help="Where the page answers.")] = 8765,
    folder: Annotated[Path, typer.Option(help="Where data and chats are kept.")] = FOLDER,
) -> None:
    """Look around: both platforms on this machine, sample tasks, sample people."""
    folder.mkdir(parents=True, exist_ok=True)
    url = f"http://127.0.0.1:{port}"
    stopping = _on_signal()
    playground = _playground(folder, port)
    serving: subprocess.Popen[bytes] | None = None
    try:
        _until_up(playground, url)
        _fill(folder, url)
        serving = subprocess.Popen(_rounds("serve"), env=_environment(folder, url), process_group=0)
        _until_connected(serving, url)
        out.print(f"Rounds demo: {url}  (Ctrl-C stops it; {folder}/ keeps it)", markup=False)
        sys.stdout.flush()
        _watch({"playground": playground, "rounds serve": serving}, stopping)
    except Refused as error:
        refuse(str(error))
    finally:
        _end(serving)
        _end(playground)


def _rounds(*args: str) -> list[str]:
    return [sys.executable, "-m", "adapters.cli", *args]


def _playground(folder: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "playground", "--port", str(port)]
    command += ["--state", str(folder / "playground.jsonl")]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, process_group=0)


def _environment(folder: Path, url: str) -> Mapping[str, str]:
    """Only the demo's own settings: a real workspace's tokens never meet the playground."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDS_")}
    return {
        **kept,
        "ROUNDS_DATABASE_URL": _database(folder),
        "ROUNDS_SLACK_BOT_TOKEN": "xoxb-playground",
        "ROUNDS_SLACK_APP_TOKEN": "xapp-playground",
        "ROUNDS_SLACK_API_URL": f"{url}/slack/api/",
        "ROUNDS_TELEGRAM_TOKEN": "1000001:playground",
        "ROUNDS_TELEGRAM_API_URL": f"{url}/telegram",
        "ROUNDS_HTTP_BIND": "off",
        "ROUNDS_TASKS_AS_IMPORTED": "true",
        "ROUNDS_LOG_LEVEL": "WARNING",
    }


def _database(folder: Path) -> str:
    return f"sqlite:///{folder.resolve() / 'rounds.db'}"


def _until_up(playground: subprocess.Popen[bytes], url: str) -> None:
    """Wait for the playground to answer; a port in use is named with its remedy."""
    port = url.rsplit(":", 1)[1]
    for _ in range(START_SECONDS * 20):
        if playground.poll() is not None:
            raise Refused(f"Port {port} is not free: choose another, for example PORT=8766.")
        try:
            with urllib.request.urlopen(f"{url}/control/slack/people", timeout=1):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.05)
    raise Refused(f"The playground did not answer at {url} within {START_SECONDS} s.")


def _until_connected(serving: subprocess.Popen[bytes], url: str) -> None:
    """Wait until both platforms have the bot's ear: what is said before comes a minute late."""
    for _ in range(START_SECONDS * 20):
        if serving.poll() is not None:
            return
        slack, telegram = (_control(url, f"{name}/faults", {}) for name in ("slack", "telegram"))
        if slack["sockets"] and telegram["calls"]:
            return
        time.sleep(0.05)


def _fill(folder: Path, url: str) -> None:
    """Sample project and people, once; a restart finds them there."""
    store = open_store(_database(folder), edge.fresh_id)
    try:
        with as_file(files("adapters") / "demo") as sample:
            projects.apply(store, sample / "project.yaml", edge.now())
            imports.import_tasks(store, sample / "tasks.jsonl", PROJECT, "synthetic", edge.now())
        _teach(store)
        if not people.listing(store) and not _control(url, "slack/people")["people"]:
            _welcome(store, url)
    finally:
        store.close()


def _teach(store: Store) -> None:
    """The courses that come along. What an older demo released stays as it is."""
    for card in sorted(HOME.glob("*/course.yaml")):
        with suppress(releases.AlreadyReleased):
            releases.release(store, check.read(card.parent), edge.fresh_id(), edge.now())


def _welcome(store: Store, url: str) -> None:
    for platform, name, zone in PEOPLE:
        made = _control(url, f"{platform}/people", {"name": name, "zone": zone})
        if platform == "slack":
            people.invite(
                store, PROJECT, name, "", edge.now(), slack_member=made["id"], slack_team=SLACK_TEAM
            )
        else:
            code = edge.fresh_code()
            people.invite(store, PROJECT, name, code, edge.now(), confirmed=True)
            _control(url, "telegram/invite", {"person": made["id"], "code": code})


def _control(url: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{url}/control/{path}", data, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)


def _on_signal() -> list[int]:
    """Ctrl-C, SIGTERM and a closed terminal end the demo the same way: the list fills.

    Both processes are in groups of their own, so that Ctrl-C reaches us alone and the bot is
    stopped before the platforms it talks to.
    """
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, note)
    return came


def _watch(running: Mapping[str, subprocess.Popen[bytes]], stopping: list[int]) -> None:
    while not stopping:
        for name, process in running.items():
            if process.poll() is not None:
                raise Refused(f"{name} ended on its own; its last lines above say why.")
        time.sleep(0.1)


def _end(process: subprocess.Popen[bytes] | None) -> None:
    """Ask, wait, then insist: no process is left behind."""
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
