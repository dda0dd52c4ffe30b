"""What somebody typed is filled into an event: all of it, or nothing and a sentence beside each field."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Member
from server.errors import FieldError, InvalidInput
from server.events.choose_rule import choose_rule
from server.events.details import read_details
from server.events.models import Event, EventHost, EventStatus, EventTag, Publication
from server.events.times import read_times
from server.events.whereabouts import read_hosts, read_whereabouts

MOVABLE = (EventStatus.SCHEDULED, EventStatus.RESCHEDULED, EventStatus.POSTPONED)


async def fill_in(
    session: AsyncSession, event: Event, *, member: Member, given: Mapping[str, Any], new: bool = False
) -> None:
    """Set what `given` names; what it leaves out stays. A published event that begins at another time is rescheduled.

    `given` is spelled as the columns of `Event`, but moments are texts of local time, with `…_fold` where one comes
    twice; `campus` a slug, `place` a key, `co_hosts` slugs, `tags` a list. Raises InvalidInput with every fault.
    """
    faults: list[FieldError] = []
    columns = read_details(given, faults)
    columns |= await read_whereabouts(session, event, given, faults)
    columns |= read_times(event, given, faults)
    hosts = await read_hosts(session, event, member, given, faults)
    faults += _of_series(event, columns) if not new else ()
    if new and columns.get("starts_at"):
        columns["rrule"] = choose_rule(given, columns, faults)
    if faults:
        raise InvalidInput(*faults)

    tags = columns.pop("tags", None)
    if not new:
        move(event, columns.get("starts_at", event.starts_at))
    for name, value in columns.items():
        setattr(event, name, value)
    if new:
        session.add(event)
        await session.flush()
    if tags is not None:
        await _replace_tags(session, event.id, tags)
    if hosts is not None:
        await _replace_hosts(session, event.id, hosts)


def move(event: Event, starts_at: Any) -> None:
    """Note on a published event that it begins at another time than announced."""
    if event.publication is Publication.PUBLISHED and starts_at != event.starts_at and event.status in MOVABLE:
        event.status = EventStatus.RESCHEDULED
        event.previous_starts_at = event.starts_at


def _of_series(event: Event, columns: Mapping[str, Any]) -> Sequence[FieldError]:
    """The dates of a series hang on its start, and single ones may be changed: they are moved elsewhere."""
    if not (event.rrule or event.rdates):
        return ()
    sentence = "This repeats. Move one, the following or all of its dates on their own page."
    hours = {"starts_at": "startsAt", "ends_at": "endsAt", "time_zone": "timeZone", "all_day": "allDay"}
    return [
        FieldError((field,), sentence)
        for name, field in hours.items()
        if columns.get(name, getattr(event, name)) != getattr(event, name)
    ]


async def _replace_tags(session: AsyncSession, event_id: UUID, tags: Sequence[str]) -> None:
    await session.execute(delete(EventTag).where(EventTag.event_id == event_id))
    session.add_all(EventTag(event_id=event_id, tag=tag) for tag in tags)
    await session.flush()


async def _replace_hosts(session: AsyncSession, event_id: UUID, hosts: Sequence[UUID]) -> None:
    await session.execute(delete(EventHost).where(EventHost.event_id == event_id))
    session.add_all(EventHost(event_id=event_id, organization_id=id_, position=n) for n, id_ in enumerate(hosts))
    await session.flush()
