"""Tasks in piles that are alike, a place in each for each person, and whose field is what"""

import json
import zlib
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LENGTHS = (200, 500, 1200)
"""Words up to which a task is short, middling, long."""

SOME = 1000
"""Tasks sorted at a time."""

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    pile = op.create_table(
        "pile",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("specialties", sa.JSON(), nullable=False),
        sa.Column("ask", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project"], ["project.id"]),
        sa.UniqueConstraint("project", "key"),
    )
    op.create_table(
        "author",
        sa.Column("person", SERIAL, autoincrement=False, nullable=False),
        sa.Column("task", SERIAL, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("person", "task"),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.ForeignKeyConstraint(["task"], ["task.id"]),
    )
    op.create_index("ix_author_task", "author", ["task"])
    op.create_table(
        "frontier",
        sa.Column("person", SERIAL, autoincrement=False, nullable=False),
        sa.Column("pile", SERIAL, autoincrement=False, nullable=False),
        sa.Column("pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "pile"),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.ForeignKeyConstraint(["pile"], ["pile.id"]),
    )
    op.create_index("ix_frontier_pile", "frontier", ["pile"])
    zero, empty = sa.text("0"), sa.text("'[]'")
    for table in ("task", "task_queue"):
        for name, kind in (
            ("pile", sa.BigInteger),
            ("words", sa.Integer),
            ("variant", sa.BigInteger),
        ):
            op.add_column(table, sa.Column(name, kind(), nullable=False, server_default=zero))
    op.add_column(
        "task_queue", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("task_queue", sa.Column("looked_at", sa.BigInteger(), nullable=True))
    for table in ("person", "invitation"):
        op.add_column(
            table, sa.Column("specialties", sa.JSON(), nullable=False, server_default=empty)
        )
    op.add_column(
        "enrolment", sa.Column("firsts", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
    )
    op.drop_column("enrolment", "frontier")
    op.add_column("session", sa.Column("until", sa.BigInteger(), nullable=True))
    op.add_column(
        "assignment", sa.Column("match", sa.String(), nullable=False, server_default=sa.text("''"))
    )
    for name in ("words", "predicted", "minutes"):
        op.add_column(
            "assignment", sa.Column(name, sa.Integer(), nullable=False, server_default=zero)
        )
    op.add_column(
        "assignment", sa.Column("fast", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("assignment_session", "assignment", ["session"])
    op.create_index("incident_about", "incident", ["assignment"])
    _sort(pile)
    op.drop_index("queue_open", "task_queue")
    op.create_index(
        "queue_open",
        "task_queue",
        ["pile", "pos"],
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )


def _sort(pile: sa.Table) -> None:
    """Every task onto its pile, some at a time."""
    connection = op.get_bind()
    columns = [
        sa.column(name, kind)
        for name, kind in (
            ("id", SERIAL),
            ("project", sa.String),
            ("prompt", sa.JSON),
            ("responses", sa.JSON),
            ("ask", sa.JSON),
            ("specialties", sa.JSON),
        )
    ]
    task = sa.table("task", *columns)
    piles: dict[tuple[str, str], int] = {}
    last = 0
    while True:
        some = sa.select(task).where(task.c.id > last).order_by(task.c.id).limit(SOME)
        rows = connection.execute(some).mappings().all()
        if not rows:
            break
        last = rows[-1]["id"]
        told = [_told(dict(row)) for row in rows]
        for one in told:
            name = one["project"], one["key"]
            if name not in piles:
                values = {key: one[key] for key in ("specialties", "ask", "size", "length")}
                made = sa.insert(pile).values(project=name[0], key=name[1], **values)
                (piles[name],) = connection.execute(made).inserted_primary_key or (0,)
        for table, number in (("task", "id"), ("task_queue", "task")):
            connection.execute(
                sa.text(
                    f"UPDATE {table} SET pile = :pile, words = :words, variant = :variant"
                    f" WHERE {number} = :id"
                ),
                [
                    {
                        "pile": piles[one["project"], one["key"]],
                        "words": one["words"],
                        "variant": one["variant"],
                        "id": one["id"],
                    }
                    for one in told
                ],
            )


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    texts = [text for _, text in (*row["prompt"], *row["responses"])]
    words = sum(text.count(" ") + text.count("\n") + 1 for text in texts)
    length = sum(words > most for most in LENGTHS)
    specialties = sorted({one.casefold() for one in row["specialties"]})
    size = len(row["responses"])
    said = [specialties, row["ask"], size, length]
    return {
        "id": row["id"],
        "project": row["project"],
        "key": json.dumps(said, ensure_ascii=False, separators=(",", ":")),
        "specialties": specialties,
        "ask": row["ask"],
        "size": size,
        "length": length,
        "words": words,
        "variant": zlib.crc32(json.dumps(row["prompt"], ensure_ascii=False).encode()),
    }
