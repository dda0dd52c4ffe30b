"""Who is asking. An actor is passed to every verb and every query; nothing ambient is read."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from server.errors import ScopeMissing, SessionRequired, SignInRequired


class Scope(StrEnum):
    """What a program may do for a person."""

    READ_EVENTS = "READ_EVENTS"
    POST_EVENTS = "POST_EVENTS"
    SCAN = "SCAN"
    CONTACTS = "CONTACTS"
    ADMIN = "ADMIN"


ALL_SCOPES = frozenset(Scope)


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Somebody who is not signed in."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody signed in, by session cookie, or by an API token that has every scope."""

    person_id: UUID
    scopes: frozenset[Scope] | None = None
    """None: a session. An API token may do all that its scopes say, but not make or end tokens and sessions."""


@dataclass(frozen=True, slots=True)
class Program:
    """An API token with some scopes. It is a stranger, save where a verb or a query asks for one of its scopes."""

    person_id: UUID
    scopes: frozenset[Scope]


Actor = Anonymous | Member | Program

ANONYMOUS = Anonymous()


def require_member(actor: Actor, scope: Scope = Scope.ADMIN) -> Member:
    """The signed-in person behind `actor`. Raises SignInRequired, and ScopeMissing for a program without `scope`."""
    match actor:
        case Member():
            return actor
        case Program():
            return require_scope(actor, scope)
        case _:
            raise SignInRequired


def require_scope(actor: Member | Program, scope: Scope) -> Member:
    """The person for whom `actor` may do what `scope` names. Raises ScopeMissing."""
    if actor.scopes is not None and scope not in actor.scopes:
        raise ScopeMissing(scope.value)
    return actor if isinstance(actor, Member) else Member(actor.person_id, actor.scopes)


def require_session(actor: Actor) -> Member:
    """The person at a browser. Raises SignInRequired, and SessionRequired for a program, whatever its scopes."""
    if isinstance(actor, Anonymous):
        raise SignInRequired
    if actor.scopes is not None:
        raise SessionRequired
    assert isinstance(actor, Member)
    return actor


def member_with(actor: Actor, scope: Scope) -> Member | None:
    """The person as whom `actor` may look where `scope` is asked for; None for strangers, and programs without it."""
    match actor:
        case Member():
            return actor if actor.scopes is None or scope in actor.scopes else None
        case Program() if scope in actor.scopes:
            return Member(actor.person_id, actor.scopes)
        case _:
            return None
