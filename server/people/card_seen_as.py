"""A person looks at their own card through the eyes of others, by the same rules as those others."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Row, Select, bindparam, select, true

from server.db import Database, Key
from server.people.models import Card, Person, SavePolicy
from server.people.policies import ALL_GRANTS, FOR_EMPLOYERS, Tier, grant
from server.people.queries import own_card
from server.people.visible import Bounds, card_columns


class Eyes(StrEnum):
    """Through whose eyes."""

    STRANGER = "STRANGER"
    MEMBER = "MEMBER"
    MET = "MET"
    EMPLOYER = "EMPLOYER"


def _of(tier: Tier, bounds: Bounds | None = None) -> Select[Any]:
    return (
        select(Person.id, *card_columns(tier, bounds=bounds))
        .join(Card, Card.person_id == Person.id)
        .where(Person.id == bindparam("id", type_=Key()))
    )


_TIERS = {Eyes.STRANGER: Tier.STRANGER, Eyes.MEMBER: Tier.MEMBER, Eyes.MET: Tier.MET}
_granted = bindparam("granted", type_=Integer)
_GRANTED = Bounds(_granted, true(), _granted)
_SEEN = {eyes: _of(tier) for eyes, tier in _TIERS.items()}
_BY_EMPLOYER = {tier: _of(tier, _GRANTED) for tier in (Tier.MEMBER, Tier.MET)}


async def card_seen_as(database: Database, *, person_id: UUID, eyes: Eyes) -> Row[Any]:
    """(id, every card field, NULL where such a viewer does not see it), as it is now. One statement, two for EMPLOYER.

    EMPLOYER: one of an employer's people, who scans the badge at an event for which nothing else was chosen.
    """
    if eyes is not Eyes.EMPLOYER:
        return (await database.rows(_SEEN[eyes], {"id": person_id}))[0]
    card = await own_card(database, person_id)
    saved = card.saved_by is not SavePolicy.NOBODY
    chosen = card.employers_get.split() if saved else []
    granted = ALL_GRANTS & ~grant(FOR_EMPLOYERS) | grant(chosen)
    tier = Tier.MET if saved and card.saves_back else Tier.MEMBER
    return (await database.rows(_BY_EMPLOYER[tier], {"id": person_id, "granted": granted}))[0]
