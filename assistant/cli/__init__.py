"""The command line, ``report-assistant``: parse, call one method, print.

Whatever takes long to import is imported inside the command that needs it, so that an answer is there at once.
"""

# In the order of the help.
from assistant.cli import asking, checking, briefing, reports, glossary, moving, showing, serving, upkeep, audit_log  # noqa: F401, I001
from assistant.cli.application import ANSWERED, DECLINED, FAILED, INTERRUPTED, USAGE, app
from assistant.cli.replying import read_batch
from assistant.cli.running import main, run

__all__ = ["ANSWERED", "DECLINED", "FAILED", "INTERRUPTED", "USAGE", "app", "main", "read_batch", "run"]
