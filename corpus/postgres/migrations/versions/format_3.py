"""Format 3: a digest of each part of what is stored of a report."""

from __future__ import annotations

from alembic import op

revision = "3"
down_revision = "2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; `corpus.digests` fills it."""
    op.get_bind().exec_driver_sql(
        """
        CREATE TABLE digests (
            document TEXT COLLATE "C" NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            part TEXT COLLATE "C" NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (document, part)
        )
        """
    )
