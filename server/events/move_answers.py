"""Whoever said that they come to an instance comes to it wherever a change of its series moves it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID, uuid5

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.db import Key
from server.events.attendance import Attendance, AttendanceStatus

_table = Attendance.__table__
_MOVE = (
    update(_table)  # type: ignore[arg-type]  # it is a Table, which mypy is not told
    .where(_table.c.occurrence_id == bindparam("before", type_=Key()))
    .values(occurrence_id=bindparam("after", type_=Key()), event_id=bindparam("event", type_=Key()))
)


async def answered_of(session: AsyncSession, event_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """`answered` of several events, in one statement; those to which nobody did are left out."""
    some = select(Attendance.event_id, Attendance.occurrence_id).where(
        Attendance.event_id.in_(event_ids), Attendance.status != AttendanceStatus.CANCELLED
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for event_id, id_ in await session.execute(some.distinct()) if event_ids else ():
        found[event_id].add(id_)
    return found


async def answered(session: AsyncSession, event_id: UUID) -> set[UUID]:
    """The occurrences of an event to which somebody said that they come, or might."""
    some = select(Attendance.occurrence_id).where(
        Attendance.event_id == event_id, Attendance.status != AttendanceStatus.CANCELLED
    )
    return set(await session.scalars(some.distinct()))


async def move_answers(session: AsyncSession, moves: Mapping[UUID, UUID], *, of: UUID, to: UUID) -> None:
    """Answers to the occurrences of the event `of` that `moves` names go to the ones it says, of the event `to`."""
    there = select(Attendance.occurrence_id).where(Attendance.event_id == of).distinct()
    some = [id_ for id_ in await session.scalars(there) if moves.get(id_, id_) != id_]
    if not some:
        return
    # In two steps: an instance may move to where another one was, and nobody answers twice to the same.
    await session.execute(_MOVE, [{"before": id_, "after": uuid5(id_, "moving"), "event": to} for id_ in some])
    await session.execute(_MOVE, [{"before": uuid5(id_, "moving"), "after": moves[id_], "event": to} for id_ in some])
