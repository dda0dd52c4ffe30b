"""Events that came from somewhere and are no longer there are called off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.events.history import EventAct, EventChange
from server.events.materialise import materialise_many
from server.events.models import Event, EventStatus, Occurrence
from server.events.touch import touch
from server.imports.announcing import Announcing
from server.imports.decide import own_fields
from server.imports.found import Found
from server.imports.history import entry
from server.imports.known import Known, known_where
from server.imports.models import ImportedEvent
from server.imports.said import GONE, ImportedField, dumped

WORDS = "It is no longer where it was imported from."


async def gone_from(
    session: AsyncSession, found: Found, organization_id: UUID, *, source_id: UUID | None, now: datetime
) -> list[Known]:
    """Events from this address, or by file, that are still to come and `found` does not hold. In three statements.

    Those that are called off already, or that somebody here said take place all the same, are left out.
    """
    there = await _upcoming(session, organization_id, source_id, now)
    return [one for one in there if not found.holds(one.event.uid) and ImportedField.STATUS not in own_fields(one)]


async def upcoming_from(session: AsyncSession, organization_id: UUID, source_id: UUID, *, now: datetime) -> int:
    """How many events from this address are still to come."""
    return len(await _upcoming(session, organization_id, source_id, now))


async def call_off(session: AsyncSession, gone: Sequence[Known], *, announcing: Announcing, now: datetime) -> None:
    """Cancel them, as if the file had said so: when they are back, they take place again."""
    async with announcing(session, [one.event.id for one in gone]):
        await _call_off(session, gone, now)


async def _call_off(session: AsyncSession, gone: Sequence[Known], now: datetime) -> None:
    history = []
    for one in gone:
        assert one.imported is not None
        taken = not own_fields(one)
        one.event.status, one.event.cancelled_at, one.event.import_hash = EventStatus.CANCELLED, now, GONE
        at = touch(one.event, now)
        if taken:
            one.imported.taken_at = at
        history.append(entry(one.event.id, EventAct.CANCELLED, actor_id=None, at=at, words=WORDS))
        one.event.sequence += 1
        one.imported.said = dumped({**one.said, ImportedField.STATUS: [EventStatus.CANCELLED]})
        one.imported.gone_at = now
    if history:
        await session.execute(insert(EventChange), history)
    await materialise_many(session, [one.event for one in gone], now=now)


async def _upcoming(session: AsyncSession, organization_id: UUID, source_id: UUID | None, now: datetime) -> list[Known]:
    source: Any = ImportedEvent.source_id == source_id
    if source_id is None:
        source = and_(ImportedEvent.event_id.is_not(None), ImportedEvent.source_id.is_(None))
    to_come = exists().where(Occurrence.event_id == Event.id, Occurrence.ends_at > now)
    there = await known_where(
        session, source, Event.organization_id == organization_id, Event.status != EventStatus.CANCELLED, to_come
    )
    return sorted(there.values(), key=lambda one: (one.event.starts_at, one.event.id))
