"""Who waited before places in line were numbers keeps the order in which they came."""

from datetime import timedelta
from importlib import import_module

import make
from coming import Coming
from conftest import NOW
from sqlalchemy import text, update

from server.db import Database
from server.events.attendance import Attendance

numbering = import_module("server.migrations.versions.0012_coming").IN_LINE


async def test_who_waited_before_keeps_the_order(database: Database, coming: Coming) -> None:
    async with database.write() as session:
        events = [(await make.event(session, capacity=1)).id for _ in range(2)]
    people = await coming.people(4)
    for event in events:
        for person in people:
            await coming.says(person, event)
    last_first = [people[0], *reversed(people[1:])]
    async with database.write() as session:
        await session.execute(update(Attendance).values(place=None))
        for minutes, person in enumerate(last_first):
            theirs = update(Attendance).where(Attendance.person_id == person, Attendance.occurrence_id == events[1])
            await session.execute(theirs.values(created_at=NOW + timedelta(minutes=minutes)))

        await session.execute(text(numbering))

    first, second = [await coming.standing(event) for event in events]
    assert [second[person] for person in last_first] == [("GOING", None), *(("WAITLISTED", n) for n in (1, 2, 3))]
    assert [first[person] for person in sorted(people[1:])] == [("WAITLISTED", n) for n in (1, 2, 3)]
