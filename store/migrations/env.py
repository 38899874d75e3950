"""Alembic runs on the connection it is given, inside that connection's transaction."""

from alembic import context
from sqlmodel import SQLModel

from store import tables as _tables  # noqa: F401  the classes register themselves

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
