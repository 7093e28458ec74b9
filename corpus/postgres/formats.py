"""The format of a library on a PostgreSQL server: which it is, and bringing it to this program's.

Alembic carries out the steps of `corpus.postgres.migrations`; each is named after the format that it makes.
"""

from __future__ import annotations

from pathlib import Path

import psycopg

from corpus.database import SCHEMA_VERSION

FORMATS = Path(__file__).with_name("migrations")
VERSION_TABLE = "alembic_version"


def read_format(connection: psycopg.Connection) -> int | None:
    """The format of the library, None where there is none."""
    there = connection.execute("SELECT to_regclass(quote_ident(current_schema()) || %s)", (f".{VERSION_TABLE}",))
    if there.fetchone() in ((None,), None):
        return None
    found = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
    return None if found is None else int(found[0])


def bring_forward(connection: psycopg.Connection, *, folder: Path = FORMATS, to: int = SCHEMA_VERSION) -> None:
    """Make the tables, or bring them to format `to`, wholly or not at all; ``folder`` holds the steps.

    The caller holds the lock that keeps others from doing the same. Raises what the server says.
    """
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import StaticPool

    # The engine is only the way in which Alembic wants its connection.
    engine = create_engine("postgresql+psycopg://", creator=lambda: connection, poolclass=StaticPool)
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    try:
        with engine.connect() as wrapped:
            config.attributes["connection"] = wrapped
            command.upgrade(config, str(to))
            wrapped.commit()
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error):
            raise error.orig from None  # what any other statement would have raised
        raise
