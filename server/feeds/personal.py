"""Whoever knows the secret address of a calendar reads what its owner lets it hold."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from server.db import Database
from server.events.catalogue import catalogue_version
from server.events.models import Event, OnlineAudience
from server.events.search_listing import search_values
from server.feeds.asked import Asked
from server.feeds.called_off import day_of, still_told
from server.feeds.choose import BACK, chosen
from server.feeds.head import Head
from server.feeds.join import Calendar, joined
from server.feeds.sources import held
from server.feeds.subscriptions import of_text, opened_by
from server.feeds.texts import Text, texts
from server.feeds.unchanged import while_unchanged
from server.finding.filter_text import from_text


async def personal_calendar(database: Database, *, secret: str, base_url: str, now: datetime) -> Calendar | None:
    """What the subscription with this address holds now; None for an address that is unknown or was taken back.

    It doesn't say when it last changed: what leaves it, such as a role that was taken back, may leave no trace.
    """
    found = await opened_by(database, secret, now=now)
    if found is None:
        return None
    today = day_of(now)
    remind, sources = found.remind_minutes, of_text(found.sources)
    asked = Asked(database, found.person_id, sources, today - BACK, today, base_url, remind)
    head = Head(found.name, "Your own calendar. Keep its address to yourself.", f"{base_url}/settings/calendars")

    async def make() -> Calendar:
        told = held(asked) if sources else _filtered(asked, found, now)
        return replace(await joined(told, head), last_modified=None)

    key = (found.id, sources, found.filter, remind, head, today)
    state = await database.state() if sources else await catalogue_version(database)
    return await while_unchanged(database, key, state, make)


async def _filtered(asked: Asked, found: Any, now: datetime) -> AsyncIterator[Sequence[Text]]:
    """The published events of a saved filter; none where it was removed."""
    if found.filter is None:
        return
    filter_ = from_text(found.filter).normal()
    searched = search_values(filter_, asked.database.dialect) if filter_.text else {"query": None}
    if searched is None:
        return
    query = {"query": searched["query"]} if filter_.text else {}
    which = and_(Event.id.in_(chosen(filter_, now)), still_told(asked.today))
    open_to_all = (Event.online_for == OnlineAudience.MEMBERS, Event.online_url.is_not(None))
    calls = select(Event.id, Event.online_url).where(which, *open_to_all)
    by_id = {row.id: row.online_url for row in await asked.database.rows(calls, query)}
    told = texts(asked.database, which, base_url=asked.base_url, today=asked.today, query=searched["query"])
    async for some in told:
        yield [text._replace(text=asked.completed(text.text, by_id.get(text.event_id))) for text in some]
