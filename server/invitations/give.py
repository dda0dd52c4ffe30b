"""A role is written down: never a lower one than somebody has."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import CampusAdministrator
from server.events.booths import BoothStaff
from server.events.staff import EventStaff
from server.invitations.models import InvitedTo
from server.invitations.policies import RANK, STAFF_RANK
from server.organizations.models import Membership

_TABLES: dict[InvitedTo, tuple[Any, str]] = {
    InvitedTo.ORGANIZATION: (Membership, "organization_id"),
    InvitedTo.EVENT: (EventStaff, "event_id"),
    InvitedTo.BOOTH: (BoothStaff, "booth_id"),
    InvitedTo.CAMPUS: (CampusAdministrator, "campus_id"),
}
_RANKS: dict[Any, int] = {**RANK, **STAFF_RANK}


async def give(
    session: AsyncSession, to: InvitedTo, place_id: UUID, *, person_id: UUID, role: Any, now: datetime
) -> bool:
    """Give a role, unless they have it or a higher one; whether something changed. The place is locked by the caller.

    `role` None where there is only one, at a booth and on a campus.
    """
    table, column = _TABLES[to]
    key = {column: place_id, "person_id": person_id}
    theirs = [getattr(table, name) == value for name, value in key.items()]
    if role is None:
        if (await session.scalar(select(table.person_id).where(*theirs))) is not None:
            return False
        await session.execute(insert(table).values(**key))
        return True
    has = await session.scalar(select(table.role).where(*theirs))
    if has is None:
        created = {"created_at": now} if to is InvitedTo.ORGANIZATION else {}
        await session.execute(insert(table).values(**key, role=role, **created))
        return True
    if _RANKS[has] >= _RANKS[role]:
        return False
    await session.execute(update(table).where(*theirs).values(role=role))
    return True


async def take(session: AsyncSession, to: InvitedTo, place_id: UUID, *, person_id: UUID) -> bool:
    """Take any role there away; whether there was one."""
    table, column = _TABLES[to]
    gone = delete(table).where(getattr(table, column) == place_id, table.person_id == person_id)
    return (await session.execute(gone.returning(table.person_id))).first() is not None
