"""What a role is in, and what somebody who asks is there: one statement each."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from server.campuses.models import Campus, CampusAdministrator
from server.db import Database, Key
from server.events.booths import Booth, BoothStaff
from server.events.models import Event, Publication
from server.events.staff import EventStaff
from server.invitations.models import InvitedTo
from server.invitations.policies import Standing, may_see_booth_staff, may_see_staff
from server.organizations.models import Membership, Organization
from server.words import findable


@dataclass(frozen=True, slots=True)
class Place:
    """An organization, event, booth or campus, as somebody stands to it."""

    to: InvitedTo
    id: UUID
    slug: str
    """Of a booth, its event's."""
    name: str
    """Of a booth, its event's."""
    label: str | None
    """What a booth's sign says."""
    exhibitor: str | None
    """The name of the organization at a booth."""
    seen: bool
    """Whether it may be known to be there."""
    standing: Standing
    campus_id: UUID | None
    """Whose administrators look after it."""


_viewer = bindparam("viewer", type_=Key())
_id = bindparam("id", type_=Key())
_slug: BindParameter[str] = bindparam("slug")
_Host, _Exhibitor = aliased(Organization), aliased(Organization)


def _role_in(organization: Any) -> Any:
    theirs = select(Membership.role).where(Membership.organization_id == organization, Membership.person_id == _viewer)
    return theirs.scalar_subquery()


def _administers(campus: Any) -> Any:
    return exists().where(CampusAdministrator.campus_id == campus, CampusAdministrator.person_id == _viewer)


_staff = (
    select(EventStaff.role).where(EventStaff.event_id == Event.id, EventStaff.person_id == _viewer).scalar_subquery()
)
_of_event = (
    _role_in(Event.organization_id).label("role"),
    _staff.label("staff"),
    func.coalesce(Event.campus_id, _Host.campus_id).label("campus_id"),
    _administers(func.coalesce(Event.campus_id, _Host.campus_id)).label("administers"),
    (Event.publication == Publication.PUBLISHED).label("published"),
)
_PLACES: dict[InvitedTo, Select[Any]] = {
    InvitedTo.ORGANIZATION: select(
        Organization.id,
        Organization.slug,
        Organization.name,
        _role_in(Organization.id).label("role"),
        Organization.campus_id,
        _administers(Organization.campus_id).label("administers"),
    ),
    InvitedTo.EVENT: select(Event.id, Event.slug, Event.name, *_of_event).join(
        _Host, _Host.id == Event.organization_id
    ),
    InvitedTo.BOOTH: select(
        Booth.id,
        Event.slug,
        Event.name,
        Booth.label,
        _Exhibitor.name.label("exhibitor"),
        _role_in(Booth.organization_id).label("exhibits"),
        exists().where(BoothStaff.booth_id == Booth.id, BoothStaff.person_id == _viewer).label("stands"),
        *_of_event,
    )
    .join(Event, Event.id == Booth.event_id)
    .join(_Host, _Host.id == Event.organization_id)
    .join(_Exhibitor, _Exhibitor.id == Booth.organization_id),
    InvitedTo.CAMPUS: select(
        Campus.id,
        Campus.slug,
        Campus.name,
        Campus.id.label("campus_id"),
        _administers(Campus.id).label("administers"),
    ),
}
_TABLES: dict[InvitedTo, Any] = {
    InvitedTo.ORGANIZATION: Organization,
    InvitedTo.EVENT: Event,
    InvitedTo.BOOTH: Booth,
    InvitedTo.CAMPUS: Campus,
}
_BY_ID = {to: statement.where(_TABLES[to].id == _id) for to, statement in _PLACES.items()}
_BY_SLUG = {
    to: statement.where((Event if to is InvitedTo.BOOTH else _TABLES[to]).slug == _slug)
    for to, statement in _PLACES.items()
}


async def load_place(session: AsyncSession, to: InvitedTo, id_: UUID, *, viewer: UUID) -> Place | None:
    """None where there is no such thing, or `viewer` may not know of it."""
    row = (await session.execute(_BY_ID[to], {"id": id_, "viewer": viewer})).one_or_none()
    place = _place(to, row, viewer) if row is not None else None
    return place if place is not None and place.seen else None


async def lock(session: AsyncSession, to: InvitedTo, id_: UUID) -> None:
    """Let nobody else give or take roles there until the transaction ends. SQLite has one writer anyway."""
    table = _TABLES[to]
    await session.execute(select(table.id).where(table.id == id_).with_for_update(key_share=True))


async def place_called(database: Database, to: InvitedTo, slug: str, *, viewer: UUID) -> Place | None:
    """As `load_place`, by its name in addresses."""
    rows = await database.rows(_BY_SLUG[to], {"slug": findable(slug), "viewer": viewer})
    places = [place for row in rows if (place := _place(to, row, viewer)).seen]
    return places[0] if places else None


async def booths_of(database: Database, slug: str, *, viewer: UUID) -> list[Place]:
    """The booths of an event whose staff `viewer` may see, by label."""
    statement = _BY_SLUG[InvitedTo.BOOTH].order_by(Booth.label, Booth.id)
    rows = await database.rows(statement, {"slug": findable(slug), "viewer": viewer})
    places = [_place(InvitedTo.BOOTH, row, viewer) for row in rows]
    return [place for place in places if may_see_booth_staff(place.standing)]


def _place(to: InvitedTo, row: Any, viewer: UUID) -> Place:
    facts = row._mapping
    standing = Standing(
        viewer,
        role=facts.get("role"),
        exhibits=facts.get("exhibits"),
        staff=facts.get("staff"),
        stands=bool(facts.get("stands")),
        administers=bool(facts.get("administers")),
    )
    return Place(
        to,
        row.id,
        row.slug,
        row.name,
        facts.get("label"),
        facts.get("exhibitor"),
        seen=bool(facts.get("published", True)) or may_see_staff(standing) or may_see_booth_staff(standing),
        standing=standing,
        campus_id=facts["campus_id"],
    )
