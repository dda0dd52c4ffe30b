"""Those who post for an event's host read what became of it: who, when, what."""

from typing import Any

from sqlalchemy import Row, select

from server.actor import Actor
from server.db import Database
from server.errors import Refusal
from server.events.history import EventChange
from server.events.models import Event
from server.events.posting import read_event
from server.paging import Cursor, Slice, beyond, clamp, one_more, sliced
from server.people.models import Person

_c = EventChange.__table__.c


async def event_with_history(database: Database, *, actor: Actor, slug: str) -> Event | None:
    """None where there is no such event, or it isn't theirs to change, and for programs without POST_EVENTS."""
    async with database.read() as session:
        try:
            return (await read_event(session, actor=actor, slug=slug))[1]
        except Refusal:
            return None


async def changes_of(database: Database, event: Event, *, first: int, after: str | None) -> Slice[Row[Any]]:
    """The changes of what `event_with_history` gave, the latest first: (key, at, act, fields, words, by).

    `by` is the name of who did it. `after` is a cursor of (at, key). Raises InvalidInput.
    """
    clamp(first)
    columns: tuple[Any, ...] = (_c.id.label("key"), _c.at, _c.act, _c.fields, _c.words, Person.name.label("by"))
    changes = select(*columns).outerjoin(Person, Person.id == EventChange.actor_id)
    changes = changes.where(EventChange.event_id == event.id)
    if after is not None:
        changes = changes.where(beyond(_c.at, _c.id, Cursor.decode(after), descending=True))
    rows = await database.rows(one_more(changes.order_by(EventChange.at.desc(), EventChange.id.desc()), first))
    return sliced(rows, first)
