"""When any event last changed: until then at the latest, one may have left a calendar."""

from datetime import datetime

from sqlalchemy import func, select, union_all

from server.db import Database
from server.events.models import Event, EventOverride

_CHANGES = union_all(select(func.max(Event.updated_at).label("at")), select(func.max(EventOverride.updated_at)))


async def last_change(database: Database) -> datetime | None:
    """Of the events themselves, published or not, and of single instances; None where there are none."""
    return max((row.at for row in await database.rows(_CHANGES) if row.at is not None), default=None)
