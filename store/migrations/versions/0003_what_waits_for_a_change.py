"""What waits for a change: words that are not submitted beside the stored reason, and a queue that
is not counted yet for what its project asks by now"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


CHANGING = "state = 'done' AND question <> ''"


def upgrade() -> None:
    op.add_column(
        "heard", sa.Column("pending", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    lite = op.get_bind().dialect.name == "sqlite"
    draft = "json_extract(answer, '$.draft')" if lite else "answer ->> 'draft'"
    op.execute(
        "UPDATE heard SET pending = true WHERE assignment IN (SELECT id FROM assignment"
        f" WHERE state = 'done' AND question <> '' AND {draft} IS NOT NULL)"
    )
    op.create_index(
        "assignment_changing",
        "assignment",
        ["person"],
        sqlite_where=sa.text(CHANGING),
        postgresql_where=sa.text(CHANGING),
    )
    op.add_column("project", sa.Column("recount_from", sa.BigInteger(), nullable=True))
    op.add_column("project", sa.Column("recount_was", sa.Integer(), nullable=True))
