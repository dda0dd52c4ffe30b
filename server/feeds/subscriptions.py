"""Somebody's calendars of their own: what each holds, and when a program last asked for it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, update

from server.actor import Actor, require_session
from server.db import Database, Key
from server.feeds.models import CalendarSource, FeedSubscription
from server.finding.models import SavedFilter
from server.people.sign_in import token_hash

USED_EVERY = timedelta(hours=1)
"""A use is written down at most this often: programs ask all day."""

_s = FeedSubscription
_COLUMNS: tuple[Any, ...] = (
    *(_s.id, _s.person_id, _s.name, _s.sources, _s.saved_filter_id, _s.remind_minutes),
    *(_s.created_at, _s.addressed_at, _s.last_used_at, SavedFilter.name.label("filter_name"), SavedFilter.filter),
)
_THEIRS: Select[Any] = (
    select(*_COLUMNS)
    .outerjoin(SavedFilter, SavedFilter.id == _s.saved_filter_id)
    .order_by(_s.created_at.desc(), _s.id.desc())
)
_MINE = _THEIRS.where(_s.person_id == bindparam("person", type_=Key()))
_OPENED = _THEIRS.where(_s.secret_hash == bindparam("hash"))


async def calendar_subscriptions(database: Database, *, actor: Actor) -> Sequence[Row[Any]]:
    """The actor's, newest first: (id, name, sources, saved_filter_id, filter_name, remind_minutes, created_at,
    addressed_at, last_used_at). Raises SignInRequired and SessionRequired."""
    member = require_session(actor)
    return await database.rows(_MINE, {"person": member.person_id})


def one_of(person_id: Any, id_: Any) -> Select[Any]:
    """One of a person's, in the columns of `calendar_subscriptions`."""
    return _THEIRS.where(_s.person_id == person_id, _s.id == id_)


async def opened_by(database: Database, secret: str, *, now: datetime) -> Row[Any] | None:
    """The subscription with this address, also with its `person_id` and the text of its `filter`; None for others.

    That it was used is written down once an hour.
    """
    found = next(iter(await database.rows(_OPENED, {"hash": token_hash(secret)})), None)
    if found is not None and (found.last_used_at is None or now - found.last_used_at >= USED_EVERY):
        async with database.write() as session:
            await session.execute(update(_s).where(_s.id == found.id).values(last_used_at=now))
    return found


def as_text(sources: Collection[CalendarSource]) -> str:
    """What the database keeps of sources."""
    return " ".join(source.value for source in CalendarSource if source in sources)


def of_text(text: str) -> tuple[CalendarSource, ...]:
    """What `as_text` wrote; one that this version doesn't know holds nothing."""
    return tuple(source for source in CalendarSource if source.value in text.split())
