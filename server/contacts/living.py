"""A contact is a living card: what its person shares with its owner at this moment, and nothing else.

Statements that show a contact join `Contact`, `Person`, `Card`, and `Block` (the person's block of the
owner, if any), and take the person's columns from here.
"""

from sqlalchemy import ColumnElement, and_, case, literal

from server.contacts.models import Contact, ContactState
from server.people.models import Block
from server.people.policies import Tier
from server.people.visible import card_columns, tier_when

NOTHING = -1
"""Below every tier: a contact that waits for its person's yes shows no field, not even one shared with everyone."""

tier: ColumnElement[int] = case(
    (Contact.state == ContactState.PENDING, literal(NOTHING)),
    (Block.person_id.is_not(None), literal(int(Tier.STRANGER))),
    else_=tier_when(Contact.mutual.is_(True)),
)
card = card_columns(tier)
"""Every card field under its own name, NULL where the owner may not see it."""

blocked = and_(Block.person_id == Contact.person_id, Block.blocked_id == Contact.owner_id)
"""How `Block` is joined to a contact."""
