"""The files' columns, and how rows become bytes: one fixed schema, groups of a fixed size.

The only module that imports pyarrow. The same rows give the same bytes from one pyarrow to the
next run of it; across versions of pyarrow the rows' own hash stays (`Sheet.digest`).
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

VERSION: str = pa.__version__

_TEXT, _MOMENT = pa.string(), pa.timestamp("us", tz="UTC")
_TURNS = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
_RATING = [("response", _TEXT), ("criterion", _TEXT), ("rating", pa.int8()), ("cannot", _TEXT)]
_FLAG = [("response", _TEXT), ("family", _TEXT), ("kind", _TEXT), ("severity", _TEXT)]
_SPAN = [("response", _TEXT), ("start", pa.int32()), ("end", pa.int32()), ("text", _TEXT)]
_CORRECTION = [("response", _TEXT), ("text", _TEXT)]
_REASON = [("response", _TEXT), ("code", _TEXT)]

PAIRS = pa.schema(
    [
        ("chosen", _TURNS),
        ("rejected", _TURNS),
        ("strength", pa.int8()),
        ("task_id", _TEXT),
        ("chosen_id", _TEXT),
        ("rejected_id", _TEXT),
        ("n_annotators", pa.int32()),
        ("agreement", pa.float64()),
    ]
)
"""A trainer's row. No `prompt`, no `margin`: their presence alone changes what trainers do."""

ANNOTATIONS = pa.schema(
    [
        ("task_id", _TEXT),
        ("annotator", _TEXT),
        ("platform", _TEXT),
        ("attempt", pa.int32()),
        ("final", pa.bool_()),
        ("ranking", pa.list_(pa.list_(_TEXT))),
        ("strength", pa.int8()),
        ("strengths", pa.list_(pa.int8())),
        ("stands", pa.bool_()),
        ("contradiction", pa.bool_()),
        ("ratings", pa.list_(pa.struct(_RATING))),
        ("flags", pa.list_(pa.struct(_FLAG))),
        ("spans", pa.list_(pa.struct(_SPAN))),
        ("corrections", pa.list_(pa.struct(_CORRECTION))),
        ("main_reason", pa.struct(_REASON)),
        ("rationale", _TEXT),
        ("nudged", pa.bool_()),
        ("inquired", pa.bool_()),
        ("quotable", pa.bool_()),
        ("abstention", _TEXT),
        ("cause", _TEXT),
        ("extra", pa.bool_()),
        ("gold", pa.bool_()),
        ("order_shown", pa.list_(_TEXT)),
        ("renderer", _TEXT),
        ("specialty", _TEXT),
        ("rubric", pa.int32()),
        ("offered_at", _MOMENT),
        ("delivered_at", _MOMENT),
        ("first_tap_at", _MOMENT),
        ("active_seconds", pa.float64()),
        ("fast", pa.bool_()),
        ("submitted_at", _MOMENT),
        ("at", _MOMENT),
    ]
)
"""One row per annotator, task and revision. What was not asked is null, never "none"."""

GROUPS = {"pairs": 1_000, "annotations": 5_000}
"""Rows of a row group: what is held in memory at once, 20 to 60 MB of long answers."""


_LINE = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
"""A row as text, for its hash."""


def described() -> dict[str, dict[str, str]]:
    """Columns and their types by table, for the manifest."""
    tables = {"pairs": PAIRS, "annotations": ANNOTATIONS}
    return {
        name: {column.name: str(column.type) for column in schema}
        for name, schema in tables.items()
    }


class Sheet:
    """One Parquet file being written, row by row."""

    def __init__(self, path: Path, schema: Any, group: int) -> None:
        self.rows = 0
        self._schema, self._names, self._group = schema, frozenset(schema.names), group
        self._held: list[Mapping[str, Any]] = []
        self._hash = hashlib.sha256()
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")

    def add(self, row: Mapping[str, Any]) -> None:
        """`row` has exactly the schema's columns, or KeyError is raised. A moment is in
        microseconds since 1970."""
        if row.keys() != self._names:
            raise KeyError(f"columns {sorted(row.keys() ^ self._names)}")
        self.rows += 1
        self._hash.update(_LINE(row).encode() + b"\n")
        self._held.append(row)
        if len(self._held) == self._group:
            self._flush()

    def digest(self) -> str:
        """Hash of the rows alone, whatever wrote them."""
        return self._hash.hexdigest()

    def _flush(self) -> None:
        if self._held:
            batch = pa.RecordBatch.from_pylist(self._held, schema=self._schema)
            self._writer.write_batch(batch)
            self._held.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._flush()
        self._writer.close()
