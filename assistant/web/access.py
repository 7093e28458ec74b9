"""Who is looking at the page, and what they may do.

On this machine alone nobody signs in, and whoever sits at it may do everything. Served to others, visitors sign in by
OpenID Connect (Streamlit's ``[auth]`` secrets), and ``REPORT_ASSISTANT_WEB_USERS`` says what each may do; or the page
was opened to everyone in words, and then everyone may only read.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from assistant.acting import Actor, act_as, system_user
from assistant.config import PREFIX, SWITCH
from assistant.errors import NotAllowed
from assistant.extras import need
from assistant.usage import InvalidSetting, WrongUsage

USERS, OPEN, UNVERIFIED = f"{PREFIX}WEB_USERS", f"{PREFIX}WEB_OPEN", f"{PREFIX}WEB_UNVERIFIED"


class Rights(IntEnum):
    """What a visitor may do; each may also do what those before it may."""

    NONE = 0
    READER = 1
    """Ask, check and look."""
    EDITOR = 2
    """Add, correct and remove reports."""
    OWNER = 3
    """Everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is looking. ``id`` is whom conversations belong to, '' where nobody signs in; ``name`` is for the page.

    ``is_private`` says whether the conversations are theirs alone, and so whether they may be listed.
    """

    id: str = ""
    name: str = ""
    rights: Rights
    is_private: bool

    def may(self, rights: Rights) -> bool:
        """Whether they may do what these rights allow."""
        return self.rights >= rights

    def must(self, rights: Rights) -> None:
        """Raise NotAllowed unless they may do what these rights allow."""
        if not self.may(rights):
            raise NotAllowed(f"this needs the rights of an {rights.name.lower()}; ask whoever runs this page for them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who (an address, ``@`` and a domain, or ``*`` for all who can sign in) has which rights."""

    rights: Rights
    who: str

    def meets(self, email: str) -> bool:
        """Whether it speaks of this address, which is in small letters.

        >>> Rule(rights=Rights.READER, who="@town.example").meets("ann@town.example")
        True
        >>> Rule(rights=Rights.READER, who="@town.example").meets("ann@evil-town.example")
        False
        """
        is_domain = self.who.startswith("@")
        return self.who == "*" or (email.endswith(self.who) if is_domain else email == self.who)


def read_rules(text: str) -> tuple[Rule, ...]:
    """The rules in ``role:who, role:who``. Raises InvalidSetting.

    >>> [rule.who for rule in read_rules("owner:ann@town.example, reader:@town.example")]
    ['ann@town.example', '@town.example']
    """
    return tuple(_rule(entry.strip()) for entry in text.split(",") if entry.strip())


def _rule(entry: str) -> Rule:
    role, _, who = (part.strip().lower() for part in entry.partition(":"))
    roles = {rights.name.lower(): rights for rights in Rights if rights is not Rights.NONE}
    if role not in roles or not (who == "*" or "@" in who):
        raise InvalidSetting(
            f"{USERS} holds '{entry}'; write role:who, with one of the roles {', '.join(roles)}, and an e-mail "
            "address, @ and a domain, or * for all who can sign in"
        )
    return Rule(rights=roles[role], who=who)


def visitor(user: Mapping[str, Any], environment: Mapping[str, str], address: str | None) -> Visitor:
    """Who is looking, from what Streamlit knows of the user, the settings, and where the page listens.

    Without rights where they have not signed in, or are not let in. Raises InvalidSetting.
    """
    if "is_logged_in" in user:  # signing in is set up
        return _signed_in(user, environment) if user["is_logged_in"] else _STRANGER
    if _is_on(environment, OPEN):
        return Visitor(rights=Rights.READER, is_private=False)
    return Visitor(rights=Rights.OWNER, is_private=True) if is_loopback(address or "") else _STRANGER


_STRANGER = Visitor(rights=Rights.NONE, is_private=True)


def _signed_in(user: Mapping[str, Any], environment: Mapping[str, str]) -> Visitor:
    email = str(user.get("email") or "").lower()
    # An address that its provider has not verified may be anybody's. Some providers say nothing of it.
    said = user.get("email_verified")
    is_known = str(said).lower() == "true" or (said is None and _is_on(environment, UNVERIFIED))
    rules = read_rules(environment.get(USERS, ""))
    rights = max((rule.rights for rule in rules if rule.meets(email if is_known else "")), default=Rights.NONE)
    return Visitor(
        id=f"{user.get('iss', '')} {user.get('sub') or email}".strip(),
        name=str(user.get("name") or email),
        rights=rights,
        is_private=True,
    )


def _is_on(environment: Mapping[str, str], name: str) -> bool:
    said = environment.get(name, "off").lower()
    if said not in SWITCH:
        raise InvalidSetting(f"{name} is '{said}'; set it to 'on' or 'off'")
    return bool(said) and SWITCH[said]


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach the address.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("")
    (True, True, False, False)
    """
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address.lower() == "localhost"


def visiting() -> Visitor:
    """Who is looking at the page that runs now; what is done from here on is theirs. Raises InvalidSetting."""
    user = st.user.to_dict()
    who = visitor(user, os.environ, st.get_option("server.address"))
    act_as(Actor(way="page", name=_logged_name(who, user)))
    return who


def _logged_name(who: Visitor, user: Mapping[str, Any]) -> str:
    """What the audit log calls a visitor: their address and account; whoever sits at this machine; or nobody known."""
    if who.id:
        return f"{user.get('email') or who.name} ({who.id})"
    return system_user() if who.is_private else "a visitor"


def check_serving(address: str, *, open_to_everyone: bool) -> None:
    """Raise WrongUsage where the page must not listen at the address; MissingExtra where nobody could sign in."""
    if signing_in_is_set_up():
        need("auth")
        if not read_rules(os.environ.get(USERS, "")):
            raise InvalidSetting(f"nobody is let in: say who may with {USERS}, such as 'reader:@council.example'")
    elif not is_loopback(address) and not open_to_everyone:
        raise WrongUsage(
            f"at {address} other machines could read the library, and nobody has to sign in; set up signing in "
            "([auth] in .streamlit/secrets.toml), or say --open-to-everyone"
        )


def signing_in_is_set_up() -> bool:
    """Whether Streamlit's secrets hold how to sign in."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def is_for_others() -> bool:
    """Whether visitors sign in or may only read: whoever calls the page, and by whatever name, gets no more."""
    return signing_in_is_set_up() or _is_on(os.environ, OPEN)


def show_door(who: Visitor) -> None:
    """What a visitor without rights sees: the way to sign in, or why they are not let in."""
    st.title("Report Assistant")
    if who.id:
        st.html("<p>You are signed in, but not let in. Ask whoever runs this page to add your address.</p>")
        st.button("Sign out", on_click=st.logout)
    elif signing_in_is_set_up():
        st.html('<p class="lead">Sign in to ask questions about the reports.</p>')
        st.button("Sign in", on_click=st.login, type="primary")
    else:
        st.error(
            "This page can be reached from other machines, and nobody has to sign in, so it shows nothing. "
            "Start it with: report-assistant web"
        )
