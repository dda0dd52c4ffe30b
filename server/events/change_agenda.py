"""An organizer adds talks and slots to an event's agenda, changes and moves them, and takes them away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member
from server.errors import NotFound
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.agenda_fields import read_item
from server.events.history import EventAct, FieldChange, note
from server.events.materialise import materialise
from server.events.models import Event
from server.events.posting import load_event
from server.events.touch import touch
from server.keys import new_key

MOST_ITEMS = 500


async def add_agenda_item(
    session: AsyncSession, *, actor: Actor, slug: str, given: Mapping[str, Any], now: datetime
) -> Event:
    """Add a talk as `read_item` reads it; each time is another one.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, and InvalidInput with every fault.
    """
    member, event = await load_event(session, actor=actor, slug=slug)
    there = await _count(session, event.id)
    read = await read_item(session, event, given, there=there, most=MOST_ITEMS)
    item = AgendaItem(id=new_key(), event_id=event.id, **read.columns)
    session.add(item)
    await session.flush()
    await _name(session, item.id, read.speakers or ())
    await _keep(session, event, member, FieldChange("agenda", None, item.name), now)
    return event


async def change_agenda_item(
    session: AsyncSession, *, actor: Actor, slug: str, item: UUID, given: Mapping[str, Any], now: datetime
) -> Event:
    """Set what `given` names of an item of that event; a second time changes nothing. Raises as above."""
    member, event, found = await _load(session, actor, slug, item)
    before = found.name, _columns(found), await _names(session, found.id)
    read = await read_item(session, event, given, item=found)
    for name, value in read.columns.items():
        setattr(found, name, value)
    if read.speakers is not None:
        await _name(session, found.id, read.speakers)
    if (found.name, _columns(found), await _names(session, found.id)) != before:
        await _keep(session, event, member, FieldChange("agenda", before[0], found.name), now)
    return event


async def remove_agenda_item(session: AsyncSession, *, actor: Actor, slug: str, item: UUID, now: datetime) -> Event:
    """Take an item off the agenda, with those who speak in it. Raises as above; NotFound the second time."""
    member, event, found = await _load(session, actor, slug, item)
    await session.delete(found)
    await _keep(session, event, member, FieldChange("agenda", found.name, None), now)
    return event


async def _load(session: AsyncSession, actor: Actor, slug: str, item: UUID) -> tuple[Member, Event, AgendaItem]:
    member, event = await load_event(session, actor=actor, slug=slug)
    found = await session.get(AgendaItem, item)
    if found is None or found.event_id != event.id:
        raise NotFound
    return member, event, found


async def _keep(session: AsyncSession, event: Event, member: Member, change: FieldChange, now: datetime) -> None:
    at = touch(event, now)
    await note(session, event.id, actor_id=member.person_id, act=EventAct.CHANGED, fields=[change], now=at)
    await materialise(session, event, now=now)  # search finds talks and speakers


async def _name(session: AsyncSession, item: UUID, names: Sequence[str]) -> None:
    """Let these speak, in this order. Who was there by the same name stays who they are."""
    people = {row.name: row.person_id for row in await _speakers(session, item)}
    await session.execute(delete(AgendaSpeaker).where(AgendaSpeaker.agenda_item_id == item))
    session.add_all(
        AgendaSpeaker(agenda_item_id=item, position=position, person_id=people.get(name), name=name)
        for position, name in enumerate(names)
    )
    await session.flush()


async def _names(session: AsyncSession, item: UUID) -> list[str]:
    return [row.name for row in await _speakers(session, item)]


async def _speakers(session: AsyncSession, item: UUID) -> Sequence[Any]:
    mine = AgendaSpeaker.agenda_item_id == item
    named = select(AgendaSpeaker.name, AgendaSpeaker.person_id).where(mine).order_by(AgendaSpeaker.position)
    return (await session.execute(named)).all()


def _columns(item: AgendaItem) -> tuple[Any, ...]:
    return item.description, item.starts_at, item.ends_at, item.room


async def _count(session: AsyncSession, event_id: UUID) -> int:
    ids = select(AgendaItem.id).where(AgendaItem.event_id == event_id)
    return len((await session.scalars(ids)).all())
