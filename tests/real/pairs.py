"""470 real pairs by three people, two on Slack and one on Telegram: the export equals what they
were told to answer, vote by vote, and each strict majority pair points the right way.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow.parquet as pq

from tests.real.annotator import Annotator, answers, fresh, newest
from tests.real.run import Run, lines, same_clients

FOLDER = "pandalm-a"
SEATS = (("slack", "Ann"), ("slack", "Ben"), ("telegram", "Cem"))
PAIRS, REFUSED = 470, 34

Tasks = Mapping[str, Mapping[str, Any]]
Votes = Mapping[str, list[str]]


def pairs(folder: Path, data: Path, database: str = "") -> None:
    """Import, answer, export, compare. Raises AssertionError at the first difference."""
    folder.mkdir()
    tasks = {task["id"]: task for task in lines(data / FOLDER / "pairs.jsonl")}
    votes = {line["id"]: line["votes"] for line in lines(data / FOLDER / "reference.jsonl")}
    run = Run(folder, database)
    imported(run, data / FOLDER)
    with run.playground(), run.serving():
        staff = run.join("panda", SEATS)
        together([partial(judge, who, tasks, votes, seat) for seat, who in enumerate(staff)])
        same_clients(run)
    done = run.rounds("export", "--project", "panda", "--to", str(folder / "out"))
    compare(Path(done["path"]), tasks, votes)


def imported(run: Run, data: Path) -> None:
    about = ("--project", "panda", "--data", "public")
    done = run.rounds("import", str(data / "pairs.jsonl"), *about, "--accept-findings")
    assert done["imported"] == PAIRS, done
    refused = run.rounds("import", str(data / "refused.jsonl"), *about, fails=True)["refused"]
    assert len({line["line"] for line in refused}) == REFUSED, refused
    assert all(line["error"] and line["remedy"] for line in refused)
    print(f"{PAIRS} pairs imported; {REFUSED} of {REFUSED} bad lines refused", flush=True)


def judge(someone: Annotator, tasks: Tasks, votes: Votes, seat: int) -> None:
    """Answer every task as this seat of the reference did."""
    known: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for task in tasks.values():  # a few show the same texts; the queue hands them out in this order
        texts = sorted(response["text"] for response in task["responses"])
        known.setdefault((task["prompt"], *texts), []).append(task)
    someone.say("next")
    old = ""
    for number in range(len(tasks)):
        panel = someone.until(partial(fresh, old), f"task {number + 1}")
        screen = someone.screen()
        shown = answers(screen)
        task = known[someone.question(screen), *sorted(shown.values())].pop(0)
        letters = {text: letter for letter, text in shown.items()}
        by_id = {response["id"]: response["text"] for response in task["responses"]}
        vote = votes[task["id"]][seat]
        level = vote == "level"
        someone.press("Level" if level else f"{letters[by_id[vote]]} is better", panel["id"])
        if not level:
            someone.button("Better")
        someone.button("Yes")
        done = someone.until(lambda screen: newest(screen, "Change"), "the summary")
        old = panel["id"]
        if number + 1 < len(tasks):
            someone.press("Next task", done["id"])


def together(jobs: list[Callable[[], None]]) -> None:
    """Run all at once; the first failure is raised."""
    failed: list[BaseException] = []

    def guarded(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=guarded, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads) and not failed:
        for thread in threads:
            thread.join(0.2)
    if failed:
        raise failed[0]


def compare(release: Path, tasks: Tasks, votes: Votes) -> None:
    """Raw votes as multisets per task; then the majority pairs."""
    given: dict[str, Counter[str]] = {task: Counter() for task in tasks}
    for row in pq.read_table(release / "annotations" / "annotations.parquet").to_pylist():
        if row["final"]:
            ranking = row["ranking"]
            given[row["task_id"]]["level" if len(ranking) == 1 else ranking[0][0]] += 1
    equal = sum((given[task] & Counter(votes[task])).total() for task in tasks)
    total = sum(map(len, votes.values()))
    exported = {
        row["task_id"]: row["chosen_id"]
        for side in ("train", "test")
        for row in pq.read_table(release / "pairs" / f"{side}.parquet").to_pylist()
    }
    wanted = {}
    for task, cast in votes.items():
        best, count = Counter(cast).most_common(1)[0]
        if best != "level" and count * 2 > len(cast):
            wanted[task] = best
    print(f"raw votes equal to the reference: {equal} of {total}", flush=True)
    print(f"majority pairs that point the right way: {len(wanted)} of {len(exported)}", flush=True)
    assert equal == total == sum(counter.total() for counter in given.values())
    assert exported == wanted
