"""What somebody whom a booth met shares with its organization now: their living card, in exports as on the page.

They granted it to a colleague who scanned them, or saved them back; where several did, the organization sees what the
one sees who sees most. What employers get beside (email, telephone, résumé) is what the person chose for employers at
this event, or else at every one: whoever takes that choice back, takes it from all leads at once.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy import true as sql_true
from sqlalchemy.orm import aliased

from server.contacts.living import blocked, state, tier
from server.contacts.models import Contact, ContactState, Encounter
from server.db import Key
from server.organizations.models import OrganizationKind
from server.people.models import Block, Card, EmployerChoice, Person
from server.people.policies import BIT_OF, FOR_EMPLOYERS
from server.people.visible import Bounds, card_columns

_booth = bindparam("booth", type_=Key())
_event = bindparam("event", type_=Key())


def cards(kind: OrganizationKind) -> Select[Any]:
    """(person_id, state, expires_at, withdrawn_at, every card field) of those whom the parameter `booth` met at the
    parameter `event`, for an organization of this kind."""
    return _cards(kind is OrganizationKind.EMPLOYER)


@cache
def _cards(employer: bool) -> Select[Any]:
    best = _best()
    bounds = Bounds(type_coerce(Contact.granted, Integer), sql_true() if employer else false(), _chosen())
    return (
        select(Contact.person_id, state, Contact.expires_at, Contact.withdrawn_at, *card_columns(tier, bounds=bounds))
        .select_from(Contact)
        .join(best, and_(best.c.id == Contact.id, best.c.rank == literal_column("1")))
        .join(Person, Person.id == Contact.person_id)
        .join(Card, Card.person_id == Contact.person_id)
        .outerjoin(Block, blocked)
        .outerjoin(
            EmployerChoice, and_(EmployerChoice.person_id == Contact.person_id, EmployerChoice.event_id == _event)
        )
    )


def _best() -> Any:
    """Of the contacts that the booth's people have of each person, the one that shows most."""
    scan, held = aliased(Encounter), aliased(Contact)
    unshared = case((and_(held.state == ContactState.ACTIVE, held.withdrawn_at.is_(None)), 0), else_=1)
    rank = func.row_number().over(
        partition_by=held.person_id, order_by=(unshared, held.mutual.desc(), held.last_met_at.desc(), held.id)
    )
    met = (
        select(scan.scanner_id, scan.person_id)
        .where(scan.booth_id == _booth, scan.undone_at.is_(None))
        .distinct()
        .subquery()
    )
    return (
        select(held.id, rank.label("rank"))
        .join(met, and_(met.c.scanner_id == held.owner_id, met.c.person_id == held.person_id))
        .subquery()
    )


def _chosen() -> ColumnElement[int]:
    """What the person lets employers have here, as `server.people.policies.grant` writes it."""
    names = literal(" ") + func.coalesce(EmployerChoice.fields, Card.employers_get) + literal(" ")
    mask: ColumnElement[int] = literal_column("0", Integer)
    for name in FOR_EMPLOYERS:
        bit, nothing = literal_column(str(BIT_OF[name]), Integer), literal_column("0", Integer)
        mask = mask + case((names.contains(f" {name} "), bit), else_=nothing)
    return mask
