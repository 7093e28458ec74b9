"""Serving the API until it is told to stop, and then letting requests end that have begun."""

from __future__ import annotations

import ipaddress
import logging
import sys
from dataclasses import replace

from assistant.api.settings import ApiSettings
from assistant.extras import need
from assistant.report_library import ReportLibrary
from assistant.usage import WrongUsage

SECONDS_TO_END = 60
"""How long requests that have begun may take to end; adding a large report takes half a minute."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def check_address(host: str, settings: ApiSettings, *, open_to_anyone: bool) -> ApiSettings:
    """The settings for serving at this address. Raises WrongUsage for one that others reach, when there are no keys.

    Where others reach it and no names were given, the server goes by any name: it has keys, or is meant for anyone.
    """
    if is_loopback(host):
        return settings
    if not settings.keys and not open_to_anyone:
        raise WrongUsage(
            f"at {host} other machines could read the library, and there are no keys; set REPORT_ASSISTANT_API_KEYS, "
            "or say --open-to-anyone"
        )
    return settings if settings.hosts else replace(settings, hosts=None)


def serve(library: ReportLibrary, settings: ApiSettings, *, host: str, port: int) -> None:
    """Serve the API at an address until SIGTERM or Ctrl-C. Raises MissingExtra."""
    need("api")
    import uvicorn
    from uvicorn.config import LOGGING_CONFIG

    from assistant.api.application import create_app
    from assistant.api.logs import log_as_json

    if settings.json_log:
        log_as_json(sys.stderr)
    config = uvicorn.Config(
        create_app(library, settings),
        host=host,
        port=port,
        http="h11",  # bounds what comes before a body, which the other reader would hold without end
        log_config=None if settings.json_log else LOGGING_CONFIG,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # an address that a caller writes itself must not count as its address
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_worth_telling)
    uvicorn.Server(config).run()


def _is_worth_telling(record: logging.LogRecord) -> bool:
    """Not that a second Ctrl-C broke off what the first had begun to end."""
    return not record.getMessage().rstrip().endswith(".CancelledError")
