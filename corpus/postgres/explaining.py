"""The server's errors in this program's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from corpus.errors import LibraryBusy, LibraryDamaged, LibraryReadOnly, LibraryUnreachable, StoreError
from corpus.places import Server


@contextmanager
def explained(place: Server, busy: str = "") -> Iterator[None]:
    """Turn the server's errors into ours. What it says never holds the password."""
    try:
        yield
    except (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure) as error:
        raise LibraryBusy(busy or f"another process is changing the library in {place}; try again later") from error
    except (errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege) as error:
        raise LibraryReadOnly(f"the library in {place} may not be changed: {_said(error)}") from error
    except (errors.UndefinedTable, errors.UndefinedColumn, errors.DataCorrupted, errors.IndexCorrupted) as error:
        raise LibraryDamaged(
            f"the library in {place} is damaged ({_said(error)}); restore a copy, or add the reports to a new database"
        ) from error
    except (
        errors.DiskFull,
        errors.InsufficientResources,
        errors.InvalidSchemaName,
        errors.FeatureNotSupported,
    ) as error:
        raise StoreError(f"the library in {place} could not be read or written: {_said(error)}") from error
    except psycopg.OperationalError as error:
        raise LibraryUnreachable(
            f"the library in {place} cannot be reached ({_said(error)}); try again once the server is back"
        ) from error


def _said(error: psycopg.Error) -> str:
    return " ".join((error.diag.message_primary or str(error)).split())
