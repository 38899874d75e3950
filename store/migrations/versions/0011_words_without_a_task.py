"""Words of which it is not certain for what task they are: as many as there are, each with the
tasks that were asked about. What one account held until now is kept with all its tasks that ask
something, or with the newest it has; where it has none they are kept all the same"""

from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HELD = """
    SELECT contact.id AS contact, contact.held_message AS message, contact.held_text AS text,
           assignment.id AS task, assignment.question AS asked,
           COALESCE(assignment.offered_at, 0) AS at
    FROM contact LEFT JOIN assignment ON assignment.contact = contact.id
    WHERE contact.held_text != ''
    ORDER BY contact.id, COALESCE(assignment.offered_at, 0) DESC, assignment.id
"""


WORDED = ("rationale", "correction", "ask")
"""What begins the keys that await words; behind a page stands a reason, as almost always."""


def _row(rows: list[Any]) -> dict[str, Any]:
    first, there = rows[0], [row for row in rows if row["task"]]
    asking = [row for row in there if row["asked"]] or there[:1]
    kept = {name: first[name] for name in ("contact", "message", "text", "at")}
    keys = [row["asked"] if row["asked"].startswith(WORDED) else "rationale" for row in asking]
    tasks = [row["task"] for row in asking]
    return {**kept, "id": f"held{first['contact']}", "tasks": tasks, "asked": keys}


def upgrade() -> None:
    unplaced = op.create_table(
        "unplaced",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
    )
    op.create_index("ix_unplaced_contact", "unplaced", ["contact"])
    held = op.get_bind().execute(sa.text(HELD)).mappings().all()
    op.bulk_insert(
        unplaced, [_row([*rows]) for _, rows in groupby(held, lambda row: row["contact"])]
    )
    op.drop_column("contact", "held_text")
    op.drop_column("contact", "held_message")
