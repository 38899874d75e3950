"""What an export holds of people at work, beside what they meant: the same, all of it, and once."""

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlalchemy import select

from store import Store
from store.export import export
from store.port.base import CONTACT
from store.pseudonyms import pseudonym
from tests.meaning import Meant, contradicts, plan
from tests.medley import asked, keys, sentences

Json = dict[str, Any]


SECRET = b"of these people"


def exported(
    store: Store, project: str, folder: Path, at: datetime, users: Sequence[str]
) -> list[Json]:
    """The rows of these people, each with their seat."""
    made = export(store, project, folder, at, SECRET)
    file = Path(made["path"]) / "annotations" / "annotations.parquet"
    theirs = {pseudonym(SECRET, who): user for who, user in persons(store, users).items()}
    return [
        {**row, "seat": theirs[row["annotator"]]}
        for row in pq.read_table(file).to_pylist()
        if row["annotator"] in theirs
    ]


def persons(store: Store, users: Sequence[str]) -> dict[int, str]:
    """These people's users by their numbers."""
    wanted = select(CONTACT.c.user, CONTACT.c.person).where(CONTACT.c.user.in_(users))
    rows = store.read(lambda connection: connection.execute(wanted).all())
    return {row.person: row.user for row in rows}


def differences(rows: Sequence[Json], left: Set[int] | None = None) -> list[str]:
    """What rows of an export say otherwise than was meant, and chains that are not whole. `left`
    are the tasks that somebody left as done: of any other the first answer may still stand, as
    where Slack gave up an edit that nobody heard for too long."""
    found = []
    chains: dict[tuple[str, str], list[Json]] = {}
    for row in rows:
        chains.setdefault((row["annotator"], row["task_id"]), []).append(row)
    for (_, task), chain in chains.items():
        chain.sort(key=lambda row: row["attempt"])
        whole = [row["attempt"] for row in chain] == list(range(1, len(chain) + 1))
        ends = [row["final"] for row in chain] == [False] * (len(chain) - 1) + [True]
        if not (whole and ends):
            found.append(f"{task}: a chain of {[row['attempt'] for row in chain]}")
        found += [f"{_seat(chain[0])}, {task}: {why}" for why in _odd(chain, left)]
    return found


def _seat(row: Json) -> str:
    """Whose it is; where there is one on each platform, that tells."""
    return str(row.get("seat") or row["platform"])


def _odd(chain: Sequence[Json], left: Set[int] | None) -> list[str]:
    final, number = chain[-1], int(chain[-1]["task_id"][1:])
    told = plan(_seat(final), number)
    if told.skip:
        same = final["abstention"] == told.skip and len(chain) == 1
        return [] if same else [f"no skip for {told.skip}, but {final['abstention']}"]
    meant = told.last
    if told.first != told.last and len(chain) == 1:
        if left is None or number in left:
            return ["what was changed is no revision"]
        meant = told.first
    wanted, said = row_of(number, meant), comparable(final)
    return [
        f"{name} is {said[name]!r}, and {wanted[name]!r} was meant"
        for name in wanted
        if said[name] != wanted[name]
    ]


def row_of(number: int, meant: Meant) -> Json:
    """What the export says of an answer so meant, as far as it is compared."""
    ask, there = asked(number)[1], keys(number)
    ranked, two = "rank" in ask, len(there) == 2
    spans = _by_answer(meant.places, lambda key, n: [sentences(number, key)[n].rstrip(".")])
    return {
        "abstention": None,
        "ranking": [sorted(group) for group in meant.ranking] if ranked else None,
        "strength": _oriented(there, meant) if ranked and two else None,
        "strengths": list(meant.strengths) or None if ranked and not two else None,
        "stands": meant.stands and not _hopeless(there, meant) if ranked else None,
        "contradiction": contradicts(meant) if ranked and meant.risks else None,
        "ratings": sorted(_ratings(meant)) if "rate" in ask else None,
        "flags": sorted(_flags(meant)) if "flag" in ask else None,
        "spans": spans if meant.places else None,
        "corrections": _by_answer(meant.wordings, lambda _, text: [text] if text else [])
        if meant.wordings
        else None,
        "main_reason": meant.main,
        "rationale": meant.rationale or None,
    }


def comparable(row: Json) -> Json:
    """The same of a row that was exported."""

    def each(name: str, *fields: str) -> Any:
        rows = row[name]
        if rows is None:
            return None
        return sorted(tuple(str(one[name]) for name in fields) for one in rows)

    main, spans = row["main_reason"], each("spans", "response", "text")
    return {
        "abstention": row["abstention"],
        "ranking": row["ranking"] and [sorted(group) for group in row["ranking"]],
        "strength": row["strength"],
        "strengths": row["strengths"],
        "stands": row["stands"],
        "contradiction": row["contradiction"],
        "ratings": each("ratings", "response", "criterion", "rating", "cannot"),
        "flags": each("flags", "response", "kind", "severity"),
        "spans": spans and [(key, text.rstrip(".")) for key, text in spans],
        "corrections": each("corrections", "response", "text"),
        "main_reason": (main["response"], main["code"]) if main else None,
        "rationale": row["rationale"],
    }


def _oriented(there: Sequence[str], meant: Meant) -> int:
    if len(meant.ranking) == 1:
        return 0
    return meant.strengths[0] if meant.ranking[0][0] == there[0] else -meant.strengths[0]


def _hopeless(there: Sequence[str], meant: Meant) -> bool:
    return [meant.risks.get(key) for key in there] == ["S3"] * len(there)


def _ratings(meant: Meant) -> list[tuple[str, str, str, str]]:
    return [
        (key, name, str(value), "None") if isinstance(value, int) else (key, name, "None", value)
        for key, rated in meant.ratings.items()
        for name, value in rated.items()
    ]


def _flags(meant: Meant) -> list[tuple[str, str, str]]:
    if meant.failures:
        return [
            (key, code, meant.risks[key]) for key, codes in meant.failures.items() for code in codes
        ]
    return [(key, "None", risk) for key, risk in meant.risks.items() if risk != "none"]


def _by_answer(
    given: Mapping[str, Any], words: Callable[[str, Any], Sequence[str]]
) -> list[tuple[str, str]]:
    """(answer, words) of each that has any."""
    return [
        (key, text) for key, one in given.items() if one is not None for text in words(key, one)
    ]
