"""Alembic's environment: the application's own engine, batch mode for SQLite, full-text tables left alone."""

from alembic import context
from flask import current_app

from portal import tables
from portal.foundation.database import db


def keep(name: str | None, kind: str, parents: object) -> bool:
    """Which reflected names take part in a comparison: not the full-text tables and their shadows."""
    return not (kind == "table" and name is not None and "_words" in name)


def run() -> None:
    """Run the migrations on a connection that may write."""
    engine = db.engine
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=tables.metadata, render_as_batch=True, include_name=keep,
                          compare_type=True, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()


assert current_app is not None
run()
