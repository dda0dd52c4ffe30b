"""Check-ins are written, and with them who came: one attendance each, however many check-ins."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.doors.models import CheckIn
from server.doors.turn_away import ADDS
from server.events.attendance import Attendance, AttendanceStatus
from server.live import occurrence_topic, publish


async def keep(session: AsyncSession, made: Sequence[CheckIn], *, now: datetime) -> None:
    """Write new check-ins and who came by them, and wake who watches. Whoever calls has locked the events."""
    if not made:
        return
    session.add_all(made)
    await session.flush()
    people = {(row.event_id, row.occurrence_id, row.person_id) for row in made}
    came = await _first_of(session, ((here, person) for _, here, person in people))
    rows = [_attendance(event, here, person, came[here, person], now) for event, here, person in sorted(people)]
    await session.execute(_WRITE[session.get_bind().dialect.name], rows)
    await publish(session, *{occurrence_topic(row.occurrence_id) for row in made})


async def take_back(session: AsyncSession, row: CheckIn) -> None:
    """After `row` was undone: when they came is by what still stands, or they did not come. Who was put on the list
    by it alone is off it again."""
    here = (Attendance.occurrence_id == row.occurrence_id) & (Attendance.person_id == row.person_id)
    first = (await _first_of(session, [(row.occurrence_id, row.person_id)])).get((row.occurrence_id, row.person_id))
    await session.execute(update(Attendance).where(here).values(checked_in_at=first))
    if first is None:
        added = select(CheckIn.received_at).where(
            CheckIn.occurrence_id == row.occurrence_id, CheckIn.person_id == row.person_id, CheckIn.doubt.in_(ADDS)
        )
        only = here & (Attendance.status == AttendanceStatus.GOING) & Attendance.created_at.in_(added)
        await session.execute(delete(Attendance).where(only))
    await publish(session, occurrence_topic(row.occurrence_id))


async def _first_of(session: AsyncSession, people: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], datetime]:
    """When each of them (occurrence, person) first came in, by what was not undone."""
    wanted = set(people)
    first = (
        select(CheckIn.occurrence_id, CheckIn.person_id, func.min(CheckIn.scanned_at).label("first"))
        .where(
            CheckIn.occurrence_id.in_({here for here, _ in wanted}),
            CheckIn.person_id.in_({person for _, person in wanted}),
            CheckIn.undone_at.is_(None),
        )
        .group_by(CheckIn.occurrence_id, CheckIn.person_id)
    )
    return {(row.occurrence_id, row.person_id): row.first for row in await session.execute(first)}


def _attendance(event: UUID, here: UUID, person: UUID, came: datetime, now: datetime) -> dict[str, Any]:
    return {
        "occurrence_id": here,
        "person_id": person,
        "event_id": event,
        "status": AttendanceStatus.GOING,
        "seen_by_met": False,
        "checked_in_at": came,
        "created_at": now,
        "updated_at": now,
    }


def _write(insert: Any) -> Any:
    """What somebody answered stays; they came beside it."""
    statement = insert(Attendance.__table__)
    return statement.on_conflict_do_update(
        index_elements=["occurrence_id", "person_id"], set_={"checked_in_at": statement.excluded.checked_in_at}
    )


_WRITE = {"sqlite": _write(sqlite.insert), "postgresql": _write(postgresql.insert)}
