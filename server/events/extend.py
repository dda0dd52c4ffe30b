"""Series go on: the instances of every rule are listed 18 months ahead, also where nobody has touched it for long."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from server.db import Database
from server.events.instances import HORIZON
from server.events.materialise import materialise_many
from server.events.models import Event

BEHIND = timedelta(days=31)
"""How far a list may fall behind 18 months before it is extended; so each series is looked at once a month."""
_AT_ONCE = 50
"""Series in one transaction, so that nobody waits long."""


async def extend_series(database: Database, *, now: datetime) -> int:
    """List what is missing; returns of how many series. A second time within a month changes nothing."""
    short = or_(Event.materialised_until.is_(None), Event.materialised_until < now + HORIZON - BEHIND)
    some = select(Event).where(Event.rrule.is_not(None), short).order_by(Event.materialised_until, Event.id)
    extended = 0
    while True:
        async with database.write() as session:
            events = (await session.scalars(some.limit(_AT_ONCE).with_for_update())).all()
            if events:
                await materialise_many(session, events, now=now)
            extended += len(events)
        if len(events) < _AT_ONCE:
            return extended
