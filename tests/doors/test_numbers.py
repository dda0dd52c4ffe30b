"""What organizers and volunteers see of who came."""

import asyncio
from contextlib import aclosing
from datetime import timedelta

import pytest
from at_the_door import Doors
from conftest import NOW

from server.actor import Member
from server.db import Database
from server.doors.as_csv import arrivals_csv
from server.doors.chart import arrivals_chart
from server.doors.check_in import check_in
from server.doors.counts import counts, watch_counts
from server.doors.door import arrivals
from server.doors.listed import find_by_name
from server.doors.numbers import quarters
from server.errors import NotFound
from server.live import Live

MINUTE = timedelta(minutes=1)


async def test_each_is_counted_once_where_they_came(doors: Doors, statements: list[str]) -> None:
    east, west = await doors.open("East door"), await doors.open("West door")
    await doors.scan("fay", doors.sees(east, "ada", scanned_at=NOW - MINUTE))
    await doors.scan("fay", doors.sees(west, "ada"))
    await doors.scan("fay", doors.sees(west, "ben"))
    undone = await doors.scan("fay", doors.sees(west, "noor"))
    await doors.undo("fay", undone.id)
    statements.clear()

    found = await counts(doors.database, doors.fair)

    assert (found.came, found.going, found.capacity) == (2, 20, 650)
    assert found.doors == {east: 1, west: 1}
    assert len(statements) == 2
    last = await arrivals(doors.database, occurrence_id=doors.fair, limit=9)
    assert [(row.name, row.station, row.first_station) for row in last if row.first_id != row.id] == [
        ("Ada Okafor", "West door", "East door")
    ]


async def test_quarters_of_an_hour(doors: Doors) -> None:
    door = await doors.open()
    for who, minutes in (("ada", 44), ("ben", 40), ("noor", 1)):
        await doors.scan("fay", doors.sees(door, who, scanned_at=NOW - minutes * MINUTE))

    found = await quarters(doors.database, doors.fair)

    assert [(f"{one.starts_at:%H:%M}", one.came, one.inside) for one in found] == [
        ("13:15", 2, 2),
        ("13:30", 0, 2),
        ("13:45", 1, 3),
    ]
    chart = arrivals_chart(found, zone="America/New_York")
    assert "Most at 09:15 with 2; 1 in the last quarter of an hour." in chart
    assert chart.count("<rect") == 3
    assert arrivals_chart([], zone="UTC") == ""


async def test_the_list_is_taken_along(doors: Doors) -> None:
    door = await doors.open("=East")
    await doors.scan("fay", doors.sees(door, "ada"))
    await doors.scan("ruth", doors.sees(door, "chen", anyway=True))

    text = await arrivals_csv(doors.database, occurrence_id=doors.fair, zone="America/New_York")

    lines = text.removeprefix("\ufeff").split("\r\n")
    assert lines[0] == "Name,Came,Door,How,Came before,Against it,Sent later"
    assert "Ada Okafor,2026-09-24 10:00:00,'=East,Camera,,," in lines
    assert "Chen Meiling 陳美玲,2026-09-24 10:00:00,'=East,Camera,,Not on the list," in lines


async def test_only_who_is_on_the_list_is_found_by_name(doors: Doors) -> None:
    door = await doors.open()
    await doors.scan("fay", doors.sees(door, "ada"))

    async def named(text: str) -> list[str]:
        found = await find_by_name(doors.database, event_id=doors.fair, occurrence_id=doors.fair, text=text)
        return [f"{row.name} {row.came}" for row in found]

    assert await named("oka") == ["Ada Okafor True"]
    assert await named("chen") == await named("") == await named(" ") == []
    assert await named("lena") != []


async def test_who_watches_is_told_of_each_arrival(doors: Doors, database: Database) -> None:
    door = await doors.open()
    live, elsewhere = Live(database), Database.open(database.url)
    told_here = elsewhere if database.dialect == "postgresql" else database
    fay, ada = Member(doors.campus.people["fay"]), Member(doors.campus.people["ada"])

    watched = watch_counts(database, live, actor=fay, occurrence_id=doors.fair, now=lambda: NOW)
    async with aclosing(watched):
        before = await anext(watched)
        news = asyncio.ensure_future(anext(watched))
        await asyncio.sleep(0)
        if database.dialect == "postgresql":  # the connection that listens wakes everybody once
            await asyncio.wait_for(asyncio.shield(news), 5)
            news = asyncio.ensure_future(anext(watched))
            await asyncio.sleep(0)
        begun = asyncio.get_running_loop().time()
        async with told_here.write() as session:
            await check_in(session, actor=fay, scan=doors.sees(door, "ada"), now=NOW)
        after = await asyncio.wait_for(news, 5)
        took = asyncio.get_running_loop().time() - begun
    with pytest.raises(NotFound):
        await anext(watch_counts(database, live, actor=ada, occurrence_id=doors.fair, now=lambda: NOW))
    await live.close()
    await elsewhere.close()

    assert (before.came, after.came) == (0, 1)
    assert took < 1
