"""Who is asking. An actor is passed to every verb and every query; nothing ambient is read."""

from dataclasses import dataclass
from uuid import UUID

from server.errors import SignInRequired


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Somebody who is not signed in."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody signed in, by session cookie or by API token."""

    person_id: UUID


Actor = Anonymous | Member

ANONYMOUS = Anonymous()


def require_member(actor: Actor) -> Member:
    """The signed-in person behind `actor`. Raises SignInRequired."""
    if isinstance(actor, Anonymous):
        raise SignInRequired
    return actor
