"""Somebody sees what they belong to: every role they have, in whatever it is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, String, bindparam, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from server.actor import Actor, Scope, member_with
from server.campuses.models import Campus, CampusAdministrator
from server.db import Database, Key
from server.events.booths import Booth, BoothStaff
from server.events.models import Event
from server.events.staff import EventStaff
from server.invitations.models import InvitedTo
from server.organizations.models import Membership, Organization

_viewer = bindparam("viewer", type_=Key())
_Exhibitor = aliased(Organization)


def _arm(
    to: InvitedTo, id_: Any, slug: Any, place: Any, role: Any = None, *, label: Any = None, who: Any = None
) -> Select[Any]:
    nothing = type_coerce(null(), String)
    return select(
        literal(to.value).label("to"),
        id_.label("key"),
        slug.label("slug"),
        place.label("place"),
        (nothing if role is None else type_coerce(role, String)).label("role_name"),
        (nothing if label is None else label).label("label"),
        (nothing if who is None else who).label("exhibitor"),
    )


_ARMS = union_all(
    _arm(InvitedTo.ORGANIZATION, Organization.id, Organization.slug, Organization.name, Membership.role)
    .join(Membership, Membership.organization_id == Organization.id)
    .where(Membership.person_id == _viewer),
    _arm(InvitedTo.EVENT, Event.id, Event.slug, Event.name, EventStaff.role)
    .join(EventStaff, EventStaff.event_id == Event.id)
    .where(EventStaff.person_id == _viewer),
    _arm(InvitedTo.BOOTH, Booth.id, Event.slug, Event.name, label=Booth.label, who=_Exhibitor.name)
    .join(BoothStaff, BoothStaff.booth_id == Booth.id)
    .join(Event, Event.id == Booth.event_id)
    .join(_Exhibitor, _Exhibitor.id == Booth.organization_id)
    .where(BoothStaff.person_id == _viewer),
    _arm(InvitedTo.CAMPUS, Campus.id, Campus.slug, Campus.name)
    .join(CampusAdministrator, CampusAdministrator.campus_id == Campus.id)
    .where(CampusAdministrator.person_id == _viewer),
).subquery()
_BELONGINGS = select(_ARMS).order_by(_ARMS.c.to.desc(), _ARMS.c.place, _ARMS.c.key)


async def belongings(database: Database, *, actor: Actor) -> Sequence[Row[Any]]:
    """(to, key, slug, place, role_name, label, exhibitor): organizations first. A program needs ADMIN."""
    member = member_with(actor, Scope.ADMIN)
    return await database.rows(_BELONGINGS, {"viewer": member.person_id}) if member is not None else ()
