"""An organizer cancels an instance of a series and all that follow."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.events.history import EventAct, FieldChange, note
from server.events.instance import load_instance
from server.events.instances import as_moments, moments
from server.events.materialise import materialise
from server.events.models import Event, EventOverride, EventStatus, Occurrence
from server.events.move_answers import answered
from server.events.recurrence import local_start
from server.events.shift_rule import ended
from server.events.touch import touch
from server.local_time import typed_local

SHOWN = timedelta(days=30)
"""How far ahead cancelled instances are still listed, so that calendars show that they are off."""


async def cancel_following(session: AsyncSession, *, actor: Actor, slug: str, at: datetime, now: datetime) -> Event:
    """Cancel the instance that the rule starts at `at` and those after it, and end the series with them.

    They stay to be seen as cancelled: that first one, those of the next 30 days, and every one up to the last to
    which somebody answered. The others are gone. A second time changes nothing. Raises SignInRequired, ScopeMissing,
    NotFound and NotPermitted.
    """
    one = await load_instance(session, actor=actor, slug=slug, at=at)
    event = one.event
    following = select(Occurrence).where(Occurrence.event_id == event.id, Occurrence.recurrence_id >= at)
    rows = (await session.scalars(following.order_by(Occurrence.recurrence_id))).all()
    if all(row.status is EventStatus.CANCELLED for row in rows):
        return event
    some = await answered(session, event.id)
    last = max(row.recurrence_id or at for row in rows if _stays(row, at, now) or row.id in some)
    event.sequence += 1
    for row in rows:
        if row.recurrence_id is not None and row.recurrence_id <= last:
            await _cancel(session, event, row.recurrence_id, now)
    # What was changed for a later one would make it take place whatever the rule says.
    later = select(EventOverride).where(EventOverride.event_id == event.id, EventOverride.recurrence_id > last)
    for override in await session.scalars(later):
        await session.delete(override)
    zone = ZoneInfo(event.time_zone)
    if event.rrule is not None:
        event.rrule = ended(event.rrule, local_start(last, zone, event.all_day), zone, all_day=event.all_day)
    event.rdates = as_moments([moment for moment in moments(event.rdates) if moment <= last])
    changed_at = touch(event, now)
    which = FieldChange("recurrenceId", None, str(typed_local(at, zone)))
    await note(session, event.id, actor_id=one.member.person_id, act=EventAct.CANCELLED, fields=[which], now=changed_at)
    await materialise(session, event, now=now)
    return event


def _stays(row: Occurrence, at: datetime, now: datetime) -> bool:
    return row.recurrence_id == at or row.starts_at < now + SHOWN


async def _cancel(session: AsyncSession, event: Event, at: datetime, now: datetime) -> None:
    override = await session.get(EventOverride, (event.id, at))
    if override is None:
        override = EventOverride(event_id=event.id, recurrence_id=at, sequence=0)
        session.add(override)
    if override.status is not EventStatus.CANCELLED:
        override.status = EventStatus.CANCELLED
        override.sequence = max(event.sequence, override.sequence + 1)
        override.updated_at = now
