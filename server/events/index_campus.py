"""The events of a campus with another name are found by it: piece by piece, so that nobody waits meanwhile."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Database
from server.events.models import Event
from server.events.search_index import index_events

EVERY = timedelta(seconds=10)
"""How often a server looks whether there is any."""
PIECE = 100
"""Events in one transaction: some hundredths of a second."""


class CampusIndexing(Base):
    """A campus with another name, by which not all of its events are found yet."""

    __tablename__ = "campus_indexing"

    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="CASCADE"), primary_key=True)
    after_id: Mapped[UUID | None]
    """The last event that is; they are done in the order of their ids. None: none is."""
    since: Mapped[datetime]


async def index_campus(session: AsyncSession, campus_id: UUID, *, now: datetime) -> None:
    """Let the events of a campus be found by its name: a few at once, and more than PIECE by `index_due` afterwards."""
    theirs = select(Event.id).where(Event.campus_id == campus_id)
    if (await session.scalar(select(func.count()).select_from(theirs.limit(PIECE + 1).subquery())) or 0) <= PIECE:
        await index_events(session, list(await session.scalars(theirs)))
        return
    await session.merge(CampusIndexing(campus_id=campus_id, after_id=None, since=now))


async def index_due(database: Database) -> int:
    """Do all that waits; how many events there were. One statement where nothing waits.

    What is broken off goes on there. Several processes may do so at once.
    """
    done = 0
    while await database.rows(select(CampusIndexing.campus_id).limit(1)):
        async with database.write() as session:
            count = await _piece(session)
        if count is None:
            break
        done += count
    return done


async def _piece(session: AsyncSession) -> int | None:
    """None where another process has all that waits."""
    first = select(CampusIndexing).order_by(CampusIndexing.since).limit(1).with_for_update(skip_locked=True)
    waiting = await session.scalar(first)
    if waiting is None:
        return None
    theirs = select(Event.id).where(Event.campus_id == waiting.campus_id).order_by(Event.id).limit(PIECE)
    if waiting.after_id is not None:
        theirs = theirs.where(Event.id > waiting.after_id)
    ids = list(await session.scalars(theirs))
    await index_events(session, ids)
    if len(ids) < PIECE:
        await session.delete(waiting)
    else:
        waiting.after_id = ids[-1]
    return len(ids)
