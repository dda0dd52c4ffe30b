"""A person keeps away who has their card, and sees whom they keep away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from server.actor import Actor, Scope, member_with, require_member
from server.contacts.living import card_seen_by
from server.contacts.models import Contact
from server.db import Database, Key
from server.errors import NotFound
from server.live import person_topic, publish
from server.people.block import block_person
from server.people.models import Block, Card, Person

_viewer = bindparam("viewer", type_=Key())


async def block_owner(session: AsyncSession, *, actor: Actor, contact_id: UUID, now: datetime) -> None:
    """Block the owner of a contact of the actor, who may share no name; see `block_person`.

    Raises SignInRequired, ScopeMissing, and NotFound for a contact that is not of the actor.
    """
    member = require_member(actor)
    owner = await session.scalar(
        select(Contact.owner_id).where(Contact.id == contact_id, Contact.person_id == member.person_id)
    )

    if owner is None:
        raise NotFound

    await block_person(session, actor=actor, person_id=owner, now=now)
    await publish(session, person_topic(member.person_id))


def _blocked() -> Select[Any]:
    mine = aliased(Block)
    return (
        select(Person.id, Contact.name.label("own_name"), mine.created_at.label("blocked_at"), *card_seen_by(_viewer))
        .join(mine, and_(mine.blocked_id == Person.id, mine.person_id == _viewer))
        .join(Card, Card.person_id == Person.id)
        .outerjoin(Contact, and_(Contact.owner_id == _viewer, Contact.person_id == Person.id))
        .outerjoin(Block, and_(Block.person_id == Person.id, Block.blocked_id == _viewer))
        .order_by(mine.created_at.desc(), Person.id)
        .limit(100)
    )


_BLOCKED = _blocked()


async def blocked_people(database: Database, *, actor: Actor) -> Sequence[Row[Any]]:
    """Whom the actor keeps away, the last first, a hundred at most, each as their own card shows them to the actor:
    (id, own_name, blocked_at, every card field). One statement."""
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return []
    return await database.rows(_BLOCKED, {"viewer": member.person_id})
