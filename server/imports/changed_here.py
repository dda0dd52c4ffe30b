"""What organizers changed of imported events is shown, and theirs taken again where that is wanted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists
from sqlalchemy.ext.asyncio import AsyncSession

from server.db import Database
from server.events.history import EventAct, note
from server.events.materialise import materialise
from server.events.models import Event, EventOverride, EventStatus, EventTag, Occurrence
from server.events.touch import touch
from server.imports.decide import is_own, own_fields, said_instances
from server.imports.host import Host
from server.imports.keep_agenda import change_agenda
from server.imports.known import Known, known_where, read_agenda
from server.imports.models import ImportedEvent
from server.imports.said import COLUMNS, ImportedField, take, take_instance

WORDS = "It says again what is said where it was imported from."
UNSHOWN = (ImportedField.PUBLICATION,)
"""Publishing a draft is no change of what it says."""


@dataclass(frozen=True, slots=True)
class ChangedHere:
    name: str
    slug: str
    fields: tuple[ImportedField, ...]


async def changed_here(database: Database, host: Host, *, now: datetime) -> Sequence[ChangedHere]:
    """Imported events still to come that say something else here, by time: in five statements."""
    to_come = exists().where(Occurrence.event_id == Event.id, Occurrence.ends_at > now)
    touched = ImportedEvent.taken_at != Event.updated_at
    async with database.read() as session:
        there = await known_where(session, Event.organization_id == host.organization.id, touched, to_come)
        await _agendas(session, there.values())
    return [
        ChangedHere(one.event.name, one.event.slug, fields)
        for one in sorted(there.values(), key=lambda one: (one.event.starts_at, one.event.id))
        if (fields := tuple(field for field in own_fields(one) if field not in UNSHOWN))
    ]


async def take_theirs(
    session: AsyncSession, event: Event, *, actor_id: UUID, field: ImportedField, now: datetime
) -> None:
    """Let the event say again what was last said where it comes from. A second time changes nothing."""
    known = (await known_where(session, Event.id == event.id))[event.id]
    await _agendas(session, [known])
    if field not in own_fields(known):
        return
    if field is ImportedField.INSTANCES:
        await _take_instances(session, known, now)
    elif field is ImportedField.TAGS:
        await session.execute(delete(EventTag).where(EventTag.event_id == event.id))
        session.add_all(EventTag(event_id=event.id, tag=tag) for tag in known.said[field])
    elif field is ImportedField.AGENDA:
        await change_agenda(session, event.id, known.said[field])
    elif field in COLUMNS:
        take(known.event, field, known.said[field])
        if field is ImportedField.STATUS:
            known.event.cancelled_at = now if known.event.status is EventStatus.CANCELLED else None
    known.event.sequence += 1
    at = touch(known.event, now)
    await note(session, event.id, actor_id=actor_id, act=EventAct.CHANGED, words=WORDS, now=at)
    await materialise(session, known.event, now=now)


async def _take_instances(session: AsyncSession, known: Known, now: datetime) -> None:
    said = known.said.get(ImportedField.INSTANCES, {})
    for at in said_instances(known.said):
        if is_own(known, at):
            override = known.overrides.get(at) or EventOverride(event_id=known.event.id, recurrence_id=at)
            take_instance(override, said[f"{at:%Y%m%dT%H%M%SZ}"])
            override.import_hash, override.updated_at = override.import_hash or "", now
            session.add(override)
    for at, override in known.overrides.items():
        if override.import_hash is None and f"{at:%Y%m%dT%H%M%SZ}" not in said:
            await session.delete(override)


async def _agendas(session: AsyncSession, found: Collection[Known]) -> None:
    with_agenda = {one.event.id: one for one in found if ImportedField.AGENDA in one.said}
    if with_agenda:
        await read_agenda(session, with_agenda)
