"""The errors of using the program the wrong way: the command line ends with its usage code on any of them."""

from __future__ import annotations

from assistant.errors import AssistantError


class WrongUsage(AssistantError):
    """The program was given something that it cannot take."""


class InvalidSetting(WrongUsage):
    """An environment variable that is named like this program's settings is none of them."""


class NotInDocument(WrongUsage):
    """The table, section or page that was asked for is not in the report."""
