"""A session's last tasks, its fast ones, and how many, without a look at each of its tasks"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("assignment_session", "assignment")
    op.create_index("assignment_session", "assignment", ["session", "offered_at", "id", "state"])
    op.create_index(
        "assignment_fast",
        "assignment",
        ["session"],
        sqlite_where=sa.text("fast IS 1"),
        postgresql_where=sa.text("fast IS true"),
    )
