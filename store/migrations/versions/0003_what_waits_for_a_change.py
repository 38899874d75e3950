"""What was written for a change that is not submitted waits beside the stored reason"""

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
