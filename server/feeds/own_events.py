"""The events in somebody's own calendar: each instance by itself, with what only they may know."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.attendance.agenda import AgendaEntry, AgendaRole, agenda
from server.events.models import Occurrence, OnlineAudience
from server.events.policies import POSTING
from server.feeds.asked import Asked
from server.feeds.called_off import has_left
from server.feeds.facts import EventFacts
from server.feeds.models import CalendarSource
from server.feeds.read import facts
from server.feeds.text import stamp
from server.feeds.texts import Text, zone_of
from server.feeds.write import END, Own, vevent
from server.organizations.models import Membership

T = TypeVar("T")

ROLES = {
    CalendarSource.GOING: {AgendaRole.GOING, AgendaRole.WAITLISTED},
    CalendarSource.INTERESTED: {AgendaRole.INTERESTED},
    CalendarSource.HOSTING: {AgendaRole.HOSTING},
    CalendarSource.SPEAKING: {AgendaRole.SPEAKING},
}
_UNSURE = {AgendaRole.WAITLISTED, AgendaRole.INTERESTED}
_MANY = 100
"""Instances in one statement."""


async def own_events(asked: Asked) -> list[Text]:
    """Those in which they have one of the roles that are asked for, by start."""
    roles = set().union(*(ROLES[source] for source in asked.sources if source in ROLES))
    found = await agenda(asked.database, person_id=asked.person_id, since=asked.since, until=None)
    entries = [entry for entry in found if roles & set(entry.roles)]
    texts = []
    async with asked.database.read() as session:
        posting = (Membership.person_id == asked.person_id, Membership.role.in_(POSTING))
        posts = set(await session.scalars(select(Membership.organization_id).where(*posting)))
        for some in _pieces(entries):
            texts += [text async for text in _texts(session, some, posts, asked)]
    return texts


async def _texts(session: AsyncSession, entries: Sequence[AgendaEntry], posts: set[UUID], asked: Asked) -> Any:
    o = Occurrence
    rows = await session.execute(
        select(o.id, o.recurrence_id, o.organization_id).where(o.id.in_([entry.occurrence_id for entry in entries]))
    )
    ruled = {id_: (recurrence_id, organization_id in posts) for id_, recurrence_id, organization_id in rows}
    ids = list(dict.fromkeys(entry.event_id for entry in entries))
    events = {found.event.id: found for found in await facts(session, ids, asked.base_url)}
    for entry in entries:
        if entry.event_id not in events or entry.occurrence_id not in ruled:
            continue  # it went meanwhile
        event, overrides, around, _ = events[entry.event_id]
        date, posted = ruled[entry.occurrence_id]
        override = next((one for one in overrides if one.recurrence_id == (date or event.starts_at)), None)
        if has_left(event, override, asked.today):
            continue
        own = _own(event, entry, date, posted)
        lines = vevent(event, override, around, ZoneInfo(event.time_zone), asked.base_url, own=own)
        free = ["TRANSP:TRANSPARENT\r\n"] if entry.roles == (AgendaRole.INTERESTED,) else []
        changed = max(event.updated_at, override.updated_at) if override is not None else event.updated_at
        text = asked.completed("".join([*lines, *free, END]), own.call)
        yield Text(event.id, zone_of(event.all_day, event.time_zone), entry.starts_at.year, changed, text)


def _own(event: EventFacts, entry: AgendaEntry, date: datetime | None, posts: bool) -> Own:
    may_join = event.online_for is OnlineAudience.MEMBERS or AgendaRole.GOING in entry.roles or posts
    # An instance is an event of its own here: one that replaces what a rule makes is shown by few programs alone.
    uid = None if date is None else f"{stamp(date)}-{event.uid}"
    return Own(date, uid, event.online_url if may_join else None, set(entry.roles) <= _UNSURE)


def _pieces(whole: Sequence[T]) -> Iterator[Sequence[T]]:
    return (whole[first : first + _MANY] for first in range(0, len(whole), _MANY))
