"""A card is alive: it shows what its person shares with one viewer at this moment, and nothing else.

Statements that show somebody join `Person` and `Card`, outer-join `Contact` (the viewer's of that person)
and `Block` (the person's of the viewer), and take the person's columns from here.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal_column

from server.contacts.models import Contact, ContactState
from server.people.models import Block, Person
from server.people.policies import Tier
from server.people.visible import card_columns, tier_when, written

NO_NAME = "Somebody who shares no name"

NOTHING: ColumnElement[int] = literal_column("-1")
"""Below every tier: a contact that waits for its person's yes shows no field, not even one shared with everyone."""


def tier_of(viewer: Any) -> ColumnElement[int]:
    """How close `viewer` (a column or parameter of ids) is to the person of a row."""
    return case(
        (Person.id == viewer, written(Tier.SELF)),
        (Block.person_id.is_not(None), written(Tier.STRANGER)),
        else_=tier_when(Contact.mutual.is_(True)),
    )


card = card_columns(case((Contact.state == ContactState.PENDING, NOTHING), else_=tier_of(Contact.owner_id)))
"""Every card field under its own name, NULL where the owner of the contact may not see it."""

blocked = and_(Block.person_id == Contact.person_id, Block.blocked_id == Contact.owner_id)
"""How `Block` is joined to a contact."""


def called(row: Any) -> str:
    """What the owner calls a contact: their own name for it, else the one on the card, else that there is none."""
    return row.own_name or row.name or NO_NAME
