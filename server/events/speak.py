"""Somebody who is asked to speak says yes or no, or takes their name off the programme again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.errors import NotFound
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.materialise import materialise
from server.events.models import Event
from server.events.speaker_asks import SpeakerAsk
from server.events.speaker_letters import SpeakerLetter
from server.events.touch import touch
from server.people.models import Person


async def answer_ask(session: AsyncSession, *, actor: Actor, item: UUID, yes: bool, now: datetime) -> None:
    """Be named in the programme as on one's card, or not. Raises SignInRequired, ScopeMissing, and NotFound where
    nobody asks, so also the second time."""
    member = require_member(actor)
    event = await _event(session, item)
    asked = await session.get(SpeakerAsk, (item, member.person_id))
    email = (await session.get_one(Person, member.person_id)).email
    letter = await session.get(SpeakerLetter, (item, email)) if email is not None else None
    if event is None or (asked is None and letter is None):
        raise NotFound

    for found in filter(None, (asked, letter)):
        await session.delete(found)
    if not yes:
        return
    last = await session.scalar(select(func.max(AgendaSpeaker.position)).where(AgendaSpeaker.agenda_item_id == item))
    name = (await session.get_one(Person, member.person_id)).name
    position = 0 if last is None else last + 1
    session.add(AgendaSpeaker(agenda_item_id=item, position=position, person_id=member.person_id, name=name))
    await _show(session, event, now)


async def leave_programme(session: AsyncSession, *, actor: Actor, item: UUID, now: datetime) -> None:
    """Be named there no more. A second time changes nothing. Raises SignInRequired and ScopeMissing."""
    member = require_member(actor)
    event = await _event(session, item)
    mine = AgendaSpeaker.agenda_item_id == item, AgendaSpeaker.person_id == member.person_id
    if event is None or await session.scalar(select(AgendaSpeaker.position).where(*mine).limit(1)) is None:
        return
    await session.execute(delete(AgendaSpeaker).where(*mine))
    await _show(session, event, now)


async def _event(session: AsyncSession, item: UUID) -> Event | None:
    of = select(AgendaItem.event_id).where(AgendaItem.id == item).scalar_subquery()
    return await session.scalar(select(Event).where(Event.id == of).with_for_update())


async def _show(session: AsyncSession, event: Event, now: datetime) -> None:
    touch(event, now)
    await materialise(session, event, now=now)  # search finds speakers
