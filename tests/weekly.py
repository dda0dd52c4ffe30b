"""A weekly rehearsal of the Robotics Club on Mondays at 18:00 in Boston, and what tests look at of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import make
from conftest import NOW
from sqlalchemy import select

from server.actor import Member
from server.db import Database
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Event, Occurrence
from server.keys import derived_key

BOSTON = ZoneInfo("America/New_York")
TOMAS = Member(derived_key("person", "tomas"))
"""An officer of the Robotics Club."""
FIRST = datetime(2026, 10, 5, 22, 0, tzinfo=UTC)
"""A Monday, 18:00 in Boston; clocks change on 1 November."""


def monday(number: int, hour: int = 18) -> datetime:
    """The instance of that number, from 0, as the rule has it."""
    local = datetime(2026, 10, 5, hour) + timedelta(weeks=number)  # noqa: DTZ001
    return local.replace(tzinfo=BOSTON).astimezone(UTC)


async def rehearsal(database: Database, **facts: Any) -> Event:
    """Six Mondays, two hours each."""
    facts = {"rrule": "FREQ=WEEKLY;BYDAY=MO;COUNT=6", "name": "Rehearsal", "slug": "rehearsal", **facts}
    facts = {"starts_at": FIRST, "lasts": timedelta(hours=2), **facts}
    async with database.write() as session:
        return await make.event(session, **facts)


async def answer(database: Database, event: Event, at: datetime, *people: str) -> None:
    """They say that they come to the instance that the rule starts at `at`."""
    async with database.write() as session:
        one = await session.scalar(
            select(Occurrence.id).where(Occurrence.event_id == event.id, Occurrence.recurrence_id == at)
        )
        if one is None:
            one = event.id
        session.add_all(
            Attendance(
                occurrence_id=one,
                person_id=derived_key("person", person),
                event_id=event.id,
                status=AttendanceStatus.GOING,
                created_at=NOW,
                updated_at=NOW,
            )
            for person in people
        )


async def listed(database: Database, slug: str = "rehearsal") -> list[str]:
    """The instances in local time, ` off` behind those that are cancelled, and how many come."""
    rows = await database.rows(
        select(Occurrence.id, Occurrence.starts_at, Occurrence.status)
        .join(Event, Event.id == Occurrence.event_id)
        .where(Event.slug == slug)
        .order_by(Occurrence.starts_at)
    )
    going = [one.occurrence_id for one in await database.rows(select(Attendance.occurrence_id))]
    return [_told(row, going.count(row.id)) for row in rows]


def _told(row: Any, going: int) -> str:
    said = f"{row.starts_at.astimezone(BOSTON):%m-%d %H:%M}"
    return said + (" off" if row.status == "CANCELLED" else "") + (f" {going}" if going else "")
