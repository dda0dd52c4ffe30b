"""How often lists and events ask the database does not depend on how many rows they show."""

from collections.abc import Callable

import make
import pytest
from conftest import NOW, Execute
from sqlite_work import Work, work

from server.actor import ANONYMOUS, Actor, Member
from server.db import Database
from server.events.filter import EventFilter, EventOrder
from server.events.find import event, events_by_id
from server.events.listing import Shape, Span, statement, statement_by_organization
from server.events.models import AttendanceMode, EventKind
from server.events.queries import events
from server.events.search_listing import search_statement
from server.paging import write_cursor
from server.seed import SeededCampus

PLAIN = """
    id slug name summary description descriptionHtml kind startsAt endsAt timeZone allDay recurrenceId attendanceMode
    status url onlineUrl tags isRecurring rrule capacity goingCount organization { id name campus { name } }
    campus { name } place { name } room locationText sequence updatedAt
"""
"""Every field of an event that is a column."""
UPCOMING = Span("since", None), Span("long_since", "since", long=True)


@pytest.mark.parametrize("first", [1, 3, 50])
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (PLAIN, 1),
        ("name agenda { name speakers { name } }", 2),
        ("name booths { label organization { name campus { name } } }", 2),
        (f"{PLAIN} agenda {{ name }} booths {{ label organization {{ name }} }}", 3),
    ],
)
async def test_list_of_events_asks_as_often_for_one_as_for_fifty(
    execute: Execute, statements: list[str], first: int, fields: str, expected: int
) -> None:
    for filter_ in ("{}", '{text: "a*"}', '{tags: ["social", "making"], kinds: [MIXER, WORKSHOP]}', '{text: "open"}'):
        document = f"query ($first: Int!) {{ events(first: $first, filter: {filter_}) {{ nodes {{ {fields} }} }} }}"
        statements.clear()

        answer = await execute("ada", document, first=first)

        found = len(answer["data"]["events"]["nodes"])
        assert found == first or filter_ != "{}"
        assert len(statements) == (expected if found else 1)


@pytest.mark.parametrize(
    ("fields", "expected"), [(PLAIN, 1), (f"{PLAIN} agenda {{ name }} booths {{ label organization {{ name }} }}", 3)]
)
async def test_event_asks_once_and_for_what_it_is_made_of(
    execute: Execute, statements: list[str], campus: SeededCampus, fields: str, expected: int
) -> None:
    fair = f"event_{campus.events['fair'].hex}"
    for document in (
        f'{{ event(slug: "engineering-career-fair") {{ {fields} }} }}',
        f'{{ node(id: "{fair}") {{ ... on Event {{ {fields} }} }} }}',
    ):
        statements.clear()

        answer = await execute("eli", document)

        assert next(iter(answer["data"].values()))["name"] == "Engineering Career Fair"
        assert len(statements) == expected


async def test_list_reads_no_column_that_nobody_asked_for(execute: Execute, statements: list[str]) -> None:
    await execute(None, "{ events { nodes { id } } }")

    (only,) = statements
    for word in ("description", "event_tag", "attendance", "organization", "place.", "online_url"):
        assert word not in only


async def test_events_of_many_ids_are_one_statement(
    database: Database, statements: list[str], campus: SeededCampus
) -> None:
    ids = list(campus.events.values())

    found = await events_by_id(database, actor=Member(campus.people["eli"]), now=NOW, ids=ids)

    assert set(found) == set(ids)
    assert len(statements) == 1


@pytest.mark.parametrize(
    "make_statement",
    [
        statement,
        search_statement,
        lambda shape: statement_by_organization(shape, 3),
    ],
)
def test_statement_of_a_list_is_made_and_compiled_once(make_statement: Callable[[Shape], object]) -> None:
    shape = Shape(frozenset({"name"}), False, 20, False, UPCOMING, True, kinds=0)

    first, second = make_statement(shape), make_statement(Shape(*(getattr(shape, n) for n in shape.__slots__)))

    assert first is second
    assert first._generate_cache_key() is not None  # type: ignore[attr-defined]  # None: compiled every time


@pytest.fixture
def sqlite(database: Database) -> Database:
    if database.dialect != "sqlite":
        pytest.skip("a plan of SQLite's")
    return database


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
    sqlite: Database, filter_: EventFilter, index: str, order: EventOrder
) -> None:
    plan = (await worked(sqlite, filter_, order)).plan

    assert index in plan.splitlines()[0]
    assert "SCAN" not in plan
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
    sqlite: Database, filter_: EventFilter, indexes: list[str]
) -> None:
    plan = (await worked(sqlite, filter_)).plan

    walks = [line for line in plan.splitlines() if "starts_at>?" in line]
    assert len(walks) == len(indexes)
    assert all(index in walk for index, walk in zip(indexes, walks, strict=True))
    assert "SCAN occurrence" not in plan


@pytest.mark.parametrize("order", EventOrder)
async def test_search_walks_through_the_index_in_time_order(sqlite: Database, order: EventOrder) -> None:
    plan = (await worked(sqlite, EventFilter(since=NOW, text="career"), order)).plan

    # 64 is FTS5's order by rowid, 128 besides that it goes backwards, and `>` a bound that it seeks.
    way = 64 if order is EventOrder.STARTS_AT_ASC else 64 + 128
    (walk,) = (line for line in plan.splitlines() if "VIRTUAL TABLE" in line)
    assert walk.startswith(f"SCAN event_search VIRTUAL TABLE INDEX {way}:")
    assert walk.endswith(">")


@pytest.mark.parametrize("who", ["nobody", "somebody"])
async def test_event_is_opened_without_reading_others(sqlite: Database, campus: SeededCampus, who: str) -> None:
    actor: Actor = ANONYMOUS if who == "nobody" else Member(campus.people["ada"])

    async def read() -> None:
        await event(sqlite, actor=actor, now=NOW, slug="build-night")

    measured = await work(sqlite, read)

    assert measured.statements == 1
    assert "SCAN" not in measured.plan


async def test_list_seeks_its_cursor_instead_of_walking_to_it(sqlite: Database) -> None:
    async with sqlite.write() as session:
        for _ in range(60):
            await make.event(session, starts_at=NOW + 700 * make.DAY)
    since = EventFilter(since=NOW + 700 * make.DAY)

    async def pages(first: int) -> list[int]:
        steps, after = [], None
        for _ in range(60 // first):
            found = await events(sqlite, actor=ANONYMOUS, now=NOW, first=first, after=after, filter=since)

            async def again(after: str | None = after) -> None:
                await events(sqlite, actor=ANONYMOUS, now=NOW, first=first, after=after, filter=since)

            steps.append((await work(sqlite, again)).steps)
            after = write_cursor(found.rows[-1].starts_at, found.rows[-1].key)
        return steps

    steps = await pages(20)

    assert max(steps[:-1]) <= 1.1 * min(steps[:-1])
