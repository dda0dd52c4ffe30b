"""What was typed about one instance becomes so for the whole series that it is in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from server.errors import FieldError, InvalidInput
from server.events.choose_rule import choose_rule
from server.events.instance_changes import WORDS
from server.events.models import Event, EventOverride, EventStatus
from server.events.pair import moved
from server.events.recurrence import local_start
from server.events.reshape import Shape, reshape
from server.events.shift_rule import shifted


async def apply_changes(
    session: AsyncSession,
    event: Event,
    *,
    at: datetime,
    changes: Mapping[str, Any],
    rule: Mapping[str, Any],
    now: datetime,
) -> None:
    """Let every instance be as `changes` says of the one that the rule starts at `at`, each as much later as that one.

    `rule` is how it repeats from then on, as `choose_rule` reads it; empty: as it does. What was changed for that one
    alone is no exception any more, unless it is cancelled. Raises InvalidInput.
    """
    shape = _shape(event, at, changes, rule)
    words = {name: changes[name] for name in changes.keys() & set(WORDS) if changes[name] != getattr(event, name)}
    for name, value in words.items():
        setattr(event, name, value)
    own = await session.get(EventOverride, (event.id, at))
    if own is not None and own.status is not EventStatus.CANCELLED:
        await session.delete(own)
        await session.flush()
    elif not words and shape == Shape(event.starts_at, event.ends_at, event.rrule):
        return
    await reshape(session, event, shape, now=now)


def _shape(event: Event, at: datetime, changes: Mapping[str, Any], rule: Mapping[str, Any]) -> Shape:
    zone, all_day = ZoneInfo(event.time_zone), event.all_day
    shape = Shape(event.starts_at, event.ends_at, event.rrule)
    if "starts_at" in changes:
        shape = _at_other_times(event, at, changes["starts_at"], changes["ends_at"])
        if event.rrule is not None and not rule:
            first, then = (local_start(one, zone, all_day) for one in (event.starts_at, shape.starts_at))
            shape = replace(shape, rrule=shifted(event.rrule, first, then, zone, all_day=all_day))
    if rule:
        faults: list[FieldError] = []
        columns = {"starts_at": shape.starts_at, "time_zone": event.time_zone, "all_day": all_day}
        shape = replace(shape, rrule=choose_rule(rule, columns, faults))
        if faults:
            raise InvalidInput(*faults)
    return shape


def _at_other_times(event: Event, at: datetime, starts_at: datetime, ends_at: datetime) -> Shape:
    """The series whose instance of `at` takes place then; whole days are counted by the wall clock."""
    zone = ZoneInfo(event.time_zone)
    shift = local_start(starts_at, zone, event.all_day) - local_start(at, zone, event.all_day)
    first = moved(event.starts_at, shift, zone)
    days = local_start(ends_at, zone, True) - local_start(starts_at, zone, True)
    return Shape(first, moved(first, days, zone) if event.all_day else first + (ends_at - starts_at), event.rrule)
