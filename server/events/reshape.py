"""A whole series gets another time or another rule, and everything that hangs on its instances moves along."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.events.change import move_agenda
from server.events.instances import as_moments, moments
from server.events.materialise import materialise
from server.events.models import Event, EventOverride, EventStatus
from server.events.move_answers import answered, move_answers
from server.events.pair import ids, is_monthly, moved, pairs, ruled
from server.events.recurrence import local_start
from server.events.touch import touch

_CHANGES = ("name", "summary", "description", "place_id", "room", "location_text", "import_hash")


@dataclass(frozen=True, slots=True)
class Shape:
    """When an event takes place."""

    starts_at: datetime
    ends_at: datetime
    """Of its first instance, aware UTC; exclusive."""
    rrule: str | None
    """RFC 5545; None: once, apart from extra dates."""


async def reshape(session: AsyncSession, event: Event, shape: Shape, *, now: datetime) -> None:
    """Give `event` this shape, list its instances anew, and raise its sequence.

    Instances that go on keep what was changed for them, their exclusion and the answers of people, and are told by
    their new time. One that does not, and to which people said they come, stays: cancelled if it is still to come.
    It is for whoever changes the time of a recurring event, also from its form; permission is the caller's.
    """
    zone = ZoneInfo(event.time_zone)
    overrides = await _overrides(session, event.id)
    old_ids = ids(event, overrides.values(), [*ruled(event, now=now), *overrides])
    length = event.ends_at - event.starts_at
    shift = local_start(shape.starts_at, zone, False) - local_start(event.starts_at, zone, False)
    monthly = is_monthly(event.rrule) and is_monthly(shape.rrule)
    began = event.starts_at
    _take(event, shape, shift, zone)
    await move_agenda(session, event, began)
    goes_on = pairs(list(old_ids), ruled(event, now=now), shift=shift, zone=zone, monthly=monthly)
    for at in overrides:  # also one that the rule never had
        goes_on.setdefault(at, moved(at, shift, zone))
    excluded = [goes_on.get(at, moved(at, shift, zone)) for at in moments(event.exdates)]
    event.exdates = as_moments(excluded)
    event.sequence += 1
    touch(event, now)
    kept = [_moved(one, goes_on[one.recurrence_id], shift, event, now) for one in overrides.values()]
    some = await answered(session, event.id)
    for at in [at for at, id_ in old_ids.items() if id_ in some and at not in goes_on]:
        goes_on[at] = free_moment(at, goes_on.values())
        kept.append(left_behind(goes_on[at], length, event, now))
    await _replace(session, event.id, kept)
    new_ids = ids(event, kept, goes_on.values())
    moves = {id_: new_ids[goes_on[at]] for at, id_ in old_ids.items() if at in goes_on}
    await move_answers(session, moves, of=event.id, to=event.id)
    await materialise(session, event, now=now)


def _take(event: Event, shape: Shape, shift: timedelta, zone: ZoneInfo) -> None:
    event.starts_at, event.ends_at, event.rrule = shape.starts_at, shape.ends_at, shape.rrule
    event.rdates = as_moments([moved(at, shift, zone) for at in moments(event.rdates)])
    if event.door_at is not None:
        event.door_at = moved(event.door_at, shift, zone)


def _moved(one: EventOverride, to: datetime, shift: timedelta, event: Event, now: datetime) -> EventOverride:
    zone = ZoneInfo(event.time_zone)
    return EventOverride(
        event_id=event.id,
        recurrence_id=to,
        status=one.status,
        starts_at=one.starts_at and moved(one.starts_at, shift, zone),
        ends_at=one.ends_at and moved(one.ends_at, shift, zone),
        sequence=max(one.sequence, event.sequence),
        updated_at=now,
        **{name: getattr(one, name) for name in _CHANGES},
    )


def left_behind(at: datetime, length: timedelta, event: Event, now: datetime) -> EventOverride:
    """What the new rule does not have any more, and somebody comes to, or came."""
    return EventOverride(
        event_id=event.id,
        recurrence_id=at,
        status=EventStatus.CANCELLED if at > now else None,
        starts_at=at,
        ends_at=at + length,
        sequence=event.sequence,
        updated_at=now,
    )


def free_moment(at: datetime, taken: Iterable[datetime]) -> datetime:
    """The moment by which an instance is known; a second later where another one has moved to it."""
    there = set(taken)
    return next(one for n in range(len(there) + 1) if (one := at + timedelta(seconds=n)) not in there)


async def _overrides(session: AsyncSession, event_id: UUID) -> dict[datetime, EventOverride]:
    found = select(EventOverride).where(EventOverride.event_id == event_id)
    return {one.recurrence_id: one for one in await session.scalars(found)}


async def _replace(session: AsyncSession, event_id: UUID, kept: list[EventOverride]) -> None:
    await session.execute(delete(EventOverride).where(EventOverride.event_id == event_id))
    session.add_all(kept)
    await session.flush()
