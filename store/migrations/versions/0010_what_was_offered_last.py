"""The buttons that were offered last beside a task, for whoever types them. Which task awaits a
question to the coordinator is told by its page alone"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE contact RENAME COLUMN asking TO offered")
    op.execute("UPDATE contact SET offered = '' WHERE offered != ''")
    op.execute(  # its page has a button less, and the old ones would lead elsewhere
        "UPDATE assignment SET turn = turn + 1 WHERE state = 'done' AND question = 'more'"
    )
