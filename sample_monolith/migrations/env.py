"""Runs the migrations against the database of the application."""

import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, pool

from webnet.app import import_models
from webnet.config import database_url
from webnet.extensions import db

config = context.config
if config.config_file_name and not config.attributes.get("quiet"):
    fileConfig(config.config_file_name, disable_existing_loggers=False)

import_models()
target_metadata = db.metadata


def run_offline() -> None:
    """Write the SQL instead of running it."""
    context.configure(url=database_url(), target_metadata=target_metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    url = config.get_main_option("sqlalchemy.url") or database_url()
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


if context.is_offline_mode() or os.environ.get("ALEMBIC_OFFLINE"):
    run_offline()
else:
    run_online()
