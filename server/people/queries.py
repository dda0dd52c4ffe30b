"""People, as they see themselves. How others see them: `server/contacts/person.py`."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from server.db import Database, Key
from server.people.models import Card, Person
from server.people.policies import Tier
from server.people.visible import card_columns

_SELF = (
    select(Person.id, *card_columns(Tier.SELF))
    .join(Card, Card.person_id == Person.id)
    .where(Person.id == bindparam("id", type_=Key()))
)


async def own_person(database: Database, id_: UUID) -> Row[Any] | None:
    """(id, every card field), all of them shown; None when they are gone."""
    return next(iter(await database.rows(_SELF, {"id": id_})), None)


_CARD = select(Card.__table__).where(Card.person_id == bindparam("id", type_=Key()))


async def own_card(database: Database, id_: UUID) -> Row[Any]:
    """What somebody who is here has chosen: every column of `Card`."""
    return (await database.rows(_CARD, {"id": id_}))[0]
