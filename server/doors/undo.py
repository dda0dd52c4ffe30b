"""A check-in is taken back: the fact stays, with who took it back and when."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_member
from server.attendance.seats import lock
from server.db import Key
from server.doors.keep import take_back
from server.doors.models import CheckIn, DoorStation
from server.doors.open import staffs_now
from server.errors import FieldError, InvalidInput, NotFound
from server.events.models import Event, Occurrence

MAX_UNDONE = 500
"""In one request."""
_viewer = bindparam("viewer", type_=Key())


async def undo_check_in(session: AsyncSession, *, actor: Actor, check_in_id: UUID, now: datetime) -> CheckIn:
    """Take a check-in back; whoever works at the event may, and who staffs its station by a link. The second time
    nothing happens. Raises SignInRequired, ScopeMissing, NotFound."""
    member = require_member(actor, Scope.SCAN)
    found = await session.get(CheckIn, check_in_id)
    if found is None:
        raise NotFound

    may = (
        select(Event.id)
        .outerjoin(Occurrence, Occurrence.id == found.occurrence_id)
        .outerjoin(DoorStation, DoorStation.id == found.station_id)
        .where(Event.id == found.event_id, staffs_now(_viewer, now))
    )
    if await session.scalar(may, {"viewer": member.person_id}) is None:
        raise NotFound

    await lock(session, [found.event_id])
    await session.refresh(found)
    if found.undone_at is None:
        found.undone_at, found.undone_by_id = now, member.person_id
        await session.flush()
        await take_back(session, found)
    return found


async def undo_check_ins(
    session: AsyncSession, *, actor: Actor, ids: Sequence[UUID], now: datetime
) -> list[NotFound | None]:
    """The same for what waited on a device: of each None where it is undone, else why not. Raises SignInRequired,
    ScopeMissing, and InvalidInput for more than MAX_UNDONE."""
    require_member(actor, Scope.SCAN)
    if len(ids) > MAX_UNDONE:
        raise InvalidInput(FieldError(("ids",), f"Undo {MAX_UNDONE} at a time or fewer, not {len(ids)}."))
    answers: list[NotFound | None] = []
    for id_ in ids:
        try:
            await undo_check_in(session, actor=actor, check_in_id=id_, now=now)
            answers.append(None)
        except NotFound as refused:  # raised before anything is changed
            answers.append(refused)
    return answers
