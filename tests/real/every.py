"""Real sets and scores through every kind: ranked and rated by scripted people on both wires, the
export equals the reference; then once more by people who err, with the same answers at last.
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.real.judging import Judge, Told
from tests.real.pairs import together
from tests.real.run import Run, lines, same_clients

Json = dict[str, Any]

SEATS = (("slack", "Ann"), ("telegram", "Cem"))
SETS = {"oasst-a": ("rank.jsonl",), "liveqa-a": ("rank.jsonl", "rate.jsonl")}
"""Folders of the real data, and the files of them that are judged."""


def every(folder: Path, data: Path, seed: int | None = None) -> None:
    """Import, answer, export, compare. With a `seed`, people err. Raises AssertionError at the
    first difference."""
    for name, files in SETS.items():
        for file in files:
            known = {line["id"]: line for line in lines(data / name / "reference.jsonl")}
            tasks = lines(data / name / file)
            told = {task["id"]: _told(known[task["id"]]) for task in tasks}
            here = folder / f"{name}-{Path(file).stem}"
            here.mkdir(parents=True)
            _judged(Run(here), data / name / file, tasks, told, seed)


def _judged(
    run: Run, file: Path, tasks: Sequence[Json], told: Mapping[str, Told], seed: int | None
) -> None:
    about = run.folder / "project.yaml"
    about.write_text("project: real\nannotators_per_task: 1\ncriteria: [accuracy]\n")
    run.rounds("project", "apply", str(about))
    public = ("--data", "public", "--accept-findings")
    done = run.rounds("import", str(file), "--project", "real", *public)
    assert done["imported"] == len(tasks), done
    with run.playground(), run.serving():
        judges = [
            Judge(who, tasks, told, None if seed is None else random.Random(seed + n), n == 0)
            for n, who in enumerate(run.join("real", SEATS))
        ]
        for judge in judges:
            judge.who.newest = 40
        together([partial(judge.work) for judge in judges])
        judges[1].work()  # what the other passed on while this one had nothing left
        same_clients(run)
    made = run.rounds("export", "--project", "real", "--to", str(run.folder / "out"))
    _compare(Path(made["path"]), told, f"{file.parent.name}/{file.name}", erring=seed is not None)


def _told(line: Json) -> Told:
    """A reference as what somebody is to say: by rank 0 is best, by score 4 is."""
    if "responses" in line:
        worth = {key: -one["rank"] for key, one in line["responses"].items()}
        scores: dict[str, int] = {}
    else:
        worth = scores = line["score"]
    ordered = sorted(worth, key=lambda key: -worth[key])
    groups = [list(group) for _, group in groupby(ordered, key=lambda key: worth[key])]
    return Told(groups, scores)


def _compare(release: Path, told: Mapping[str, Told], name: str, *, erring: bool) -> None:
    rows = pq.read_table(release / "annotations" / "annotations.parquet").to_pylist()
    chains = defaultdict(list)
    for row in rows:
        chains[row["task_id"], row["annotator"]].append(row)
    for chain in chains.values():
        chain.sort(key=lambda row: row["attempt"])
        assert [row["attempt"] for row in chain] == list(range(1, len(chain) + 1))
        assert [row["final"] for row in chain] == [False] * (len(chain) - 1) + [True]
    final = {row["task_id"]: row for row in rows if row["final"] and not row["abstention"]}
    equal = sum(_equal(final[key], wanted) for key, wanted in told.items() if key in final)
    passed = sum(row["abstention"] is not None for row in rows)
    print(
        f"{name}: {equal} of {len(told)} as the reference says;"
        f" {len(rows)} revisions, {passed} passed on{', by people who err' if erring else ''}",
        flush=True,
    )
    assert equal == len(told) == len(final)
    assert not erring or len(rows) > len(told)


def _equal(row: Json, wanted: Told) -> bool:
    """Rankings as groups; numbers as given."""
    if row["ranking"] is not None and [set(group) for group in row["ranking"]] != [
        set(group) for group in wanted.ranking
    ]:
        return False
    rated = {one["response"]: one["rating"] for one in row["ratings"] or ()}
    return all(wanted.scores[key] == rating for key, rating in rated.items())
