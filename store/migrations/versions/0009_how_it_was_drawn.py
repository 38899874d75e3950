"""By which steps the texts of a task were drawn for its person: one set of them until now"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    house_1 = sa.text("'house-1'")
    op.add_column(
        "assignment", sa.Column("renderer", sa.String(), nullable=False, server_default=house_1)
    )
