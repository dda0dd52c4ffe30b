"""Whose leads a booth's are: its organization's, through whoever stands there and whoever recruits for it."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, exists, or_, select

from server.actor import Actor, Scope, member_with
from server.db import Database, Key
from server.events.booths import Booth, BoothStaff
from server.events.models import Event, Publication
from server.organizations.models import Membership, Organization, Role

RECRUITING = (Role.RECRUITER, Role.OFFICER)
"""The roles in an organization that see its leads, whoever scanned them."""

_viewer = bindparam("viewer", type_=Key())


def shares_leads(person_id: Any) -> ColumnElement[bool]:
    """Whether this person is one of those who share the leads of a row's `Booth`: nobody else sees any of them, not
    the fair's organizers either. Whoever leaves sees nothing any more; what they wrote stays."""
    return or_(stands_at(person_id), recruits(Booth.organization_id, person_id))


def stands_at(person_id: Any) -> ColumnElement[bool]:
    """Whether this person is of the staff of a row's `Booth`."""
    return exists().where(BoothStaff.booth_id == Booth.id, BoothStaff.person_id == person_id)


def recruits(organization_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Whether this person has one of RECRUITING in that organization."""
    return exists().where(
        Membership.organization_id == organization_id,
        Membership.person_id == person_id,
        Membership.role.in_(RECRUITING),
    )


BOOTH: Any = (
    select(
        Booth.id,
        Booth.label,
        Booth.offers,
        Booth.organization_id,
        Organization.name.label("organization"),
        Organization.slug.label("organization_slug"),
        Organization.kind.label("organization_kind"),
        Booth.event_id,
        Event.slug,
        Event.name,
        Event.time_zone,
        recruits(Booth.organization_id, _viewer).label("recruits"),
        stands_at(_viewer).label("stands"),
    )
    .join(Event, Event.id == Booth.event_id)
    .join(Organization, Organization.id == Booth.organization_id)
    .where(Event.publication == Publication.PUBLISHED, shares_leads(_viewer))
)
"""The booths whose leads the parameter `viewer` shares."""
_ONE = BOOTH.where(Booth.id == bindparam("booth", type_=Key()))


async def booth_of(database: Database, *, actor: Actor, booth_id: UUID) -> Row[Any] | None:
    """The columns of BOOTH; None for everybody who does not share its leads. One statement."""
    member = member_with(actor, Scope.SCAN)
    if member is None:
        return None
    rows = await database.rows(_ONE, {"viewer": member.person_id, "booth": booth_id})
    return rows[0] if rows else None
