"""Who belongs to what, and which invitations are open, as far as somebody may see it."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, false, null, or_, select
from sqlalchemy.orm import aliased

from server.actor import Actor, Scope, member_with
from server.audit.view import View, note_views
from server.campuses.models import CampusAdministrator
from server.contacts.living import NO_NAME, card_seen_by
from server.contacts.models import Contact
from server.db import Database, Instant, Key
from server.events.booths import BoothStaff
from server.events.staff import EventStaff
from server.invitations.models import Invitation, InvitedTo
from server.invitations.policies import (
    RANK,
    STAFF_RANK,
    may_appoint_administrators,
    may_see_members,
    may_see_staff,
    may_staff_booth,
    roles_to_give,
    staff_roles_to_give,
)
from server.invitations.standing import Place, booths_of, place_called
from server.organizations.models import Membership
from server.people.models import Block, Card, Person
from server.words import fold

MOST = 1000
"""Of the people of one place, and of its open invitations: a page of more would not be read."""

_viewer = bindparam("viewer", type_=Key())
_place = bindparam("place", type_=Key())
_now = bindparam("now", type_=Instant())

name_seen = next(column for column in card_seen_by(_viewer) if column.name == "name")
"""A person's name where the card lets the parameter `viewer` see it, else NULL. Needs `with_card`."""


def with_card(statement: Select[Any], person_id: Any) -> Select[Any]:
    """Joins what decides on the name of `person_id`."""
    return (
        statement.join(Person, Person.id == person_id)
        .join(Card, Card.person_id == Person.id)
        .outerjoin(Contact, and_(Contact.owner_id == _viewer, Contact.person_id == Person.id))
        .outerjoin(Block, and_(Block.person_id == Person.id, Block.blocked_id == _viewer))
    )


async def team(database: Database, *, actor: Actor, to: InvitedTo, slug: str) -> Place | None:
    """An organization, event or campus whose people the actor may see; None for others. A program needs ADMIN."""
    member = member_with(actor, Scope.ADMIN)
    place = await place_called(database, to, slug, viewer=member.person_id) if member is not None else None
    if place is None:
        return None
    may = {
        InvitedTo.ORGANIZATION: may_see_members,
        InvitedTo.EVENT: may_see_staff,
        InvitedTo.CAMPUS: may_appoint_administrators,
    }[to]
    return place if may(place.standing) else None


async def booths(database: Database, *, actor: Actor, slug: str) -> Sequence[Place]:
    """The booths of an event whose staff the actor may see, by label."""
    member = member_with(actor, Scope.ADMIN)
    return await booths_of(database, slug, viewer=member.person_id) if member is not None else ()


_NONE = (null().label("role"), null().label("staff_role"))
_PEOPLE: dict[InvitedTo, tuple[Any, Any, tuple[Any, ...]]] = {
    InvitedTo.ORGANIZATION: (Membership, Membership.organization_id, (Membership.role, null().label("staff_role"))),
    InvitedTo.EVENT: (EventStaff, EventStaff.event_id, (null().label("role"), EventStaff.role.label("staff_role"))),
    InvitedTo.BOOTH: (BoothStaff, BoothStaff.booth_id, _NONE),
    InvitedTo.CAMPUS: (CampusAdministrator, CampusAdministrator.campus_id, _NONE),
}


async def people_of(database: Database, place: Place) -> Sequence[Row[Any]]:
    """(person_id, name or NULL, role, staff_role): the highest role first, then by name."""
    rows = await database.rows(_people(place.to), {"place": place.id, "viewer": place.standing.person_id})
    return sorted(rows, key=_by_role_and_name)


def _by_role_and_name(row: Any) -> tuple[int, bool, str]:
    # By the name that is seen: by a hidden one, its place in the list would tell how it begins.
    rank = RANK[row.role] if row.role else STAFF_RANK[row.staff_role] if row.staff_role else 0
    return (-rank, row.name is None, fold(row.name or ""))


@cache
def _people(to: InvitedTo) -> Select[Any]:
    table, column, roles = _PEOPLE[to]
    statement = with_card(select(table.person_id, name_seen, *roles), table.person_id).where(column == _place)
    return statement.order_by(table.person_id).limit(MOST)


def called(row: Any) -> str:
    """What the viewer reads for a person."""
    return row.name or NO_NAME


_invited = aliased(Person)
_of_invitation: tuple[Any, ...] = (
    Invitation.id,
    Invitation.role,
    Invitation.staff_role,
    Invitation.email,
    Invitation.uses,
    Invitation.max_uses,
    Invitation.created_at,
    Invitation.expires_at,
    Invitation.made_by_id,
)
_OPEN = (
    with_card(
        select(
            *_of_invitation,
            _invited.id.label("invited_id"),
            name_seen,
        ),
        Invitation.made_by_id,
    )
    .outerjoin(_invited, _invited.email == Invitation.email)
    .where(Invitation.withdrawn_at.is_(None), Invitation.expires_at > _now, Invitation.uses < Invitation.max_uses)
    .order_by(Invitation.created_at.desc(), Invitation.id.desc())
    .limit(MOST)
)


async def open_invitations(database: Database, place: Place, *, now: datetime) -> Sequence[Row[Any]]:
    """Those that the viewer might have made, newest first; `name` is their maker's, where it is shared.

    To whoever sees them as an administrator, the address of an account that another wrote is a view of it.
    """
    statement = _open(place.to, roles_to_give(place.standing), staff_roles_to_give(place.standing))
    if place.to is InvitedTo.BOOTH and not may_staff_booth(place.standing):
        return ()
    viewer = place.standing.person_id
    rows = await database.rows(statement, {"place": place.id, "viewer": viewer, "now": now})
    if place.standing.administers:
        others = [row for row in rows if row.invited_id is not None and row.made_by_id != viewer]
        views = [View(row.invited_id, "invitation", row.id) for row in others]
        await note_views(database, viewer_id=viewer, campus_id=place.campus_id, views=views, now=now)
    return rows


@cache
def _open(to: InvitedTo, roles: tuple[Any, ...], staff_roles: tuple[Any, ...]) -> Select[Any]:
    column = getattr(Invitation, f"{to.value.lower()}_id")
    statement = _OPEN.where(column == _place)
    if to is InvitedTo.ORGANIZATION:
        return statement.where(or_(false(), *(Invitation.role == role for role in roles)))
    if to is InvitedTo.EVENT:
        return statement.where(or_(false(), *(Invitation.staff_role == role for role in staff_roles)))
    return statement
