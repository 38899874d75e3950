"""Eight devices of one person tap everything at once: each task is answered exactly once.

Two `rounds serve` on PostgreSQL share the taps, one has them alone on SQLite.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.real.annotator import Annotator, newest
from tests.real.run import Run

DEVICES = 8
TASKS = 1_000


def devices(folder: Path, database: str, workers: int, tasks: int = TASKS) -> None:
    """One person with eight devices works through `tasks` tasks. Raises AssertionError unless the
    export holds exactly one annotation each."""
    folder.mkdir()
    run = Run(folder, database)
    file = folder / "tasks.jsonl"
    file.write_text("\n".join(json.dumps(easy(number)) for number in range(tasks)))
    run.rounds("import", str(file), "--project", "taps", "--data", "synthetic")
    with run.playground(), ExitStack() as serving, ThreadPoolExecutor(DEVICES) as hands:
        for _ in range(workers):
            serving.enter_context(run.serving())
        (someone,) = run.join("taps", [("slack", "Ann")])
        someone.newest = 4
        someone.say("next")
        for number in range(tasks):
            for label in ("Level", "Yes"):
                _all_at_once(hands, someone, label)
            if number + 1 < tasks:
                _all_at_once(hands, someone, "Next task")
        someone.until(lambda screen: newest(screen, "Change"), "the last summary")
    done = run.rounds("export", "--project", "taps", "--to", str(folder / "out"))
    assert done["annotations"] == tasks, done
    (counted,) = run.rounds("status")["projects"]
    assert counted["done"] == tasks and counted["open"] == 0, counted
    where = "PostgreSQL" if database else "SQLite"
    print(f"{DEVICES} devices, {workers} worker(s) on {where}: {tasks} answers", flush=True)


def _all_at_once(hands: ThreadPoolExecutor, someone: Annotator, label: str) -> None:
    """Every device presses the same button of the same message, though it may be redrawn for the
    first before the last has pressed; each is acknowledged."""
    message = someone.until(lambda screen: _only_newest(screen, label), f"[{label}]")
    list(hands.map(lambda _: someone.press(label, message["id"], stale=True), range(DEVICES)))


def _only_newest(screen: dict[str, Any], label: str) -> dict[str, Any] | None:
    """The message with this button, once it is the newest one with any."""
    for message in reversed(screen["messages"]):
        if message["buttons"]:
            labels = [button["label"] for button in message["buttons"]]
            return dict(message) if label in labels else None
    return None


def easy(number: int) -> dict[str, Any]:
    """A task of one short question, known by its number."""
    return {
        "id": f"t{number}",
        "prompt": f"Question number {number} of a long evening",
        "reader": "a nurse",
        "ask": ["rank"],
        "responses": [
            {"id": "a", "text": f"Yes, says answer {number}."},
            {"id": "b", "text": f"No, says answer {number}."},
        ],
    }
