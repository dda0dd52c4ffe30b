"""An organizer asks another organization to hold an event along, or takes one off again."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.config import Settings
from server.errors import FieldError, InvalidInput, NotFound
from server.events.answer_host_ask import add_host
from server.events.facts import facts_of
from server.events.history import EventAct, FieldChange, note
from server.events.host_asks import HostAsk
from server.events.host_letters import mail_host_ask
from server.events.keep import keep
from server.events.models import Event, EventHost
from server.events.posting import load_event, may_post
from server.events.touch import touch
from server.events.whereabouts import MOST_HOSTS
from server.organizations.models import Organization
from server.people.throttle import charge, subject
from server.words import findable

ASKS_IN_A_DAY = 50
"""Of one organizer: each is a mail to all who post there."""


async def ask_co_host(
    session: AsyncSession, *, settings: Settings, actor: Actor, slug: str, organization: str, now: datetime
) -> Event:
    """Ask that organization; those who post for it are mailed. One for which the actor posts holds it along at once.

    A second time changes nothing. Raises SignInRequired, ScopeMissing, NotPermitted, NotFound, and InvalidInput at
    `organization` for the event's own, for one that said no, and where there are too many.
    """
    member, event = await load_event(session, actor=actor, slug=slug)
    host = await called(session, organization)

    asked = await session.get(HostAsk, (event.id, host.id))
    there = await session.get(EventHost, (event.id, host.id))
    if there is not None or (asked is not None and asked.declined_at is None):
        return event
    if host.id == event.organization_id:
        raise _fault(f"It is {host.name}’s event already.")
    if asked is not None:
        raise _fault(f"{host.name} said no, so it is not asked again.")
    if await _count(session, event) >= MOST_HOSTS:
        raise _fault(f"{MOST_HOSTS} organizations hold this or are asked. Take one off first.")

    if await may_post(session, host.id, member):
        await add_host(session, event, host, member, now)
        return event
    counted = subject(settings.secret, "asks-to-host", member.person_id.hex)
    if until := await charge(session, subject=counted, limit=ASKS_IN_A_DAY, within=timedelta(days=1), now=now):
        raise _fault(f"You have asked {ASKS_IN_A_DAY} organizations within a day. Go on after {until:%H:%M} UTC.")
    session.add(HostAsk(event_id=event.id, organization_id=host.id, asked_by_id=member.person_id, asked_at=now))
    fields = [FieldChange("hostAsks", None, host.name)]
    at = touch(event, now)
    await note(session, event.id, actor_id=member.person_id, act=EventAct.CHANGED, fields=fields, now=at)
    await mail_host_ask(session, settings, event, host, now=now)
    return event


async def drop_co_host(session: AsyncSession, *, actor: Actor, slug: str, organization: str, now: datetime) -> Event:
    """One that was asked is asked no more, one that holds it along does no more. A second time changes nothing, nor of
    one that said no. Raises SignInRequired, ScopeMissing, NotFound and NotPermitted."""
    member, event = await load_event(session, actor=actor, slug=slug)
    host = await called(session, organization)

    asked = await session.get(HostAsk, (event.id, host.id))
    if asked is not None and asked.declined_at is None:
        await session.delete(asked)
        fields, at = [FieldChange("hostAsks", host.name, None)], touch(event, now)
        await note(session, event.id, actor_id=member.person_id, act=EventAct.CHANGED, fields=fields, now=at)
    before = await facts_of(session, event)
    mine = EventHost.event_id == event.id, EventHost.organization_id == host.id
    await session.execute(delete(EventHost).where(*mine))
    await keep(session, event, before=before, member=member, act=EventAct.CHANGED, now=now)
    return event


async def called(session: AsyncSession, slug: str) -> Organization:
    """Raises NotFound."""
    found = await session.scalar(select(Organization).where(Organization.slug == findable(slug)))
    if found is None:
        raise NotFound
    return found


async def _count(session: AsyncSession, event: Event) -> int:
    """Those that hold it along, and those that are asked."""
    hosts = select(func.count()).where(EventHost.event_id == event.id)
    asks = select(func.count()).where(HostAsk.event_id == event.id, HostAsk.declined_at.is_(None))
    return (await session.scalar(hosts) or 0) + (await session.scalar(asks) or 0)


def _fault(message: str) -> InvalidInput:
    return InvalidInput(FieldError(("organization",), message))
