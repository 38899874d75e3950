"""What the gate found in the texts of a batch, by kind, and by which rules; NULL: nobody looked"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("batch", sa.Column("rules", sa.String(), nullable=True))
    op.add_column("batch", sa.Column("findings", sa.JSON(), nullable=True))
