"""How often lists and events ask the database does not depend on how many rows they show."""

from collections.abc import Callable

import pytest
from conftest import NOW, Execute

from server.actor import Member
from server.db import Database
from server.events.find import events_by_id
from server.events.listing import Shape, Span, statement, statement_by_organization
from server.events.search_listing import search_statement
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
        words = sum("FROM event_search_word" in statement for statement in statements)
        assert words <= ("open" in filter_)  # SQLite looks the beginning of a longer word up among known ones
        assert len(statements) == (expected if found else 1) + words


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
