"""Those who post for an organization that is asked to hold an event along say yes or no, or that it no longer does."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member, Scope, require_member
from server.config import Settings
from server.errors import NotFound
from server.events.facts import facts_of
from server.events.history import EventAct, FieldChange, note
from server.events.host_asks import HostAsk
from server.events.host_letters import mail_host_answer
from server.events.keep import keep
from server.events.models import Event, EventHost
from server.events.posting import may_post
from server.events.touch import touch
from server.organizations.models import Organization
from server.words import findable


async def answer_host_ask(
    session: AsyncSession, *, settings: Settings, actor: Actor, slug: str, organization: str, yes: bool, now: datetime
) -> Event:
    """Everybody sees from a yes on that the organization holds the event along; whoever asked is mailed the answer.

    No takes back an earlier yes, too. Raises SignInRequired, ScopeMissing, and NotFound where it is not asked, or not
    by those who may answer.
    """
    member = require_member(actor, Scope.POST_EVENTS)
    wanted = select(Event).where(Event.slug == findable(slug)).with_for_update()
    event = await session.scalar(wanted)
    host = await session.scalar(select(Organization).where(Organization.slug == findable(organization)))
    if event is None or host is None or not await may_post(session, host.id, member):
        raise NotFound

    asked = await session.get(HostAsk, (event.id, host.id))
    there = await session.get(EventHost, (event.id, host.id))
    if asked is not None and (yes or asked.declined_at is None):
        if yes:
            await session.delete(asked)
            await add_host(session, event, host, member, now)
        else:
            asked.declined_at = now
            fields, at = [FieldChange("hostAsks", host.name, None)], touch(event, now)
            await note(session, event.id, actor_id=member.person_id, act=EventAct.CHANGED, fields=fields, now=at)
        await mail_host_answer(session, settings, event, host, asked.asked_by_id, yes=yes, now=now)
    elif there is not None and not yes:
        before = await facts_of(session, event)
        await session.delete(there)
        await session.flush()
        await keep(session, event, before=before, member=member, act=EventAct.CHANGED, now=now)
    elif there is None and asked is None:
        raise NotFound
    return event


async def add_host(session: AsyncSession, event: Event, host: Organization, member: Member, now: datetime) -> None:
    """After the others."""
    before = await facts_of(session, event)
    last = await session.scalar(select(func.max(EventHost.position)).where(EventHost.event_id == event.id))
    position = 0 if last is None else last + 1
    session.add(EventHost(event_id=event.id, organization_id=host.id, position=position))
    await session.flush()
    await keep(session, event, before=before, member=member, act=EventAct.CHANGED, now=now)
