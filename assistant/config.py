"""Where the library and the log are kept: read once from the environment, then passed on as an argument.

Plain dataclasses on purpose: a settings framework would cost more time at start than answering a question does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from assistant.language_model.settings import ModelSettings, load_model_settings
from assistant.usage import InvalidSetting
from corpus.places import LibraryPlace, Server, read_place

PREFIX = "REPORT_ASSISTANT_"
API = ("API_KEYS", "API_KEYS_FILE", "API_RATE", "API_ORIGINS", "API_HOSTS")
"""Read by `assistant/api/settings.py`, when the API is served."""
WEB = ("WEB_USERS", "WEB_OPEN")
"""Read by `assistant/web/access.py`."""
MODEL = ("MODEL", "MODEL_URL", "MODEL_KEY")
KNOWN = ("LIBRARY", "DATABASE", "CACHE", "LOG", "STARTER", *API, *WEB, *MODEL)
SWITCH = {"": True, "on": True, "off": False}
APP_NAME = "report-assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run needs to know. ``library`` is the library's folder or its database on a server, ``log`` the file that
    unexpected errors go to.

    ``starter`` says whether a library in which nothing was ever put gets the starter reports when it is first asked;
    ``model`` is the language model that may help, none unless it is named.
    """

    library: LibraryPlace
    log: Path
    starter: bool = True
    model: ModelSettings | None = None


def load_settings(*, library: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in force: ``library`` when given, then the environment, then the platform's data folder.

    Raises InvalidSetting for a variable that starts like ours and is none of them: a misspelt setting that is
    silently left out would answer from the wrong library. So does a switch that is neither on nor off, a database that
    is none of PostgreSQL's, and a database named beside a folder.
    """
    variables = os.environ if environment is None else environment
    for name in sorted(variables):
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in KNOWN:
            known = ", ".join(PREFIX + key for key in KNOWN)
            raise InvalidSetting(
                f"unknown setting {name} in the environment (known: {known}); unset it or mend its name"
            )
    folder = user_data_path(APP_NAME, appauthor=False)
    named = library or _named(variables) or folder / "library"
    log = Path(variables.get(PREFIX + "LOG") or folder / "errors.log")
    starter = variables.get(PREFIX + "STARTER", "").lower()
    if starter not in SWITCH:
        raise InvalidSetting(f"{PREFIX}STARTER is '{starter}'; set it to 'on' or 'off'")
    return Settings(
        library=named if isinstance(named, Server) else named.expanduser(),
        log=log.expanduser(),
        starter=SWITCH[starter],
        model=load_model_settings(variables, PREFIX),
    )


def _named(variables: Mapping[str, str]) -> LibraryPlace | None:
    """The library that the environment names, if any."""
    folder, database = variables.get(PREFIX + "LIBRARY"), variables.get(PREFIX + "DATABASE")
    if not database:
        return Path(folder) if folder else None
    if folder:
        raise InvalidSetting(
            f"{PREFIX}LIBRARY names a folder and {PREFIX}DATABASE a database; a library is in one of them: unset one"
        )
    place = read_place(database)
    if not isinstance(place, Server):
        raise InvalidSetting(f"{PREFIX}DATABASE should begin with postgresql://")  # what it holds may be a password
    return place


def environment_for(library: LibraryPlace) -> dict[str, str]:
    """The variables that name this library to a process begun by this one; '' for one to be left unset."""
    if isinstance(library, Server):
        return {PREFIX + "DATABASE": library.url, PREFIX + "LIBRARY": ""}
    return {PREFIX + "LIBRARY": str(library.absolute()), PREFIX + "DATABASE": ""}
