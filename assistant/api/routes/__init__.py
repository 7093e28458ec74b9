"""The routes, a file for each kind. Another kind is one more file with a ``router``, named in ``ROUTERS``."""

from assistant.api.routes import asking, auditing, briefing, calculating, changing, conversations, health, reading

ROUTERS = (
    health.router,
    asking.router,
    conversations.router,
    calculating.router,
    auditing.router,
    briefing.router,
    reading.router,
    changing.router,
)
"""In the order of the specification."""

__all__ = ["ROUTERS"]
