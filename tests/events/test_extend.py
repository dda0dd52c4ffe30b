"""A series that nobody touches does not end: a daily job lists what comes into reach."""

from datetime import datetime, timedelta

import make
from conftest import NOW
from sqlalchemy import delete, func, select, update

from server.config import Settings
from server.db import Database
from server.events.attendance import Attendance
from server.events.extend import BEHIND, extend_series
from server.events.instances import HORIZON
from server.events.models import Event, Occurrence
from server.my_data.tidy import tidy

WEEKLY = "FREQ=WEEKLY"


async def last(database: Database, event: Event) -> datetime:
    latest = select(func.max(Occurrence.starts_at)).where(Occurrence.event_id == event.id)
    found: datetime = (await database.rows(latest))[0][0]
    return found


async def test_a_month_later_another_month_of_a_series_is_listed(database: Database) -> None:
    async with database.write() as session:
        event = await make.event(session, rrule=WEEKLY)
        ended = await make.event(session, rrule="FREQ=WEEKLY;COUNT=3")
    later = NOW + BEHIND + timedelta(days=1)

    await extend_series(database, now=later)

    horizon = later.replace(hour=0) + HORIZON
    found = await last(database, event)
    assert horizon - timedelta(days=7) <= found < horizon
    assert await last(database, ended) == ended.starts_at + timedelta(weeks=2)


async def test_the_daily_tidying_does_it(database: Database, settings: Settings) -> None:
    async with database.write() as session:
        event = await make.event(session, rrule=WEEKLY)
    before = await last(database, event)

    await tidy(database, settings, now=NOW + timedelta(days=42))

    assert await last(database, event) == before + timedelta(weeks=6)


async def test_a_second_time_within_a_month_changes_nothing(database: Database) -> None:
    async with database.write() as session:
        await make.event(session, rrule=WEEKLY)
    await extend_series(database, now=NOW + BEHIND + timedelta(days=1))

    assert await extend_series(database, now=NOW + BEHIND + timedelta(days=20)) == 0


async def test_more_series_than_one_transaction_takes_are_all_extended(database: Database) -> None:
    async with database.write() as session:
        for _ in range(60):
            await make.event(session, rrule="FREQ=MONTHLY;COUNT=2")
        await session.execute(update(Event).where(Event.rrule.is_not(None)).values(materialised_until=None))
    expected = (await database.rows(select(func.count()).select_from(Event).where(Event.rrule.is_not(None))))[0][0]

    assert await extend_series(database, now=NOW) == expected
    assert await extend_series(database, now=NOW) == 0


async def test_answers_and_ids_stay(database: Database) -> None:
    async with database.write() as session:
        event = await make.event(session, rrule=WEEKLY)
    ids = select(Occurrence.id).where(Occurrence.event_id == event.id)
    before = {row.id for row in await database.rows(ids)}
    answers = await database.rows(select(func.count()).select_from(Attendance))

    await extend_series(database, now=NOW + BEHIND + timedelta(days=1))

    assert before < {row.id for row in await database.rows(ids)}
    assert await database.rows(select(func.count()).select_from(Attendance)) == answers


async def test_a_series_whose_list_was_lost_is_listed_again(database: Database) -> None:
    async with database.write() as session:
        event = await make.event(session, rrule=WEEKLY)
        await session.execute(delete(Occurrence).where(Occurrence.event_id == event.id))
        await session.execute(update(Event).where(Event.id == event.id).values(materialised_until=None))

    await extend_series(database, now=NOW)

    assert await last(database, event) is not None
