"""Somebody opens the photograph or the résumé of a person who shares it with them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, select

from server.actor import Actor, Scope, member_with
from server.contacts.living import card_seen_by
from server.contacts.models import Contact
from server.db import Database, Key
from server.people.card_file import CardFile
from server.people.models import Block, Card, Person
from server.people.policies import Tier
from server.people.visible import card_columns

_viewer = bindparam("viewer", type_=Key())
_OF = Person.id == bindparam("id", type_=Key())


def _by_member(which: CardFile) -> Select[Any]:
    return (
        select(*(column for column in card_seen_by(_viewer) if column.name in ("name", which)))
        .join(Card, Card.person_id == Person.id)
        .outerjoin(Contact, and_(Contact.owner_id == _viewer, Contact.person_id == Person.id))
        .outerjoin(Block, and_(Block.person_id == Person.id, Block.blocked_id == _viewer))
        .where(_OF)
    )


def _by_stranger(which: CardFile) -> Select[Any]:
    shared = (column for column in card_columns(Tier.STRANGER) if column.name in ("name", which))
    return select(*shared).join(Card, Card.person_id == Person.id).where(_OF)


_BY_MEMBER = {which: _by_member(which) for which in CardFile}
_BY_STRANGER = {which: _by_stranger(which) for which in CardFile}


async def card_file(database: Database, *, actor: Actor, id_: UUID, which: CardFile) -> Row[Any] | None:
    """(name, which may be None, and the file's key under the name of its column), by the rules for every other line.

    None where there is no such file, or none for the actor: the two look the same. One statement.
    """
    if (member := member_with(actor, Scope.CONTACTS)) is not None:
        rows = await database.rows(_BY_MEMBER[which], {"id": id_, "viewer": member.person_id})
    else:
        rows = await database.rows(_BY_STRANGER[which], {"id": id_})
    return next((row for row in rows if getattr(row, which) is not None), None)
