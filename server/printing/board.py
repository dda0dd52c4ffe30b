"""What an organizer sees of printing at an event: its badges with when each was printed, and its prints."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, func, select

from server.actor import Actor, require_member
from server.attendance.organizing import organizing
from server.badges.models import Badge, BadgeState
from server.db import Database, Key, padded
from server.errors import NotFound
from server.events.models import Event
from server.live import Live
from server.people.models import Person
from server.printing.design import Design, read_design
from server.printing.faces import every_badge
from server.printing.models import PrintJob, PrintState
from server.printing.printed import printed_at
from server.printing.topics import print_topic
from server.words import words

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


_one_by_one = and_(PrintJob.total == 1, PrintJob.state == PrintState.DONE, PrintJob.expires_at.is_(None))
_ONE = _JOBS.join(Event, Event.id == PrintJob.event_id).add_columns(Event.slug).where(PrintJob.id == _job)


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
    """The newest prints of an event first: every column of PrintJob, and `by`, the name of who asked. Without badges
    that a door printed one by one, which would soon be all that one sees."""
    return await database.rows(_JOBS.where(PrintJob.event_id == _event, ~_one_by_one).limit(most), {"event": event_id})


async def one_print(database: Database, *, actor: Actor, id_: UUID, now: datetime) -> Row[Any] | None:
    """A print as in `jobs_of`, with the `slug` of its event; None for whoever does not organize that."""
    for row in await database.rows(_ONE, {"job": id_}):
        if await print_board(database, actor=actor, slug=row.slug, now=now) is not None:
            return row
    return None


async def last_design(database: Database, event_id: UUID) -> Design:
    """That of the newest print of an event; without one as it comes."""
    for row in await jobs_of(database, event_id, most=1):
        return read_design(row.design)
    return Design()


async def printable(
    database: Database, event_id: UUID, *, text: str = "", only_new: bool = False
) -> tuple[list[Row[Any]], dict[UUID, datetime]]:
    """The rows of `badges_of_event` whose names hold words that begin with those of `text`, and when each of the
    event's badges was printed. `only_new`: those that were not."""
    rows = [row async for row in every_badge(database, event_id)]
    printed = await printed_of(database, [row.badge_id for row in rows])
    sought = words(text)
    return [
        row
        for row in rows
        if not (only_new and row.badge_id in printed)
        and all(any(word.startswith(one) for word in words(row.name or "")) for one in sought)
    ], printed


async def changes(
    database: Database, live: Live, *, actor: Actor, slug: str, now: datetime
) -> AsyncGenerator[Board, None]:
    """The board at once, and again whenever a print of the event is further on. Ends once the actor no longer
    organizes it. Raises SignInRequired, ScopeMissing, and NotFound where they don't to begin with."""
    require_member(actor)
    board = await print_board(database, actor=actor, slug=slug, now=now)
    if board is None:
        raise NotFound
    with live.subscribe(print_topic(board.event_id)) as news:
        while board is not None:
            yield board
            if await anext(news, "ended") == "ended":
                return
            board = await print_board(database, actor=actor, slug=slug, now=now)
