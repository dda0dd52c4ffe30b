"""Somebody follows an organization, a campus or a tag, and stops doing so."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.following.errors import FollowsTooMuch
from server.following.what import What, column_of

MOST = 200
"""Of each sort that one person may follow."""


async def follow(session: AsyncSession, *, actor: Actor, what: What, now: datetime) -> None:
    """From now on it counts for the actor's lists. The second time nothing changes.

    Raises SignInRequired, ScopeMissing, NotFound, InvalidInput, and FollowsTooMuch beyond 200 of a sort.
    """
    member = require_member(actor)
    table, column, value = await column_of(session, what)
    count = select(func.count()).select_from(table).where(table.person_id == member.person_id)
    if (await session.scalar(count) or 0) >= MOST:
        raise FollowsTooMuch(MOST)
    values = {"person_id": member.person_id, column: value, "created_at": now}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    await session.execute(insert(table).values(**values).on_conflict_do_nothing())


async def unfollow(session: AsyncSession, *, actor: Actor, what: What) -> None:
    """It counts no more. The second time nothing changes.

    Raises SignInRequired, ScopeMissing, NotFound and InvalidInput.
    """
    member = require_member(actor)
    table, column, value = await column_of(session, what)
    await session.execute(
        delete(table).where(table.person_id == member.person_id, getattr(table, column) == value),
        execution_options={"synchronize_session": False},
    )
