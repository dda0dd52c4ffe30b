"""A card is alive: it shows what its person shares with one viewer at this moment, and nothing else.

Statements that show somebody join `Person` and `Card`, outer-join `Contact` (the viewer's of that person)
and `Block` (the person's of the viewer), and take the person's columns from here.
"""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Label, and_, case, exists, func, literal_column, or_, type_coerce

from server.contacts.models import Contact, ContactState
from server.organizations.models import Membership, Organization, OrganizationKind
from server.people.models import Block, Person
from server.people.policies import ALL_GRANTS, Tier
from server.people.visible import Bounds, card_columns, tier_when, written

NO_NAME = "Somebody who shares no name"

NOTHING: ColumnElement[int] = literal_column("-1")
"""Below every tier: a contact that waits for its person's yes shows no field, not even one shared with everyone."""


def tier_of(viewer: Any) -> ColumnElement[int]:
    """How close `viewer` (a column or parameter of ids) is to the person of a row."""
    return case(
        (Person.id == viewer, written(Tier.SELF)),
        (withdrawn, NOTHING),
        (Block.person_id.is_not(None), written(Tier.STRANGER)),
        else_=tier_when(Contact.mutual.is_(True)),
    )


withdrawn = and_(Contact.withdrawn_at.is_not(None), Contact.state == ContactState.ACTIVE)
"""Whether the person took back what they had granted the owner, and has not been asked again since."""

state = case(
    (withdrawn, literal_column("'WITHDRAWN'", Contact.state.type)),
    else_=Contact.state,
).label("state")
"""A contact's state with WITHDRAWN, which is not stored as such."""

_granted = type_coerce(Contact.granted, Integer)
_unanswered = or_(Contact.state == ContactState.PENDING, withdrawn)

tier = case((_unanswered, NOTHING), else_=tier_of(Contact.owner_id))
"""How close the owner of a contact is to its person."""

card = card_columns(
    tier,
    bounds=Bounds(_granted, Contact.employer_id.is_not(None), _granted),
)
"""Every card field of a contact under its own name, NULL where the owner of the contact may not see it."""


def card_met_by(viewer: Any) -> list[Label[Any]]:
    """Every card field of somebody who met `viewer`, be it a contact of theirs or not: as `card`, and what any member
    sees where there is no contact."""
    return card_columns(
        case((_unanswered, NOTHING), else_=tier_of(viewer)), bounds=_bounds(viewer, Contact.id.is_(None))
    )


def card_seen_by(viewer: Any) -> list[Label[Any]]:
    """Every card field of a person whom `viewer` looks at, be it a contact of theirs or not.

    Who waits for a person's yes sees meanwhile what any member sees.
    """
    waits = and_(Contact.state == ContactState.PENDING, Contact.withdrawn_at.is_(None))
    return card_columns(tier_of(viewer), bounds=_bounds(viewer, or_(Contact.id.is_(None), waits)))


def _bounds(viewer: Any, unbounded: ColumnElement[bool]) -> Bounds:
    """Those of the contact that `viewer` has of a person; none for themselves, and where `unbounded` holds."""
    recruits = exists().where(
        Membership.person_id == viewer,
        Membership.organization_id == Organization.id,
        Organization.kind == OrganizationKind.EMPLOYER,
    )
    everything = literal_column(str(ALL_GRANTS), Integer)
    return Bounds(
        case((or_(Person.id == viewer, unbounded), everything), else_=Contact.granted),
        and_(Person.id != viewer, case((Contact.id.is_(None), recruits), else_=Contact.employer_id.is_not(None))),
        func.coalesce(Contact.granted, literal_column("0", Integer)),
    )


blocked = and_(Block.person_id == Contact.person_id, Block.blocked_id == Contact.owner_id)
"""How `Block` is joined to a contact."""


def called(row: Any) -> str:
    """What the owner calls a contact: their own name for it, else the one on the card, else that there is none."""
    return row.own_name or row.name or NO_NAME
