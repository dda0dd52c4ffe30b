"""The mails between an event's organizers and an organization that is asked to hold it along."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.config import Settings
from server.events.models import Event
from server.events.policies import POSTING
from server.mail.send import send, send_to_each
from server.organizations.models import Membership, Organization
from server.people.models import Person

_ASK = """{host} asks {asked} to hold this along:

{event}
{day}

Until one of you says yes, nobody else sees that you were asked. Say yes or no, on this page:
{url}
"""
_ANSWER = """{asked} {said} hold this along:

{event}
{day}
{url}
"""


async def mail_host_ask(
    session: AsyncSession, settings: Settings, event: Event, asked: Organization, *, now: datetime
) -> None:
    """Queue a mail for each who posts for `asked`, by a role there."""
    host = await session.scalar(select(Organization.name).where(Organization.id == event.organization_id))
    posters = select(Person.email).join(Membership, Membership.person_id == Person.id)
    posters = posters.where(Membership.organization_id == asked.id, Membership.role.in_(POSTING))
    found = [address for address in await session.scalars(posters) if address is not None]
    facts = _facts(event, asked) | {
        "host": _line(host or ""),
        "url": f"{settings.base_url}/organizations/{asked.slug}/events",
    }
    subject = f"{facts['host']} asks you to hold along: {facts['event']}"
    await send_to_each(session, secret=settings.secret, to=found, subject=subject, text=_ASK.format(**facts), now=now)


async def mail_host_answer(
    session: AsyncSession,
    settings: Settings,
    event: Event,
    asked: Organization,
    asker_id: UUID | None,
    *,
    yes: bool,
    now: datetime,
) -> None:
    """Queue the mail for whoever asked."""
    address = await session.scalar(select(Person.email).where(Person.id == asker_id))
    said = "will" if yes else "does not want to"
    facts = _facts(event, asked) | {"said": said, "url": f"{settings.base_url}/events/{event.slug}/hosts"}
    subject = f"{facts['asked']} says {'yes' if yes else 'no'}: {facts['event']}"
    if address is not None:
        await send(session, secret=settings.secret, to=address, subject=subject, text=_ANSWER.format(**facts), now=now)


def _facts(event: Event, asked: Organization) -> dict[str, str]:
    begins = event.starts_at.astimezone(ZoneInfo(event.time_zone))
    day = f"{begins:%A} {begins.day} {begins:%B %Y}"
    return {"event": _line(event.name), "asked": _line(asked.name), "day": day}


def _line(text: str) -> str:
    """In one line, whatever people name their things: a mail's subject has no second."""
    return " ".join(text.split())
