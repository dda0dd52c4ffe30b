"""The agenda of an imported event is kept: talks that stay keep their ids, and who of Hallway speaks there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.events.agenda import AgendaItem, AgendaSpeaker
from server.imports.facts import Slot
from server.imports.said import as_slot
from server.keys import new_key


def add_agenda(session: AsyncSession, event_id: UUID, said: Iterable[Sequence[Any]]) -> None:
    """Of a new event."""
    for slot in map(as_slot, said):
        _add(session, event_id, slot, {})


async def change_agenda(session: AsyncSession, event_id: UUID, said: Iterable[Sequence[Any]]) -> None:
    """A talk is the same that has the same name. A speaker linked to a person stays so while the name does."""
    there: dict[str, list[AgendaItem]] = defaultdict(list)
    for item in await session.scalars(select(AgendaItem).where(AgendaItem.event_id == event_id)):
        there[item.name].append(item)
    items = [item.id for several in there.values() for item in several]
    people: dict[UUID, dict[str, UUID | None]] = defaultdict(dict)
    for speaker in await session.scalars(select(AgendaSpeaker).where(AgendaSpeaker.agenda_item_id.in_(items))):
        people[speaker.agenda_item_id][speaker.name] = speaker.person_id
    await session.execute(delete(AgendaSpeaker).where(AgendaSpeaker.agenda_item_id.in_(items)))
    for slot in map(as_slot, said):
        if same := there.get(slot.name):
            _write(session, (item := same.pop(0)), slot, people[item.id])
        else:
            _add(session, event_id, slot, {})
    gone = [item.id for several in there.values() for item in several]
    await session.execute(delete(AgendaItem).where(AgendaItem.id.in_(gone)))


def _add(session: AsyncSession, event_id: UUID, slot: Slot, people: dict[str, UUID | None]) -> None:
    item = AgendaItem(id=new_key(), event_id=event_id)
    session.add(item)
    _write(session, item, slot, people)


def _write(session: AsyncSession, item: AgendaItem, slot: Slot, people: dict[str, UUID | None]) -> None:
    item.name, item.description, item.room = slot.name, slot.description, slot.room
    item.starts_at, item.ends_at = slot.starts_at, slot.ends_at
    for position, name in enumerate(slot.speakers):
        person = people.get(name)
        session.add(AgendaSpeaker(agenda_item_id=item.id, position=position, name=name, person_id=person))
