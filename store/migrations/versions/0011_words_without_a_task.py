"""Words of which it is not certain for what task they are: as many as there are, each with the
tasks that were asked about. What one account held until now is kept for each task that asks there,
under the name that its button carries"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

HELD = """
    SELECT assignment.id AS id, contact.id AS contact, contact.held_message AS message,
           contact.held_text AS text,
           COALESCE(assignment.touched_at, assignment.offered_at, 0) AS at
    FROM contact JOIN assignment ON assignment.contact = contact.id
    WHERE contact.held_text != '' AND assignment.question != ''
"""


def upgrade() -> None:
    unplaced = op.create_table(
        "unplaced",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
    )
    op.create_index("ix_unplaced_contact", "unplaced", ["contact"])
    held = op.get_bind().execute(sa.text(HELD)).mappings().all()
    op.bulk_insert(unplaced, [{**row, "tasks": [row["id"]]} for row in held])
    op.drop_column("contact", "held_text")
    op.drop_column("contact", "held_message")
