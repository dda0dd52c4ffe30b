"""Somebody looks at a person: the fields of the card that reach this viewer, and whether there is anybody at all."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, or_, select

from server.actor import Actor, Scope, member_with
from server.contacts.living import card_seen_by, tier_of
from server.contacts.models import Contact
from server.db import Database, Key
from server.people.models import Block, Card, Person
from server.people.policies import Tier
from server.people.visible import card_columns, shown

_id = bindparam("id", type_=Key())
_viewer = bindparam("viewer", type_=Key())

_tier = tier_of(_viewer)
_BY_MEMBER = (
    select(Person.id, *card_seen_by(_viewer))
    .join(Card, Card.person_id == Person.id)
    .outerjoin(Contact, and_(Contact.owner_id == _viewer, Contact.person_id == Person.id))
    .outerjoin(Block, and_(Block.person_id == Person.id, Block.blocked_id == _viewer))
    .where(
        Person.id == _id,
        or_(
            Person.id == _viewer,
            Contact.id.is_not(None),
            shown(Person.name, Card.name_audience, _tier).is_not(None),
        ),
    )
)
_BY_STRANGER = (
    select(Person.id, *card_columns(Tier.STRANGER))
    .join(Card, Card.person_id == Person.id)
    .where(Person.id == _id, shown(Person.name, Card.name_audience, Tier.STRANGER).is_not(None))
)


async def person(database: Database, *, actor: Actor, id_: UUID) -> Row[Any] | None:
    """(id, every card field, NULL where the actor may not see it). One statement.

    None unless it is the actor, a contact of theirs, or somebody who shares at least a name with them:
    whoever shares nothing looks as if they were not there.
    """
    if (member := member_with(actor, Scope.CONTACTS)) is not None:
        rows = await database.rows(_BY_MEMBER, {"id": id_, "viewer": member.person_id})
    else:
        rows = await database.rows(_BY_STRANGER, {"id": id_})
    return rows[0] if rows else None
