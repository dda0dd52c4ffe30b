"""Where an event is and who holds it together: campus, place and co-hosts that are there, and may be named."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Member
from server.campuses.models import Campus, Place
from server.errors import FieldError
from server.events.models import AttendanceMode, Event, EventHost
from server.events.posting import may_post
from server.organizations.models import Organization
from server.words import findable

MOST_HOSTS = 20


async def read_whereabouts(
    session: AsyncSession, event: Event, given: Mapping[str, Any], faults: list[FieldError]
) -> dict[str, Any]:
    """The columns that `campus`, a slug, and `place`, a key, give; a place that holds too few is a fault."""
    read: dict[str, Any] = {}
    if "campus" in given:
        read["campus_id"] = None
        if given["campus"] is not None:
            called = select(Campus.id).where(Campus.slug == findable(given["campus"]))
            read["campus_id"] = await session.scalar(called)
            if read["campus_id"] is None:
                faults.append(FieldError(("campus",), f"No campus is called “{given['campus'][:40]}”. Choose one."))
    if "place" in given:
        read["place_id"] = given["place"]
    place_id, capacity = read.get("place_id", event.place_id), given.get("capacity", event.capacity)
    if place_id is None or not {"place", "capacity"} & given.keys():
        return read
    place = await session.get(Place, place_id)
    mode = given.get("attendance_mode", event.attendance_mode)
    if place is None:
        faults.append(FieldError(("place",), "This place is no longer there. Choose another."))
    elif mode is AttendanceMode.IN_PERSON and (capacity or 0) > (place.capacity or capacity or 0):
        holds = f"{place.name} holds {place.capacity}."
        faults.append(FieldError(("capacity",), f"{holds} Take {place.capacity} or fewer, or choose a larger place."))
    return read


async def read_hosts(
    session: AsyncSession, event: Event, member: Member, given: Mapping[str, Any], faults: list[FieldError]
) -> list[UUID] | None:
    """The organizations that `co_hosts` names by slug, in that order; None where nothing is said of them.

    Whoever posts adds only those for which they post too, so that nobody is named without their will; one that
    is there already may stay.
    """
    if "co_hosts" not in given:
        return None
    slugs = list(dict.fromkeys(given["co_hosts"] or ()))
    if len(slugs) > MOST_HOSTS:
        faults.append(FieldError(("coHosts",), f"That is {len(slugs)} organizations. Take {MOST_HOSTS} or fewer."))
        return []
    there = set(await host_ids(session, event.id))
    found = []
    for slug in slugs:
        host = await session.scalar(select(Organization).where(Organization.slug == findable(slug)))
        if host is None:
            faults.append(FieldError(("coHosts",), f"No organization is called “{slug[:40]}”."))
        elif host.id not in there and not await may_post(session, host.id, member):
            message = f"You don’t post for {host.name}. Ask it on the event’s page “Held together with”."
            faults.append(FieldError(("coHosts",), message))
        elif host.id != event.organization_id:
            found.append(host.id)
    return found


async def host_ids(session: AsyncSession, event_id: UUID) -> Sequence[UUID]:
    """The co-hosts of an event in their order."""
    hosts = select(EventHost.organization_id).where(EventHost.event_id == event_id).order_by(EventHost.position)
    return (await session.scalars(hosts)).all()
