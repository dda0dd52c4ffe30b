"""A person finds their badge, and whoever reads a code finds whose it is."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Label, Row, Select, and_, bindparam, exists, null, select

from server.actor import Actor, Scope, member_with
from server.badges.errors import BadgeMalformed
from server.badges.models import Badge, BadgeState, Guest
from server.badges.token import hash_of, read
from server.contacts.living import card_seen_by
from server.contacts.models import Contact
from server.db import Database, Key
from server.people.models import Block, Card, Person
from server.people.policies import Tier
from server.people.visible import card_columns

_id, _viewer = bindparam("id", type_=Key()), bindparam("viewer", type_=Key())

_OWN = select(Badge.id, Badge.event_id, Badge.seed, Badge.token_hash, Badge.state, Badge.issued_at).where(
    Badge.person_id == _viewer
)
_STANDING = _OWN.where(Badge.event_id.is_(None), Badge.state == BadgeState.ACTIVE)
_ONE = _OWN.where(Badge.id == _id)


async def standing_badge(database: Database, *, actor: Actor) -> Row[Any] | None:
    """The actor's badge for everywhere: (id, event_id, seed, token_hash, state, issued_at), or None."""
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return None
    return next(iter(await database.rows(_STANDING, {"viewer": member.person_id})), None)


async def own_badge(database: Database, *, actor: Actor, id_: UUID) -> Row[Any] | None:
    """One of the actor's own badges, also one that has ended, in the columns of `standing_badge`, or None."""
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return None
    return next(iter(await database.rows(_ONE, {"viewer": member.person_id, "id": id_})), None)


def _scanned(card: list[Label[Any]]) -> Select[Any]:
    is_guest = exists().where(Guest.person_id == Person.id)
    return (
        select(Person.id.label("person_id"), null().label("own_name"), *card, is_guest.label("is_guest"))
        .select_from(Badge)
        .join(Person, Person.id == Badge.person_id)
        .join(Card, Card.person_id == Person.id)
        .where(Badge.token_hash == bindparam("token_hash"), Badge.state == BadgeState.ACTIVE)
    )


_BY_STRANGER = _scanned(card_columns(Tier.STRANGER))
_BY_MEMBER = (
    _scanned(card_seen_by(_viewer))
    .add_columns(Contact.id.label("contact_id"))
    .outerjoin(Contact, and_(Contact.owner_id == _viewer, Contact.person_id == Person.id))
    .outerjoin(Block, and_(Block.person_id == Person.id, Block.blocked_id == _viewer))
)


@dataclass(frozen=True, slots=True)
class ScannedBadge:
    """Whose a code is, as far as the viewer may see."""

    token: bytes
    card: Row[Any]
    """(person_id, every card field)."""
    own: bool
    """Whether it is the viewer's."""
    contact_id: UUID | None
    """The viewer's contact of that person."""


async def scanned_badge(database: Database, *, actor: Actor, code: str) -> ScannedBadge | None:
    """The active badge that has this code; None for any other text. Reading it saves nothing. One statement."""
    try:
        token = read(code)
    except BadgeMalformed:
        return None
    values: dict[str, Any] = {"token_hash": hash_of(token)}
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        rows = await database.rows(_BY_STRANGER, values)
        return ScannedBadge(token, rows[0], own=False, contact_id=None) if rows else None
    rows = await database.rows(_BY_MEMBER, values | {"viewer": member.person_id})
    if not rows:
        return None
    return ScannedBadge(token, rows[0], own=rows[0].person_id == member.person_id, contact_id=rows[0].contact_id)
