"""An organizer asks somebody to speak; nothing is shown of it until that person says yes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.config import Settings
from server.contacts.living import card_seen_by, withdrawn
from server.contacts.models import Contact, ContactState
from server.contacts.write_to_speaker import write_to_speaker
from server.errors import FieldError, InvalidInput, NotFound
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.models import Event
from server.events.posting import load_event
from server.events.speaker_asks import SpeakerAsk
from server.events.speaker_letters import SpeakerLetter
from server.mail.send import send
from server.organizations.models import Organization
from server.people.email_address import email_address
from server.people.models import Block, Card, Person
from server.people.throttle import charge, subject

ASKS_IN_A_DAY = 50
"""Of one organizer: each is a mail."""

_TEXT = """{host} asks you to speak at {event}, in “{item}”.

Say yes or no, on this page: {url}

Until you say yes, nobody sees that you were asked. You can take your name off again at any time.
"""


@dataclass(frozen=True, slots=True)
class AContact:
    id: UUID
    """Of a contact of the actor who shares their card."""


@dataclass(frozen=True, slots=True)
class APerson:
    id: UUID
    """Of anybody whose name the actor may see."""


@dataclass(frozen=True, slots=True)
class AnAddress:
    email: str
    """Of anybody; whether there is an account is not told."""


Whom = AContact | APerson | AnAddress


async def ask_to_speak(
    session: AsyncSession, *, settings: Settings, actor: Actor, slug: str, item: UUID, whom: Whom, now: datetime
) -> Event:
    """Ask `whom` to speak in an item of the agenda; they are told by mail.

    A second time, or of somebody who speaks there, changes nothing. Who has no account is asked as `write_to_speaker`
    does. Of somebody who blocked the actor, nothing comes; all that is not told. Raises SignInRequired, ScopeMissing,
    NotPermitted, InvalidInput for what is no address and where too many were asked in a day, and NotFound where there
    is no such item or person.
    """
    member, event = await load_event(session, actor=actor, slug=slug)
    found = await session.get(AgendaItem, item)
    if found is None or found.event_id != event.id:
        raise NotFound
    person = await _known(session, member.person_id, whom, settings)
    if person is None and not isinstance(whom, AnAddress):
        raise NotFound
    if person is not None and (person.blocks or await _is_asked(session, item, person.id)):
        return event

    counted = subject(settings.secret, "asks-to-speak", member.person_id.hex)
    if until := await charge(session, subject=counted, limit=ASKS_IN_A_DAY, within=timedelta(days=1), now=now):
        message = f"You have asked {ASKS_IN_A_DAY} people within a day. Go on after {until:%H:%M} UTC."
        raise InvalidInput(FieldError(("email" if isinstance(whom, AnAddress) else "contact",), message))
    if person is None:
        assert isinstance(whom, AnAddress)
        email = email_address(whom.email, settings.sign_up_domains)
        await write_to_speaker(session, settings, event, found, email=email, asker_id=member.person_id, now=now)
        return event
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


async def _known(session: AsyncSession, viewer: UUID, whom: Whom, settings: Settings) -> Any:
    """(id, email, blocks) of whom the viewer means, or None where they may not know of anybody."""
    name = next(column for column in card_seen_by(viewer) if column.name == "name")
    person = (
        select(Person.id, Person.email, Block.person_id.is_not(None).label("blocks"))
        .join(Card, Card.person_id == Person.id)
        .outerjoin(Contact, and_(Contact.person_id == Person.id, Contact.owner_id == viewer))
        .outerjoin(Block, and_(Block.person_id == Person.id, Block.blocked_id == viewer))
        .where(Person.erased_at.is_(None), Person.id != viewer)
    )
    match whom:
        case AContact(id_):
            person = person.where(Contact.id == id_, Contact.state == ContactState.ACTIVE, ~withdrawn)
        case APerson(id_):
            person = person.where(Person.id == id_, name.element.is_not(None))
        case AnAddress(email):
            person = person.where(Person.email == email_address(email, settings.sign_up_domains))
    return (await session.execute(person)).one_or_none()


async def _is_asked(session: AsyncSession, item: UUID, person_id: UUID) -> bool:
    asked = exists().where(SpeakerAsk.agenda_item_id == item, SpeakerAsk.person_id == person_id)
    speaks = exists().where(AgendaSpeaker.agenda_item_id == item, AgendaSpeaker.person_id == person_id)
    mine = select(Person.email).where(Person.id == person_id).scalar_subquery()
    before = exists().where(SpeakerLetter.agenda_item_id == item, SpeakerLetter.email == mine)
    return bool(await session.scalar(select(asked | speaks | before)))
