"""What an organizer sees of printing at an event: its badges with when each was printed, and its prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from server.actor import Actor
from server.attendance.organizing import organizing
from server.badges.models import Badge, BadgeState
from server.db import Database, Key, padded
from server.people.models import Person
from server.printing.design import Design, read_design
from server.printing.models import PrintJob
from server.printing.printed import printed_at

_event, _job = bindparam("event", type_=Key()), bindparam("job", type_=Key())
_active = select(Badge.id, printed_at(Badge.id).label("printed_at")).where(
    Badge.event_id == _event, Badge.state == BadgeState.ACTIVE
)
_all = _active.subquery()
_COUNTS = select(func.count(_all.c.id).label("badges"), func.count(_all.c.printed_at).label("printed"))
_PRINTED = select(Badge.id, printed_at(Badge.id).label("printed_at")).where(
    Badge.id.in_(bindparam("ids", type_=Key(), expanding=True))
)
_JOBS = (
    select(*(column for column in PrintJob.__table__.c), Person.name.label("by"))
    .outerjoin(Person, Person.id == PrintJob.requested_by_id)
    .order_by(PrintJob.requested_at.desc(), PrintJob.id.desc())
)


@dataclass(frozen=True, slots=True)
class Board:
    """Of one event, for whoever organizes it."""

    event_id: UUID
    slug: str
    name: str
    badges: int
    printed: int
    """Of those, badges that were printed at least once."""


async def print_board(database: Database, *, actor: Actor, slug: str, now: datetime) -> Board | None:
    """None where there is no such event, or the actor does not organize it. Three statements."""
    found = await organizing(database, actor=actor, slug=slug, recurrence_id=None, now=now)
    if found is None or not found[1].organizes:
        return None
    event = found[0]
    (counts,) = await database.rows(_COUNTS, {"event": event.event_key})
    return Board(event.event_key, event.slug, event.name, counts.badges, counts.printed)


async def printed_of(database: Database, badge_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each of these badges was last printed; absent where it was not."""
    rows = await database.rows(_PRINTED, {"ids": padded(list(badge_ids))}) if badge_ids else []
    return {row.id: row.printed_at for row in rows if row.printed_at is not None}


async def jobs_of(database: Database, event_id: UUID, *, most: int = 20) -> Sequence[Row[Any]]:
    """The newest prints of an event first: every column of PrintJob, and `by`, the name of who asked."""
    return await database.rows(_JOBS.where(PrintJob.event_id == _event).limit(most), {"event": event_id})


async def last_design(database: Database, event_id: UUID) -> Design:
    """That of the newest print of an event; without one as it comes."""
    for row in await jobs_of(database, event_id, most=1):
        return read_design(row.design)
    return Design()
