"""Typed texts that may name a patient, kept apart until somebody has looked"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "withheld",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("assignment", sa.String(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("incident", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
    )
    op.create_index("withheld_message", "withheld", ["contact", "message"])
    for name in ("person", "incident"):
        op.create_index(f"ix_withheld_{name}", "withheld", [name])
