"""The instances of events are listed: rows of `occurrence`, kept in step with the rule and its exceptions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.events.attendance import Attendance
from server.events.calendar_text import CalendarText
from server.events.instances import Instance, instances, is_single, listed_until
from server.events.models import Event, EventOverride, EventTag, Occurrence, OccurrenceTag, Publication
from server.events.search_index import index_events
from server.keys import instance_key

T = TypeVar("T")

_EVENTS = 400
"""Events in one statement."""
_ROWS = 10_000
"""Instances held in memory at once, or those of one event."""

_OCCURRENCES = select(
    Occurrence.id,
    Occurrence.event_id,
    Occurrence.recurrence_id,
    Occurrence.starts_at,
    Occurrence.ends_at,
    Occurrence.listed,
    Occurrence.kind,
    Occurrence.campus_id,
    Occurrence.organization_id,
    Occurrence.attendance_mode,
    Occurrence.status,
)
_COLUMNS = tuple(_OCCURRENCES.selected_columns.keys())
_TAGS = select(OccurrenceTag.tag, OccurrenceTag.starts_at, OccurrenceTag.occurrence_id).join(
    Occurrence, Occurrence.id == OccurrenceTag.occurrence_id
)
_BLIND = {"synchronize_session": False}


async def materialise(session: AsyncSession, event: Event, *, now: datetime) -> None:
    """List the instances of `event`, and let search find them, in the transaction that changed it.

    Its overrides and tags are read from the database. A second time on the same day changes nothing. An event
    whose rule is refused is listed once, at its start.
    """
    await materialise_many(session, [event], now=now)


async def materialise_many(session: AsyncSession, events: Sequence[Event], *, now: datetime) -> None:
    """`materialise` for many events, in a few statements for every few hundred."""
    await session.flush()
    for some in _pieces(events, _EVENTS):
        overrides = await _overrides(session, some)
        tags = await _event_tags(session, some)
        for few in _small_enough(some, overrides, now):
            await _synchronise(session, few, tags)
            await index_events(session, list(few))
        for event in some:
            event.materialised_until = listed_until(event, now)
        stale = CalendarText.event_id.in_([event.id for event in some])
        await session.execute(delete(CalendarText).where(stale), execution_options=_BLIND)


def _small_enough(
    events: Iterable[Event], overrides: dict[UUID, list[EventOverride]], now: datetime
) -> Iterator[dict[UUID, dict[UUID, tuple[Any, ...]]]]:
    """What should be listed: rows by id, by event; in portions that fit in memory."""
    few: dict[UUID, dict[UUID, tuple[Any, ...]]] = {}
    rows = 0
    for event in events:
        found = instances(event, overrides[event.id], now=now)
        single = is_single(event, overrides[event.id])
        few[event.id] = {row[0]: row for row in (_row(event, instance, single) for instance in found)}
        rows += len(found)
        if rows > _ROWS:
            yield few
            few, rows = {}, 0
    yield few


def _row(event: Event, instance: Instance, single: bool) -> tuple[Any, ...]:
    recurrence = instance.recurrence_id
    return (
        event.id if single else instance_key(event.id, f"{recurrence:%Y%m%dT%H%M%SZ}"),
        event.id,
        None if single else recurrence,
        instance.starts_at,
        instance.ends_at,
        event.publication is Publication.PUBLISHED,
        event.kind,
        event.campus_id,
        event.organization_id,
        event.attendance_mode,
        instance.status,
    )


async def _synchronise(session: AsyncSession, wanted: dict[UUID, dict[UUID, Any]], tags: dict[UUID, list[str]]) -> None:
    """Make the rows of these events what is wanted, by difference: ids and unchanged rows stay."""
    there = {row.id: tuple(row) for row in await session.execute(_OCCURRENCES.where(Occurrence.event_id.in_(wanted)))}
    there_tags = {tuple(row) for row in await session.execute(_TAGS.where(Occurrence.event_id.in_(wanted)))}
    want = {id_: row for rows in wanted.values() for id_, row in rows.items()}
    want_tags = {(tag, row[3], row[0]) for row in want.values() if row[5] for tag in tags[row[1]]}
    for keys in _pieces(list(there_tags - want_tags), _EVENTS):
        key = tuple_(OccurrenceTag.tag, OccurrenceTag.starts_at, OccurrenceTag.occurrence_id)
        await session.execute(delete(OccurrenceTag).where(key.in_(keys)), execution_options=_BLIND)
    for ids in _pieces([id_ for id_ in there if id_ not in want], _EVENTS):
        await session.execute(delete(Occurrence).where(Occurrence.id.in_(ids)), execution_options=_BLIND)
    if changed := [_named(row) for id_, row in want.items() if id_ in there and there[id_] != row]:
        await session.execute(update(Occurrence), changed, execution_options=_BLIND)
    if new := [_named(row) for id_, row in want.items() if id_ not in there]:
        await session.execute(insert(Occurrence), new)
    if new_tags := want_tags - there_tags:
        rows = [dict(zip(("tag", "starts_at", "occurrence_id"), tag, strict=True)) for tag in sorted(new_tags)]
        await session.execute(insert(OccurrenceTag), rows)
    if want != there:
        await _follow(session, wanted)


async def _follow(session: AsyncSession, event_ids: Iterable[UUID]) -> None:
    """Let answers to these events know again when what they are to starts."""
    when = select(Occurrence.starts_at).where(Occurrence.id == Attendance.occurrence_id, Occurrence.listed)
    starts_at = when.scalar_subquery()
    moved = Attendance.event_id.in_(list(event_ids)), Attendance.listed_at.is_distinct_from(starts_at)
    await session.execute(update(Attendance).where(*moved).values(listed_at=starts_at), execution_options=_BLIND)


def _named(row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(_COLUMNS, row, strict=True))


async def _overrides(session: AsyncSession, events: Sequence[Event]) -> dict[UUID, list[EventOverride]]:
    ids = [event.id for event in events]
    found: dict[UUID, list[EventOverride]] = defaultdict(list)
    for override in await session.scalars(select(EventOverride).where(EventOverride.event_id.in_(ids))):
        found[override.event_id].append(override)
    return found


async def _event_tags(session: AsyncSession, events: Sequence[Event]) -> dict[UUID, list[str]]:
    ids = [event.id for event in events]
    found: dict[UUID, list[str]] = defaultdict(list)
    for event_id, tag in await session.execute(
        select(EventTag.event_id, EventTag.tag).where(EventTag.event_id.in_(ids))
    ):
        found[event_id].append(tag)
    return found


def _pieces(whole: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (whole[first : first + size] for first in range(0, len(whole), size))
