"""SQLite reads lists of events along the index that was made for each, and nothing besides."""

import make
import pytest
from conftest import NOW
from sqlite_work import Work, work

from server.actor import ANONYMOUS, Actor, Member
from server.db import Database
from server.events.filter import EventFilter, EventOrder
from server.events.find import event
from server.events.models import AttendanceMode, EventKind
from server.events.queries import events
from server.paging import write_cursor
from server.seed import SeededCampus

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def worked(database: Database, filter_: EventFilter, order: EventOrder = EventOrder.STARTS_AT_ASC) -> Work:
    async def read() -> None:
        await events(database, actor=ANONYMOUS, now=NOW, filter=filter_, order=order)

    return await work(database, read)


@pytest.mark.parametrize("order", EventOrder)
@pytest.mark.parametrize(
    ("filter_", "index"),
    [
        (EventFilter(since=NOW), "INDEX occurrence_time (starts_at>?)"),
        (EventFilter(since=NOW, kinds=(EventKind.FAIR,)), "INDEX occurrence_kind_time (kind=? AND starts_at>?)"),
        (EventFilter(since=NOW, campus="boston"), "INDEX occurrence_campus_time (campus_id=? AND starts_at>?)"),
        (
            EventFilter(since=NOW, campus="boston", kinds=(EventKind.FAIR,)),
            "INDEX occurrence_campus_kind_time (campus_id=? AND kind=? AND starts_at>?)",
        ),
        (
            EventFilter(since=NOW, organization="robotics-club"),
            "INDEX occurrence_organization_time (organization_id=? AND starts_at>?)",
        ),
        (EventFilter(since=NOW, tags=("social",)), "SEARCH occurrence_tag USING PRIMARY KEY (tag=? AND starts_at>?)"),
        (EventFilter(since=NOW, attendance_modes=(AttendanceMode.ONLINE,)), "INDEX occurrence_time (starts_at>?)"),
    ],
)
async def test_list_walks_along_the_index_of_its_filter(
    database: Database, filter_: EventFilter, index: str, order: EventOrder
) -> None:
    plan = (await worked(database, filter_, order)).plan

    assert index in next(line for line in plan.splitlines() if line.startswith("SEARCH occurrence"))
    assert "SCAN" not in plan.replace("SCAN page", "")  # its rows, found already
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("filter_", "indexes"),
    [
        (EventFilter(), ["occurrence_time (starts_at>?)", "occurrence_long_time (starts_at>? AND starts_at<?)"]),
        (
            EventFilter(kinds=(EventKind.FAIR, EventKind.PANEL), campus="boston"),
            ["occurrence_campus_kind_time (campus_id=? AND kind=? AND starts_at>?)"] * 2
            + ["occurrence_long_time (starts_at>? AND starts_at<?)"],
        ),
        (
            EventFilter(organization="robotics-club"),
            ["occurrence_organization_time (organization_id=? AND starts_at>?)", "occurrence_long_time"],
        ),
        (
            EventFilter(tags=("social",)),
            ["PRIMARY KEY (tag=? AND starts_at>?)", "occurrence_long_time (starts_at>? AND"],
        ),
    ],
)
async def test_each_branch_of_a_list_walks_along_its_index(
    database: Database, filter_: EventFilter, indexes: list[str]
) -> None:
    plan = (await worked(database, filter_)).plan

    walks = [line for line in plan.splitlines() if "starts_at>?" in line]
    assert len(walks) == len(indexes)
    assert all(index in walk for index, walk in zip(indexes, walks, strict=True))
    assert "SCAN occurrence" not in plan


@pytest.mark.parametrize("order", EventOrder)
async def test_search_walks_through_the_index_in_time_order(database: Database, order: EventOrder) -> None:
    plan = (await worked(database, EventFilter(since=NOW, text="career"), order)).plan

    # 64 is FTS5's order by rowid, 128 besides that it goes backwards, and `>` a bound that it seeks.
    way = 64 if order is EventOrder.STARTS_AT_ASC else 64 + 128
    (walk,) = (line for line in plan.splitlines() if "VIRTUAL TABLE" in line)
    assert walk.startswith(f"SCAN event_search VIRTUAL TABLE INDEX {way}:")
    assert walk.endswith(">")


@pytest.mark.parametrize("who", ["nobody", "somebody"])
async def test_event_is_opened_without_reading_others(database: Database, campus: SeededCampus, who: str) -> None:
    actor: Actor = ANONYMOUS if who == "nobody" else Member(campus.people["ada"])

    async def read() -> None:
        await event(database, actor=actor, now=NOW, slug="build-night")

    measured = await work(database, read)

    assert measured.statements == 1
    assert "SCAN" not in measured.plan


async def test_list_seeks_its_cursor_instead_of_walking_to_it(database: Database) -> None:
    async with database.write() as session:
        for _ in range(60):
            await make.event(session, starts_at=NOW + 700 * make.DAY)
    since = EventFilter(since=NOW + 700 * make.DAY)

    async def pages(first: int) -> list[int]:
        steps, after = [], None
        for _ in range(60 // first):
            found = await events(database, actor=ANONYMOUS, now=NOW, first=first, after=after, filter=since)

            async def again(after: str | None = after) -> None:
                await events(database, actor=ANONYMOUS, now=NOW, first=first, after=after, filter=since)

            steps.append((await work(database, again)).steps)
            after = write_cursor(found.rows[-1].starts_at, found.rows[-1].key)
        return steps

    steps = await pages(20)

    assert max(steps[:-1]) <= 1.1 * min(steps[:-1])
