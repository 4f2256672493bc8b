"""Alembic's way in: it is always called with a connection of ours."""

from alembic import context
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite can't alter a constraint: the table is made anew
)
with context.begin_transaction():
    context.run_migrations()
