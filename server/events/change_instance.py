"""An organizer changes or cancels one instance of a series, or takes both back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.campuses.models import Place
from server.events.details import camel
from server.events.history import EventAct, FieldChange, note
from server.events.instance import One, load_instance
from server.events.instance_changes import WORDS, read_changes
from server.events.instances import as_moments, end_of, moments
from server.events.materialise import materialise
from server.events.models import Event, EventOverride, EventStatus
from server.events.pair import ruled
from server.events.touch import touch
from server.local_time import typed_local


async def change_instance(
    session: AsyncSession, *, actor: Actor, slug: str, at: datetime, given: Mapping[str, Any], now: datetime
) -> Event:
    """Let the instance that the rule starts at `at` be as `given` says; None, or what the series says, follows it.

    What `given` leaves out stays. At another time it counts as rescheduled. A second time changes nothing. Raises
    SignInRequired, ScopeMissing, NotFound, NotPermitted and InvalidInput.
    """
    one = await load_instance(session, actor=actor, slug=slug, at=at)
    changes = await read_changes(session, one, given)
    override = one.override or _blank(one)
    before = _values(override)
    for name in changes.keys() & set(WORDS):
        setattr(override, name, changes[name] if changes[name] not in (None, "", getattr(one.event, name)) else None)
    if "starts_at" in changes:
        _place(one, override, changes["starts_at"], changes["ends_at"])
    if (after := _values(override)) != before:
        places = [await _called(session, values.pop("place_id")) for values in (before, after)]
        told = _told({**before, "place": places[0]}, {**after, "place": places[1]})
        await _write(session, one, override, EventAct.CHANGED, now, *told)
    return one.event


async def cancel_instance(session: AsyncSession, *, actor: Actor, slug: str, at: datetime, now: datetime) -> Event:
    """Cancel one instance; it stays to be seen as cancelled. A second time changes nothing. Raises as above."""
    one = await load_instance(session, actor=actor, slug=slug, at=at)
    if one.occurrence.status is not EventStatus.CANCELLED:
        override = one.override or _blank(one)
        override.status = EventStatus.CANCELLED
        await _write(session, one, override, EventAct.CANCELLED, now)
    return one.event


async def restore_instance(session: AsyncSession, *, actor: Actor, slug: str, at: datetime, now: datetime) -> Event:
    """Let an instance be as its series says again: nothing is changed or cancelled for it. Raises as above."""
    one = await load_instance(session, actor=actor, slug=slug, at=at)
    if one.override is None:
        return one.event
    # One that the rule does not have takes place only because it was changed.
    if at in ruled(one.event, now=now):
        one.event.sequence = max(one.event.sequence, one.override.sequence)
        await session.delete(one.override)
        await _write(session, one, None, EventAct.RESTORED, now)
    elif one.override.status is EventStatus.CANCELLED:
        one.override.status = None
        await _write(session, one, one.override, EventAct.RESTORED, now)
    return one.event


def _blank(one: One) -> EventOverride:
    return EventOverride(event_id=one.event.id, recurrence_id=one.at, sequence=one.event.sequence)


def _place(one: One, override: EventOverride, starts_at: datetime, ends_at: datetime) -> None:
    as_ruled = starts_at == one.at and ends_at == end_of(one.event, starts_at, ZoneInfo(one.event.time_zone))
    override.starts_at, override.ends_at = (None, None) if as_ruled else (starts_at, ends_at)
    if override.status is not EventStatus.CANCELLED:
        override.status = EventStatus.RESCHEDULED if starts_at != one.at else None


def _values(override: EventOverride) -> dict[str, Any]:
    return {name: getattr(override, name) for name in (*WORDS, "starts_at", "ends_at", "status")}


async def _called(session: AsyncSession, place_id: UUID | None) -> str | None:
    return await session.scalar(select(Place.name).where(Place.id == place_id)) if place_id else None


def _told(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """What differs; nothing where it is as in the series."""

    def said(value: Any) -> str | None:
        return value.isoformat() if isinstance(value, datetime) else value

    return [
        FieldChange(camel(name), said(before[name]), said(after[name]))
        for name in before
        if before[name] != after[name]
    ]


async def _write(
    session: AsyncSession,
    one: One,
    override: EventOverride | None,
    act: EventAct,
    now: datetime,
    *fields: FieldChange,
) -> None:
    event = one.event
    if override is None:
        event.sequence += 1
    else:
        override.sequence = max(event.sequence, override.sequence) + 1
        override.updated_at = now
        session.add(override)
    event.exdates = as_moments([moment for moment in moments(event.exdates) if moment != one.at])
    at = touch(event, now)
    which = FieldChange("recurrenceId", None, str(typed_local(one.at, ZoneInfo(event.time_zone))))
    await note(session, event.id, actor_id=one.member.person_id, act=act, fields=[which, *fields], now=at)
    await materialise(session, event, now=now)
