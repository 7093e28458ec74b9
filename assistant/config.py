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
SWITCH = {"": True, "on": True, "off": False}
APP_NAME = "report-assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A setting: its name without the prefix, what holds where it is not set, and what it says."""

    name: str
    default: str
    told: str


VARIABLES = (
    Variable(
        name="LIBRARY", default="`library` in the platform's folder for a user's data", told="the library's folder"
    ),
    Variable(
        name="DATABASE",
        default="none",
        told="a database on a PostgreSQL server to keep the library in, in the place of a folder: `postgresql://…`",
    ),
    Variable(name="CACHE", default="the platform's cache folder", told="where the embedding model's graph is kept"),
    Variable(
        name="LOG",
        default="`errors.log` in the platform's folder for a user's data",
        told="the file that traces of unexpected errors go to",
    ),
    Variable(
        name="STARTER",
        default="`on`",
        told="whether a library in which nothing was ever put gets the starter reports, `on` or `off`",
    ),
    Variable(
        name="API_KEYS",
        default="none: everyone may read",
        told="the HTTP API's keys, as `role:key` or `role/name:key`, with commas",
    ),
    Variable(name="API_KEYS_FILE", default="none", told="a file of such keys, one a line"),
    Variable(name="API_RATE", default="600", told="the requests that a caller may make in a minute, 0 for any number"),
    Variable(name="API_ORIGINS", default="none", told="the web pages that may call from a browser, with commas"),
    Variable(
        name="API_LOG",
        default="`text`",
        told="how the HTTP API logs: `text` (what goes wrong), `json` (that and each request, a line each)",
    ),
    Variable(name="API_HOSTS", default="this machine's own", told="other names that the server goes by, with commas"),
    Variable(name="WEB_USERS", default="nobody", told="who may sign in to the page, as `role:who`, with commas"),
    Variable(
        name="WEB_OPEN",
        default="`off`",
        told="whether anyone may read the page without signing in; `web --open-to-everyone` sets it",
    ),
    Variable(
        name="WEB_UNVERIFIED",
        default="`off`",
        told="whether an e-mail address counts of which the provider does not say that it verified it, `on` or `off`",
    ),
    Variable(
        name="AUDIT_LOG",
        default="`changes`",
        told="what is logged: `off`, `changes`, `asked` (also that something was asked), `questions` (also its words)",
    ),
    Variable(name="AUDIT_DAYS", default="for ever", told="how many days the audit log is kept"),
    Variable(name="MODEL", default="none", told="the language model that may help, as `provider:model`"),
    Variable(name="MODEL_URL", default="the provider's own", told="the address of the model's server"),
    Variable(name="MODEL_KEY", default="the provider's own variable", told="the key for the model's server"),
)
"""Every setting, in the order of docs/configuration.md. `assistant/api/settings.py`, `assistant/web/access.py`,
`assistant/audit_log.py` and `assistant/language_model/settings.py` read their own."""
KNOWN = tuple(variable.name for variable in VARIABLES)


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
    if isinstance(named, Path) and named.parts[:1] in {("postgresql:",), ("postgres:",)}:
        raise InvalidSetting(f"a library on a server is named by {PREFIX}DATABASE; a folder's name was wanted here")
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
