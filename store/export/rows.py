"""How revisions become rows: the raw file first, then the pairs its votes make.

Memory holds one task with its answers, one group of rows, and some 250 bytes a pair.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Row

from store.export import columns, judged, reading
from store.export.columns import GROUPS, Sheet
from store.export.tally import Tally
from store.export.votes import (
    Pair,
    Revision,
    Task,
    cut,
    oriented_strength,
    pairs_of,
    ranking_of,
)
from store.pseudonyms import pseudonym


@dataclass(frozen=True, slots=True)
class Job:
    """What one run needs everywhere."""

    connection: Connection
    project: Row[Any]
    secret: bytes
    release: Path
    pseudonyms: dict[int, str] = field(default_factory=dict)

    def pseudonym(self, person: int) -> str:
        """The same for a person as long as the secret is the same."""
        if person not in self.pseudonyms:
            self.pseudonyms[person] = pseudonym(self.secret, person)
        return self.pseudonyms[person]


def annotations(job: Job, tally: Tally) -> tuple[dict[str, str], list[Pair]]:
    """Write the raw file. Returns its digest by name, and the pairs that the votes make."""
    made: list[Pair] = []
    place = job.release / "annotations"
    place.mkdir()
    file = place / "annotations.parquet"
    with Sheet(file, columns.ANNOTATIONS, GROUPS["annotations"]) as sheet:
        for task, revisions in reading.answered(job.connection, job.project.id):
            chains = {job.pseudonym(who): chain for who, chain in _by_person(revisions)}
            for annotator in sorted(chains):
                chain = chains[annotator]
                tally.chain(chain)
                for revision in chain:
                    sheet.add(_annotation(task, revision, annotator, chain))
            votes = [chain[-1] for chain in chains.values() if not chain[-1].abstention]
            tally.task(task, votes)
            made += tally.keep(task, pairs_of(task, votes))
    tally.counts["annotations"] = sheet.rows
    return {"annotations": sheet.digest()}, made


def _by_person(revisions: Sequence[Revision]) -> Iterator[tuple[int, list[Revision]]]:
    for who, chain in groupby(revisions, key=lambda revision: revision.person):
        yield who, list(chain)


def _annotation(
    task: Task, revision: Revision, annotator: str, chain: Sequence[Revision]
) -> dict[str, Any]:
    answer = {} if revision.abstention else revision.answer
    return {
        "task_id": task.key,
        "annotator": annotator,
        "platform": revision.platform,
        "attempt": revision.attempt,
        "final": revision is chain[-1],
        "ranking": ranking_of(revision),
        "strength": oriented_strength(task, revision),
        "strengths": judged.strengths(answer),
        "stands": answer.get("stands"),
        "contradiction": judged.contradiction(answer),
        "ratings": judged.ratings(task, answer),
        "flags": judged.flags(task, answer),
        "spans": judged.spans(task, answer),
        "corrections": judged.corrections(task, answer),
        "main_reason": judged.main_reason(answer),
        "rationale": answer.get("rationale"),
        "nudged": bool(answer.get("nudged")) if answer.get("rationale") else None,
        "inquired": bool(revision.inquired),
        "quotable": bool(revision.quoting),
        "abstention": revision.abstention or None,
        "cause": revision.cause,
        "extra": revision.extra,
        "gold": task.gold,
        "order_shown": [task.responses[index][0] for index in revision.order],
        "renderer": revision.renderer,
        "specialty": revision.match or None,
        "rubric": revision.rubric,
        "offered_at": revision.offered_at,
        "delivered_at": revision.delivered_at,
        "first_tap_at": revision.first_tap_at,
        "active_seconds": None if revision.active is None else revision.active / 1000,
        "fast": judged.fast(task, revision),
        "submitted_at": chain[0].at,
        "at": revision.at,
    }


def pairs(job: Job, made: list[Pair], tally: Tally) -> dict[str, str]:
    """Write train and test in the order of the prompts' hashes; both exist, even if empty."""
    made.sort(key=lambda pair: (pair.order, pair.task, pair.chosen, pair.rejected))
    limit = cut([pair.group for pair in made])
    tests = sum(pair.group < limit for pair in made)
    (job.release / "pairs").mkdir()
    digests = {}
    for side, wanted in (("train", made[tests:]), ("test", made[:tests])):
        file = job.release / "pairs" / f"{side}.parquet"
        with Sheet(file, columns.PAIRS, GROUPS["pairs"]) as sheet:
            for row in _pair_rows(job, wanted):
                longest = max(_characters(row["chosen"]), _characters(row["rejected"]))
                tally.counts["longest_row"] = max(tally.counts["longest_row"], longest)
                sheet.add(row)
        tally.counts[side] = sheet.rows
        digests[f"pairs/{side}"] = sheet.digest()
    return digests


def _pair_rows(job: Job, pairs: Sequence[Pair]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(pairs), reading.AT_ONCE):
        chunk = pairs[start : start + reading.AT_ONCE]
        tasks = reading.tasks_named(job.connection, sorted({pair.task for pair in chunk}))
        for pair in chunk:
            task = tasks[pair.task]
            chosen, rejected = task.responses[pair.chosen], task.responses[pair.rejected]
            yield {
                "chosen": _conversation(task, chosen[1]),
                "rejected": _conversation(task, rejected[1]),
                "strength": pair.strength,
                "task_id": task.key,
                "chosen_id": chosen[0],
                "rejected_id": rejected[0],
                "n_annotators": pair.votes,
                "agreement": pair.agreeing / pair.votes,
            }


def _conversation(task: Task, answer: str) -> list[dict[str, str]]:
    turns = [*task.prompt, ("assistant", answer)]
    return [{"role": role, "content": text} for role, text in turns]


def _characters(turns: Sequence[dict[str, str]]) -> int:
    return sum(len(turn["content"]) for turn in turns)
