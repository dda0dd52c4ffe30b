"""Somebody who has no account is asked to speak by mail: once for an event, and never where they want none."""

from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.config import Settings
from server.events.agenda import AgendaItem
from server.events.models import Event
from server.events.never_ask import is_quiet, letter_hash
from server.events.speaker_letters import SpeakerLetter
from server.mail.send import send
from server.organizations.models import Organization
from server.people.models import Card, Person
from server.people.policies import Tier
from server.people.throttle import charge, subject
from server.people.visible import shown

TO_AN_ADDRESS = 3
"""In a day, from all organizers together."""

_TEXT = """{who} asks you to speak, for {host}:

{event}, in “{item}”

To say yes or no, sign in with this address. You need no password, only the code that is mailed to you:
{url}

Until you say yes, nobody sees that you were asked. If you know nothing of it, leave it.
If you want no such mail ever again, say so here:
{never}
"""


async def write_to_speaker(
    session: AsyncSession,
    settings: Settings,
    event: Event,
    item: AgendaItem,
    *,
    email: str,
    asker_id: UUID,
    now: datetime,
) -> None:
    """Ask whoever reads the mail; a second time changes nothing. To whom nothing comes is not told."""
    token = token_urlsafe(32)
    if await is_quiet(session, settings, email) or await session.get(SpeakerLetter, (item.id, email)) is not None:
        to = None
    else:
        to = await _once(session, settings, event, email, now)
        letter = {"agenda_item_id": item.id, "email": email, "token_hash": letter_hash(token)}
        session.add(SpeakerLetter(**letter, asked_by_id=asker_id, asked_at=now))
    name = shown(Person.name, Card.name_audience, Tier.STRANGER)  # nobody knows who reads it
    who = await session.scalar(select(name).join(Card, Card.person_id == Person.id).where(Person.id == asker_id))
    host = await session.scalar(select(Organization.name).where(Organization.id == event.organization_id)) or ""
    facts = {"who": who or "One of its organizers", "host": host, "event": event.name, "item": item.name}
    facts = {word: " ".join(said.split()) for word, said in facts.items()}
    links = {"url": f"{settings.base_url}/speaking", "never": f"{settings.base_url}/speaking/never/{token}"}
    await send(
        session,
        secret=settings.secret,
        to=to,
        subject=f"{facts['host']} asks you to speak at {facts['event']}",
        text=_TEXT.format(**facts, **links),
        now=now,
    )


async def _once(session: AsyncSession, settings: Settings, event: Event, email: str, now: datetime) -> str | None:
    """The address; None where there was a mail about this event, or were too many of others."""
    items = select(AgendaItem.id).where(AgendaItem.event_id == event.id)
    before = exists().where(SpeakerLetter.agenda_item_id.in_(items), SpeakerLetter.email == email)
    if await session.scalar(select(before)):
        return None
    counted = subject(settings.secret, "speaker-letters-to", email)
    many = await charge(session, subject=counted, limit=TO_AN_ADDRESS, within=timedelta(days=1), now=now)
    return None if many else email
