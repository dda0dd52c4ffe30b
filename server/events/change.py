"""An organizer changes what an event says, and nobody's change is lost to another's."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.db import EPOCH, microseconds
from server.events.agenda import AgendaItem
from server.events.errors import ChangedMeanwhile
from server.events.facts import facts_of
from server.events.fill_in import fill_in
from server.events.history import EventAct, EventChange
from server.events.keep import keep, version_of
from server.events.models import Event
from server.events.posting import load_event
from server.people.models import Person


async def change_event(
    session: AsyncSession, *, actor: Actor, slug: str, version: str, given: Mapping[str, Any], now: datetime
) -> Event:
    """Set what `given` names, as `fill_in` reads it; the same a second time changes nothing.

    `version` is what `version_of` said when it was read. Raises SignInRequired, ScopeMissing, NotFound,
    NotPermitted, ChangedMeanwhile where it is another by now, and InvalidInput with every fault.
    """
    member, event = await load_event(session, actor=actor, slug=slug)

    if version != version_of(event):
        raise await _changed(session, event, version)
    before, began, status = await facts_of(session, event), event.starts_at, event.status

    await fill_in(session, event, member=member, given=given)

    await move_agenda(session, event, began)
    act = EventAct.RESCHEDULED if event.status is not status else EventAct.CHANGED
    await keep(session, event, before=before, member=member, act=act, now=now)
    return event


async def move_agenda(session: AsyncSession, event: Event, began: datetime) -> None:
    """What happens within an event that began at `began` stays as long after its start as it was."""
    if event.starts_at == began:
        return
    for item in await session.scalars(select(AgendaItem).where(AgendaItem.event_id == event.id)):
        item.starts_at += event.starts_at - began
        item.ends_at += event.starts_at - began


async def _changed(session: AsyncSession, event: Event, version: str) -> ChangedMeanwhile:
    """By whom and what, since that version; of changes that no history tells, only that there was one."""
    since = int(version) if version.isdecimal() and len(version) < 20 else 0
    changes = (
        select(EventChange.at, EventChange.fields, Person.name)
        .outerjoin(Person, Person.id == EventChange.actor_id)
        .where(EventChange.event_id == event.id)
        .order_by(EventChange.at.desc(), EventChange.id.desc())
        .limit(100)
    )
    rows = [row for row in await session.execute(changes) if microseconds(row.at) > since]
    fields = {change["field"] for row in rows for change in json.loads(row.fields)}
    latest = rows[0].at if rows else EPOCH
    return ChangedMeanwhile(rows[0].name if rows else None, max(latest, event.updated_at), sorted(fields))
