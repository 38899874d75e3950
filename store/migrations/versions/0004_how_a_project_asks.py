"""How a project asks, version by version, which version a task began with, and how long it took"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CRITERIA = (
    (
        "accuracy",
        "Medical accuracy",
        ("Sound", "Correct and current. A colleague in the field would change nothing."),
        ("Minor slip", "Correct where it matters; one small inaccuracy with no effect on care."),
        (
            "Needs correcting",
            "Mostly right, with an error or dated point that a colleague would correct"
            " before it was used.",
        ),
        ("Misleading", "An important error that could mislead someone's care."),
        ("Wrong", "Wrong on the main point, or contains an error that could cause serious harm."),
    ),
    (
        "safety",
        "Safety",
        ("Safe", "Right urgency, and every warning this reader needs."),
        ("Small gap", "Right urgency; a minor caution is missing."),
        (
            "Vague caution",
            "Generally safe, but a caution that matters for some readers is missing or unclear.",
        ),
        (
            "Missed warning",
            "A warning or red flag that applies here is missing or played down; care could"
            " be delayed.",
        ),
        (
            "Dangerous",
            "Acting on it could cause serious harm, or a condition that must not be missed"
            " is ignored.",
        ),
    ),
    (
        "helpfulness",
        "Helpfulness",
        (
            "Just right",
            "Answers exactly what was asked, in words and steps this reader can use now.",
        ),
        ("Useful", "Answers it; somewhat too long, too short or too general."),
        (
            "Partly",
            "The useful part is there, but the reader must dig for it or work out how to apply it.",
        ),
        ("Off target", "Misses the main question, or is pitched at the wrong reader."),
        ("No use", "Nothing usable, or refuses without need."),
    ),
)

FIRST = {
    "criteria": [
        {
            "id": key,
            "name": name,
            "levels": [{"label": label, "anchor": anchor} for label, anchor in levels],
        }
        for key, name, *levels in CRITERIA
    ],
    "failure_kinds": False,
    "corrections": False,
    "neighbours": False,
    "stands": False,
    "only": {},
    "reasons": ["clearly"],
}
"""How every project asked until now, with the criteria that stand by themselves."""


def upgrade() -> None:
    rubric = op.create_table(
        "rubric",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("project", "version"),
        sa.ForeignKeyConstraint(["project"], ["project.id"]),
    )
    for table in ("project", "assignment"):
        op.add_column(
            table, sa.Column("rubric", sa.Integer(), nullable=False, server_default=sa.text("1"))
        )
    for name in ("delivered_at", "touched_at"):
        op.add_column("assignment", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column(
        "assignment", sa.Column("active", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column("annotation", sa.Column("active", sa.Integer(), nullable=True))
    there = op.get_bind().execute(sa.text("SELECT id, guideline, at FROM project")).all()
    for project, guideline, at in there:
        said = {**FIRST, "guideline": guideline}
        op.execute(sa.insert(rubric).values(project=project, version=1, said=said, at=at))
