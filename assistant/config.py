"""Where the library and the log are kept: read once from the environment, then passed on as an argument.

Plain dataclasses on purpose: a settings framework would cost more time at start than answering a question does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError

PREFIX = "REPORT_ASSISTANT_"
KNOWN = ("LIBRARY", "LOG")
APP_NAME = "report-assistant"


class InvalidSetting(AssistantError):
    """An environment variable of this program is not one that it knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run needs to know. ``library`` is the library's folder, ``log`` the file that unexpected errors go to."""

    library: Path
    log: Path


def data_folder(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """The folder for this user's data on this platform.

    Follows each platform's own rule: the XDG base directories on Linux, Application Support on macOS, local
    application data on Windows.
    """
    home = Path.home()
    if platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / APP_NAME


def load_settings(*, library: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in force: ``library`` when given, then the environment, then the platform's data folder.

    Raises InvalidSetting for a variable that starts like ours and is none of them: a misspelt setting that is
    silently left out would answer from the wrong library.
    """
    variables = os.environ if environment is None else environment
    for name in sorted(variables):
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in KNOWN:
            known = ", ".join(PREFIX + key for key in KNOWN)
            raise InvalidSetting(
                f"unknown setting {name} in the environment (known: {known}); unset it or mend its name"
            )
    folder = data_folder(variables)
    named = library or Path(variables.get(PREFIX + "LIBRARY") or folder / "library")
    log = Path(variables.get(PREFIX + "LOG") or folder / "errors.log")
    return Settings(library=named.expanduser(), log=log.expanduser())
