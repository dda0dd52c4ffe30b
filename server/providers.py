"""Which OpenID Connect providers people may sign in through: a file in TOML, written by whoever runs Hallway."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from server.errors import SetupError

AFFILIATIONS = ("STUDENT", "GRADUATE_STUDENT", "ALUMNI", "FACULTY", "STAFF", "GUEST")
ROLES = ("MEMBER", "ORGANIZER", "RECRUITER", "OFFICER")
"""Names of what capabilities above define; a test holds them equal."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_KEYS = {
    "id": str,
    "name": str,
    "issuer": str,
    "client_id": str,
    "client_secret_variable": str,
    "scopes": str,
    "links_by_email": bool,
    "joins": bool,
    "affiliation": str,
    "affiliation_claim": str,
    "affiliations": dict,
    "groups_claim": str,
    "role": list,
}


@dataclass(frozen=True, slots=True)
class GroupRole:
    """What members of one of the provider's groups are here."""

    group: str
    organization: str | None
    """Its slug; None where the role is that of a campus's administrator."""
    role: str
    """One of ROLES, or ADMINISTRATOR of `campus`."""
    campus: str | None
    """Its slug."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One OpenID Connect provider: a campus's or a partner's single sign-on."""

    id: str
    """In addresses, such as `northgate`."""
    name: str
    """On the button, after “Use my”."""
    issuer: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    scopes: str = "openid profile email"
    links_by_email: bool = False
    """Whether a verified address is proof enough of being who has it here."""
    joins: bool = False
    """Whether somebody new joins by it."""
    affiliation: str = "GUEST"
    """Of whoever joins and has none of `affiliations`."""
    affiliation_claim: str = "eduperson_affiliation"
    affiliations: Mapping[str, str] = field(default_factory=dict)
    """From values of that claim; of several the first in the file counts."""
    groups_claim: str = "groups"
    roles: tuple[GroupRole, ...] = ()


def read_providers(text: str, environment: Mapping[str, str]) -> tuple[Provider, ...]:
    """The providers of a file, in its order; secrets come from the variables that it names. Raises SetupError."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise SetupError(f"The file of sign-in providers is no TOML: {fault}.") from fault
    tables = found.pop("provider", [])
    if found or not isinstance(tables, list):
        raise SetupError("The file of sign-in providers holds tables [[provider]] and nothing else.")
    providers = tuple(_provider(table, environment) for table in tables)
    for what, values in (("id", [one.id for one in providers]), ("issuer", [one.issuer for one in providers])):
        if len(set(values)) < len(values):
            raise SetupError(f"Two sign-in providers have the same {what}. Give each its own.")
    return providers


def _provider(table: Mapping[str, Any], environment: Mapping[str, str]) -> Provider:
    where = f"the sign-in provider {table.get('id', 'without id')!r}"
    for key, value in table.items():
        if key not in _KEYS:
            raise SetupError(f"{where} has {key!r}, which means nothing. It takes {', '.join(_KEYS)}.")
        if not isinstance(value, _KEYS[key]):
            raise SetupError(f"{key} of {where} is no {_KEYS[key].__name__}.")
    for key in ("id", "name", "issuer", "client_id"):
        if not table.get(key):
            raise SetupError(f"{where} lacks {key}.")
    if not _ID.fullmatch(table["id"]):
        raise SetupError(f"{where}: an id is made of at most 40 small letters, digits and hyphens.")
    if not is_safe(table["issuer"]):
        raise SetupError(f"{where}: its issuer has to begin with https://, but for one on this very machine.")
    secret = None
    if variable := table.get("client_secret_variable"):
        secret = environment.get(variable)
        if not secret:
            raise SetupError(f"{where} has its secret in {variable}, which is not set.")
    affiliations = table.get("affiliations", {})
    for value in (*affiliations.values(), table.get("affiliation", "GUEST")):
        if value not in AFFILIATIONS:
            raise SetupError(f"{where}: {value!r} is no affiliation. Take one of {', '.join(AFFILIATIONS)}.")
    if "openid" not in table.get("scopes", "openid").split():
        raise SetupError(f"{where}: its scopes have to hold openid.")
    plain = {key: value for key, value in table.items() if key not in ("client_secret_variable", "role")}
    roles = tuple(_role(role, where) for role in table.get("role", []))
    return Provider(**plain, client_secret=secret, roles=roles)


def _role(table: Mapping[str, Any], where: str) -> GroupRole:
    organization, campus, role = table.get("organization"), table.get("campus"), table.get("role")
    if not table.get("group") or (organization is None) == (campus is None):
        raise SetupError(f"A role of {where} has a group, and either an organization or a campus.")
    if organization is not None and role not in ROLES:
        raise SetupError(f"A role of {where} is one of {', '.join(ROLES)}, not {role!r}.")
    return GroupRole(table["group"], organization, "ADMINISTRATOR" if organization is None else str(role), campus)


def is_safe(address: str) -> bool:
    """Whether nobody on the way can read what is sent to `address`, or change what it answers."""
    parts = urlsplit(address)
    loopback = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and loopback))
