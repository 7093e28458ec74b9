"""What Streamlit would do with the world outside by itself, and does not here."""

from __future__ import annotations

import os

from streamlit import net_util

_HOSTS = "STREAMLIT_SERVER_ALLOWED_HOSTS"


def stay_inside() -> None:
    """Ask nobody elsewhere for this machine's addresses: Streamlit would at its start, and for each foreign origin."""
    net_util.get_external_ip = net_util.get_internal_ip = _unknown


def _unknown() -> str | None:
    return None


def host_options(*, any_name: bool) -> list[str]:
    """Streamlit's options for the names that the page answers to, beside those that its own setting gives.

    Where whoever sits at this machine may do everything, it answers to the machine's own names alone, as
    ``.streamlit/config.toml`` says: a page of another server could reach it under a name of its own making.
    """
    return ["--server.allowedHosts", "*"] if any_name and _HOSTS not in os.environ else []
