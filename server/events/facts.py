"""What an event says, field by field in words, so that its history can tell what changed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import Campus, Place
from server.events.details import camel
from server.events.history import FieldChange
from server.events.models import Event, EventHost, EventTag
from server.organizations.models import Organization

Facts = dict[str, str | None]
"""By field, as GraphQL spells it; None: nothing."""

_SAID = (
    "name", "summary", "description", "kind", "starts_at", "ends_at", "time_zone", "all_day", "door_at", "rrule",
    "attendance_mode", "online_url", "online_for", "room", "location_text", "capacity", "takes_rsvp",
    "rsvp_opens_at", "rsvp_closes_at", "waitlist_by_hand", "access_notes", "contact", "price_note", "url",
    "status", "publication", "cancel_reason",
)  # fmt: skip
_LISTED = {"languages": ",", "audience": ",", "majors": "\n"}

SIGNIFICANT = frozenset(
    {
        "startsAt", "endsAt", "timeZone", "allDay", "rrule", "status", "doorAt",
        "place", "room", "locationText", "attendanceMode", "onlineUrl",
    }
)  # fmt: skip
"""What matters to those who come: a change of it raises SEQUENCE (RFC 5545 §3.8.7.4)."""


async def facts_of(session: AsyncSession, event: Event) -> Facts:
    """All that is said of `event` now, moments in RFC 3339, places and organizations by name."""
    said: Facts = {camel(name): _words(getattr(event, name)) for name in _SAID}
    for name, between in _LISTED.items():
        said[name] = getattr(event, name).replace(between, ", ") or None
    called = select(Campus.name).where(Campus.id == event.campus_id)
    said["campus"] = await session.scalar(called) if event.campus_id else None
    called = select(Place.name).where(Place.id == event.place_id)
    said["place"] = await session.scalar(called) if event.place_id else None
    tags = select(EventTag.tag).where(EventTag.event_id == event.id).order_by(EventTag.tag)
    said["tags"] = ", ".join(await session.scalars(tags)) or None
    hosts = select(Organization.name).join(EventHost, EventHost.organization_id == Organization.id)
    hosts = hosts.where(EventHost.event_id == event.id).order_by(EventHost.position)
    said["coHosts"] = ", ".join(await session.scalars(hosts)) or None
    return said


def differences(before: Facts, after: Facts) -> Sequence[FieldChange]:
    return [FieldChange(name, before.get(name), new) for name, new in after.items() if before.get(name) != new]


def _words(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
