"""What a release is, for programs: settings, counts, rules, columns, and the content's hash."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from sqlalchemy.engine import Row

from bot.assign import SEED_VERSION
from store import schema
from store.export import asked, card, columns, reading
from store.export.rows import Job
from store.export.tally import Tally
from store.export.votes import LEVEL, NO_MAJORITY, SPLIT, TEST_SHARE, Pair, cut
from store.tables.base import EPOCH, MICROSECOND

FORMAT = "export-1"
"""Name of the layout and its rules; part of the content's hash."""


def manifest(
    job: Job, tally: Tally, pairs: Sequence[Pair], rows: Mapping[str, str]
) -> dict[str, Any]:
    """Everything about the release; `content` is the hash of all before it."""
    about: dict[str, Any] = {
        "format": FORMAT,
        "project": _settings(job.project),
        "rubrics": reading.rubrics(job.connection, job.project.id, tally.rubrics),
        "codes": asked.codes(),
        "attested": reading.attestations(job.connection, job.project.id),
        "answers": {
            "oldest": _moment(tally.oldest),
            "newest": _moment(tally.newest),
        },
        "counts": _counts(tally, reading.task_count(job.connection, job.project.id)),
        "trust": _trust(tally),
        "split": {"rule": SPLIT, "test_share": TEST_SHARE, "openings": _openings(pairs)},
        "seed_version": SEED_VERSION,
        "renderers": sorted(tally.renderers),
        "schema": columns.described(),
        "rows": dict(rows),
    }
    about["content"] = hashlib.sha256(card.canonical(about)).hexdigest()
    about["versions"] = {
        "rounds": version("rounds"),
        "database": schema.HEAD,
        "pyarrow": columns.VERSION,
    }
    return about


def _moment(kept: int | None) -> str | None:
    return None if kept is None else (EPOCH + kept * MICROSECOND).isoformat()


def _settings(project: Row[Any]) -> dict[str, Any]:
    """How the project is asked now. The seed and coordinators' names stay at home."""
    names = ("title", "run_by", "keep", "reader", "ask", "guideline")
    lists = ("platforms", "specialties", "languages")
    return {
        "id": project.id,
        **{name: getattr(project, name) for name in (*names, *lists)},
        "annotators_per_task": project.overlap,
    }


def _counts(tally: Tally, tasks: int) -> dict[str, Any]:
    one = ("tasks_answered", "annotations", "superseded", "votes", "level", "extra")
    return {
        "tasks": tasks,
        **{name: tally.counts[name] for name in one},
        "annotators": len(tally.people),
        "votes_by_platform": dict(sorted(tally.platforms.items())),
        "votes_with": {mark: tally.votes_with[mark] for mark in asked.MARKS},
        "abstentions": dict(sorted(tally.abstentions.items())),
        "pairs": {side: tally.counts[side] for side in ("train", "test")},
        "pairs_below_overlap": tally.counts["pairs_below_overlap"],
        "longest_row": tally.counts["longest_row"],
        "dropped": {
            name: tally.dropped[name] for name in (NO_MAJORITY, LEVEL, "gold", "withdrawn")
        },
    }


def _trust(tally: Tally) -> dict[str, Any]:
    coins = {"first_wins": tally.first, "longer_wins": tally.longer}
    return {
        "agreement": tally.agreement.told(),
        "agreement_decided": tally.decided.told(),
        "tasks_compared": tally.compared_tasks,
        "level": tally.counts["level"],
        **{name: {**rate.told(), "by_chance": rate.by_chance()} for name, rate in coins.items()},
    }


def _openings(pairs: Sequence[Pair]) -> dict[str, int]:
    """Different openings of prompts on each side."""
    groups = {pair.group for pair in pairs}
    limit = cut(sorted(groups))
    tests = sum(group < limit for group in groups)
    return {"train": len(groups) - tests, "test": tests}
