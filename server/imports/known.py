"""What is there already of the events that a file holds."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.models import Event, EventOverride, EventTag
from server.imports.facts import Slot
from server.imports.models import ImportedEvent
from server.imports.said import Said, of_agenda
from server.imports.series import Series


@dataclass(slots=True)
class Known:
    """One event that is there."""

    event: Event
    imported: ImportedEvent | None
    """None: it was made here, or imported before that was kept."""
    said: Said
    tags: list[str] = field(default_factory=list)
    overrides: dict[datetime, EventOverride] = field(default_factory=dict)
    agenda: list[Any] | None = None
    """As server.imports.said has it; None where it was not read."""


async def known(session: AsyncSession, organization_id: UUID, series: Sequence[Series]) -> dict[str, Known]:
    """Those of the organization's events that these series are about, by UID, in three statements."""
    uids = [one.master.uid for one in series]
    found = await known_where(session, Event.organization_id == organization_id, Event.uid.in_(uids))
    if any(one.master.agenda is not None for one in series):
        await read_agenda(session, found)
    return {one.event.uid: one for one in found.values()}


async def known_where(session: AsyncSession, *conditions: Any) -> dict[UUID, Known]:
    """Events by id."""
    rows = await session.execute(
        select(Event, ImportedEvent).outerjoin(ImportedEvent, ImportedEvent.event_id == Event.id).where(*conditions)
    )
    found = {event.id: Known(event, said, json.loads(said.said) if said else {}) for event, said in rows}
    overrides = select(EventOverride).where(EventOverride.event_id.in_(found))
    for override in await session.scalars(overrides) if found else ():
        found[override.event_id].overrides[override.recurrence_id] = override
    tags = select(EventTag.event_id, EventTag.tag).where(EventTag.event_id.in_(found))
    for event_id, tag in await session.execute(tags) if found else ():
        found[event_id].tags.append(tag)
    return found


async def read_agenda(session: AsyncSession, found: dict[UUID, Known]) -> None:
    """Their agenda, in two statements."""
    speakers: dict[UUID, list[str]] = defaultdict(list)
    items = select(AgendaItem.id).where(AgendaItem.event_id.in_(found))
    spoken = select(AgendaSpeaker).where(AgendaSpeaker.agenda_item_id.in_(items)).order_by(AgendaSpeaker.position)
    for speaker in await session.scalars(spoken):
        speakers[speaker.agenda_item_id].append(speaker.name)
    slots: dict[UUID, list[Slot]] = {event_id: [] for event_id in found}
    for item in await session.scalars(select(AgendaItem).where(AgendaItem.event_id.in_(found))):
        said = (item.name, item.starts_at, item.ends_at, item.room, item.description)
        slots[item.event_id].append(Slot(*said, tuple(speakers[item.id])))
    for event_id, several in slots.items():
        found[event_id].agenda = of_agenda(several)
