"""An organizer asks somebody they know to speak; nothing is shown of it until that person says yes."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.config import Settings
from server.contacts.living import withdrawn
from server.contacts.models import Contact, ContactState
from server.errors import FieldError, InvalidInput, NotFound
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.models import Event
from server.events.posting import load_event
from server.events.speaker_asks import SpeakerAsk
from server.mail.send import send
from server.organizations.models import Organization
from server.people.models import Block, Person
from server.people.throttle import charge, subject

ASKS_IN_A_DAY = 50
"""Of one organizer: each is a mail."""

_TEXT = """{host} asks you to speak at {event}, in “{item}”.

Say yes or no, on this page: {url}

Until you say yes, nobody sees that you were asked. You can take your name off again at any time.
"""


async def ask_to_speak(
    session: AsyncSession, *, settings: Settings, actor: Actor, slug: str, item: UUID, contact: UUID, now: datetime
) -> Event:
    """Ask the person behind one of the actor's contacts to speak in an item of the agenda; they are told by mail.

    A second time, or of somebody who speaks there, changes nothing. Of somebody who blocked the actor nothing comes,
    which the actor is not told. Raises SignInRequired, ScopeMissing, NotPermitted, InvalidInput where too many were
    asked in a day, and NotFound where there is no such item or no contact who shares their card.
    """
    member, event = await load_event(session, actor=actor, slug=slug)
    found = await session.get(AgendaItem, item)
    person = await _known(session, member.person_id, contact)
    if found is None or found.event_id != event.id or person is None:
        raise NotFound
    if person.blocks or await _is_asked(session, item, person.id):
        return event

    counted = subject(settings.secret, "asks-to-speak", member.person_id.hex)
    if until := await charge(session, subject=counted, limit=ASKS_IN_A_DAY, within=timedelta(days=1), now=now):
        message = f"You have asked {ASKS_IN_A_DAY} people within a day. Go on after {until:%H:%M} UTC."
        raise InvalidInput(FieldError(("contact",), message))
    session.add(SpeakerAsk(agenda_item_id=item, person_id=person.id, asked_at=now))
    host = await session.scalar(select(Organization.name).where(Organization.id == event.organization_id))
    facts = {"host": host, "event": event.name, "item": found.name, "url": f"{settings.base_url}/speaking"}
    await send(
        session,
        secret=settings.secret,
        to=person.email,
        subject=f"{host} asks you to speak at {event.name}",
        text=_TEXT.format(**facts),
        now=now,
    )
    return event


async def _known(session: AsyncSession, owner: UUID, contact: UUID) -> Any:
    """(id, email, blocks) of the person behind a contact whose card the owner sees, or None."""
    blocks = exists().where(Block.person_id == Person.id, Block.blocked_id == owner)
    known = (
        select(Person.id, Person.email, blocks.label("blocks"))
        .join(Contact, Contact.person_id == Person.id)
        .where(
            Contact.id == contact,
            Contact.owner_id == owner,
            Contact.state == ContactState.ACTIVE,
            ~withdrawn,
            Person.erased_at.is_(None),
        )
    )
    return (await session.execute(known)).one_or_none()


async def _is_asked(session: AsyncSession, item: UUID, person_id: UUID) -> bool:
    asked = exists().where(SpeakerAsk.agenda_item_id == item, SpeakerAsk.person_id == person_id)
    speaks = exists().where(AgendaSpeaker.agenda_item_id == item, AgendaSpeaker.person_id == person_id)
    return bool(await session.scalar(select(asked | speaks)))
