"""Whoever comes to a date of an imported series comes to it wherever the series moves it, as where it moves by hand."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.events.instances import moments
from server.events.models import Event, EventOverride
from server.events.move_answers import move_answers
from server.events.pair import ids, is_monthly, pairs, ruled
from server.events.recurrence import local_start
from server.events.reshape import free_moment, left_behind
from server.imports.said import GONE


@dataclass(frozen=True, slots=True)
class Standing:
    """An event to which people said that they come, before it changes."""

    instances: dict[datetime, UUID]
    """What they may have answered to, by when the rule has it."""
    answered: Collection[UUID]
    starts_at: datetime
    length: timedelta
    monthly: bool


def standing(event: Event, overrides: Iterable[EventOverride], answered: Collection[UUID], now: datetime) -> Standing:
    overrides = list(overrides)
    at = [*ruled(event, now=now), *(one.recurrence_id for one in overrides)]
    length, monthly = event.ends_at - event.starts_at, is_monthly(event.rrule)
    return Standing(ids(event, overrides, at), answered, event.starts_at, length, monthly)


async def keep_answers(session: AsyncSession, event: Event, before: Standing, *, now: datetime) -> None:
    """Let the answers follow, once the event and its instances are as they were imported.

    A date that is in both is the same one, also where a calendar begins its series later because some are over. A date
    to come that it has no more, and to which somebody comes, stays to be seen as cancelled, until it is back.
    """
    await session.flush()
    own = select(EventOverride).where(EventOverride.event_id == event.id)
    overrides = {one.recurrence_id: one for one in await session.scalars(own)}
    excluded, has = set(moments(event.exdates)), ruled(event, now=now)
    there = {at for at in has if at not in excluded}
    for at in [at for at, one in overrides.items() if one.import_hash == GONE and at in there]:
        await session.delete(overrides.pop(at))
    zone = ZoneInfo(event.time_zone)
    shift = local_start(event.starts_at, zone, False) - local_start(before.starts_at, zone, False)
    monthly = before.monthly and is_monthly(event.rrule)
    goes_on = {at: at for at in before.instances if at in overrides or at in there}
    gone, free = [at for at in before.instances if at not in goes_on], sorted(there - {*goes_on, *overrides})
    goes_on |= pairs(gone, free, shift=shift, zone=zone, monthly=monthly)
    for at in [at for at, id_ in before.instances.items() if id_ in before.answered and at not in goes_on]:
        goes_on[at] = free_moment(at, [*goes_on.values(), *there, *overrides])
        overrides[goes_on[at]] = left = left_behind(at, before.length, event, now)
        left.recurrence_id, left.import_hash = goes_on[at], GONE
        session.add(left)
    new = ids(event, overrides.values(), [*has, *overrides])
    moves = {id_: new[goes_on[at]] for at, id_ in before.instances.items() if at in goes_on}
    await move_answers(session, moves, of=event.id, to=event.id)
