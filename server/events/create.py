"""An organizer begins an event: a draft that nobody sees but those who post for its host."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.campuses.models import Campus
from server.events.facts import facts_of
from server.events.fill_in import fill_in
from server.events.history import EventAct, FieldChange, note
from server.events.materialise import materialise
from server.events.models import AttendanceMode, Event, EventStatus, OnlineAudience, Publication
from server.events.posting import load_organization
from server.events.slug import give_slug
from server.keys import new_key
from server.organizations.models import Organization

REQUIRED = {"name": None, "kind": None, "starts_at": None, "ends_at": None}
_FROM_THE_START = ("name", "kind", "startsAt", "endsAt", "timeZone", "place", "rrule")
"""What the first entry of its history tells."""


async def create_event(
    session: AsyncSession, *, actor: Actor, organization: str, given: Mapping[str, Any], now: datetime
) -> Event:
    """A draft of the organization with this slug; `given` as `fill_in` reads it. Each call makes another.

    Without a campus or a zone it has the organization's. Raises SignInRequired, ScopeMissing, NotFound,
    NotPermitted, and InvalidInput with every fault.
    """
    member, host = await load_organization(session, actor=actor, slug=organization)

    event = blank(host, await zone_of(session, host), now)
    await fill_in(session, event, member=member, given={**REQUIRED, **given}, new=True)

    await give_slug(session, event)
    said = await facts_of(session, event)
    first = [FieldChange(name, None, said[name]) for name in _FROM_THE_START if said[name]]
    await note(session, event.id, actor_id=member.person_id, act=EventAct.CREATED, fields=first, now=now)
    await materialise(session, event, now=now)
    return event


def blank(host: Organization, zone: str, now: datetime) -> Event:
    """An event of which nothing is said yet; not in the session."""
    key = new_key()
    return Event(
        id=key,
        slug=key.hex,
        uid=str(key),  # RFC 7986 §5.3
        organization_id=host.id,
        campus_id=host.campus_id,
        name="",
        summary="",
        description="",
        time_zone=zone,
        all_day=False,
        attendance_mode=AttendanceMode.IN_PERSON,
        online_for=OnlineAudience.MEMBERS,
        status=EventStatus.SCHEDULED,
        publication=Publication.DRAFT,
        sequence=0,
        languages="",
        access_notes="",
        audience="",
        majors="",
        takes_rsvp=True,
        waitlist_by_hand=False,
        image_alt="",
        exdates="",
        rdates="",
        created_at=now,
        updated_at=now,
    )


async def zone_of(session: AsyncSession, host: Organization) -> str:
    """In which an organization's events are told, if nobody says otherwise."""
    home = await session.get(Campus, host.campus_id) if host.campus_id else None
    if home is None:
        home = await session.scalar(select(Campus).order_by(Campus.name, Campus.id).limit(1))
    return home.time_zone if home is not None else "UTC"
