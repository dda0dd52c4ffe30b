"""A list of organizations holds what its filter says, by name, piece by piece; one is opened by its slug or id."""

import asyncio
from typing import Any

import make
import pytest
from conftest import NOW, Execute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlite_work import work

from server.campuses.models import Campus
from server.db import Database
from server.keys import derived_key, new_key
from server.organizations.cursor import NameCursor
from server.organizations.models import Organization, OrganizationKind, name_key
from server.organizations.queries import OrganizationFilter, organizations
from server.words import fold

NAMES = (
    "Élan",
    "elan vital",
    "ELAN",
    "Élan",
    "Zoë's",
    "zoe",
    "Øre",
    "ore",
    "Łódź",
    "lodz 2",
    "東京",
    "東京 2",
    "50%",
    "_x",
    "",
)
filters = st.builds(
    OrganizationFilter,
    kinds=st.lists(st.sampled_from(OrganizationKind), max_size=3).map(tuple),
    campus=st.sampled_from([None, None, "boston", "london", "nowhere", "a\0b"]),
    text=st.sampled_from(
        [None, None, "e", "É", "elan ", "zoe", "東", "%", "_", "r", "alumni chapter", "\0", "\U0010ffff"]
    ),
)


async def found(database: Database, first: int, filter_: OrganizationFilter) -> list[Any]:
    rows: list[Any] = []
    after = None
    while True:
        piece = await organizations(database, first=first, after=after, filter=filter_)
        rows += piece.rows
        if not piece.has_next_page:
            return rows
        after = NameCursor(rows[-1].name_key, rows[-1].key).encode()


def test_organizations_of_any_filter_are_what_a_loop_finds(database_url: str) -> None:
    async def everything() -> list[Any]:
        async with database.write() as session:
            for number, name in enumerate(name for name in NAMES for _ in range(3)):
                kind = list(OrganizationKind)[number % 6]
                await make.organization(session, name, kind=kind, campus_id=campuses[number % 2])
        statement = select(Organization, Campus.slug.label("campus")).outerjoin(
            Campus, Campus.id == Organization.campus_id
        )
        return sorted(await database.rows(statement), key=lambda row: (name_key(row.name).encode(), row.id))

    with asyncio.Runner() as runner:
        database = Database.open(database_url)
        campuses = [row.id for row in runner.run(database.rows(select(Campus.id).order_by(Campus.slug)))]
        all_of_them = runner.run(everything())

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(filters, st.integers(1, 100))
        def compare(filter_: OrganizationFilter, first: int) -> None:
            begins = fold((filter_.text or "").replace("\0", "\ufffd")).strip()
            expected = [
                row.name
                for row in all_of_them
                if (not filter_.kinds or row.kind in filter_.kinds)
                and (filter_.campus is None or row.campus == filter_.campus)
                and fold(row.name).strip().startswith(begins)
            ]

            assert [row.name for row in runner.run(found(database, first, filter_))] == expected

        compare()
        runner.run(database.close())


async def test_name_is_found_whichever_way_it_was_written(database: Database) -> None:
    async with database.write() as session:
        await session.execute(insert(Organization), [core("Ñandú Club"), core("nandu friends")])
        renamed = await make.organization(session, "Something else")
    async with database.write() as session:
        renamed = await session.merge(renamed)
        renamed.name = "NANDÚ again"

    names = [row.name for row in await found(database, 2, OrganizationFilter(text="ñandu"))]

    assert names == ["NANDÚ again", "Ñandú Club", "nandu friends"]


async def test_organizations_keep_their_places_while_others_come(database: Database) -> None:
    async with database.write() as session:
        there = {(await make.organization(session, "Same name")).id for _ in range(5)}

    seen: list[Any] = []
    after = None
    for _ in range(20):
        piece = await organizations(database, first=2, after=after, filter=OrganizationFilter(text="same"))
        seen += [row.key for row in piece.rows]
        if not piece.has_next_page:
            break
        after = NameCursor("same name", seen[-1]).encode()
        async with database.write() as session:
            await make.organization(session, "Same")

    assert seen == sorted(there)


LIST = """
    query ($first: Int! = 20, $after: String, $filter: OrganizationFilter) {
      organizations(first: $first, after: $after, filter: $filter) {
        edges { cursor node { id slug name kind summary description descriptionHtml url campus { id name } } }
        pageInfo { hasNextPage endCursor startCursor hasPreviousPage }
      }
    }
"""


async def test_organizations_are_shown_with_cursors_that_lead_on(execute: Execute) -> None:
    whole = (await execute(None, LIST, first=10))["data"]["organizations"]

    assert [edge["node"]["name"] for edge in whole["edges"]][:3] == [
        "Alumni Chapter London",
        "Alumni Chapter Singapore",
        "Brightwater Grid",
    ]
    for cut in range(9):
        rest = await execute(None, LIST, first=9 - cut, after=whole["edges"][cut]["cursor"])
        assert rest["data"]["organizations"]["edges"] == whole["edges"][cut + 1 :]


async def test_organization_is_the_same_in_the_list_by_slug_and_by_id(execute: Execute) -> None:
    fields = "id slug name kind summary description descriptionHtml url campus { id name }"
    by_slug = f"query ($slug: String!) {{ organization(slug: $slug) {{ {fields} }} }}"
    by_id = f"query ($id: ID!) {{ node(id: $id) {{ ... on Organization {{ {fields} }} }} }}"
    for edge in (await execute(None, LIST, first=100))["data"]["organizations"]["edges"]:
        node = edge["node"]
        named = (await execute(None, by_slug, slug=node["slug"]))["data"]["organization"]
        fetched = (await execute(None, by_id, id=node["id"]))["data"]["node"]

        assert named == fetched == node


@pytest.mark.parametrize("slug", ["", "nobody", "a\0b", "\ud800", "robotics-club' --"])
async def test_slug_of_no_organization_leads_nowhere(execute: Execute, slug: str) -> None:
    document = "query ($slug: String!) { organization(slug: $slug) { id } }"

    assert await execute(None, document, slug=slug) == {"data": {"organization": None}}


@pytest.mark.parametrize(
    "after",
    [
        "garbage",
        "",
        "a\0",
        "é",
        "AAAA",
        "A" * 22,
        NameCursor("a\0", derived_key("organization", "any")).encode(),
        "A" * 5000,
    ],
)
async def test_cursor_that_no_list_gave_out_is_refused(execute: Execute, after: str) -> None:
    answer = await execute(None, LIST, after=after)

    if after == "A" * 22:  # a key and the name "": before everybody
        assert len(answer["data"]["organizations"]["edges"]) == 15
        return
    (error,) = answer["errors"]
    assert error["message"].startswith("This cursor is not one that a list gave out.")
    assert error["extensions"]["code"] == "InvalidInput"


async def test_text_that_is_too_long_is_refused(execute: Execute) -> None:
    (error,) = (await execute(None, LIST, filter={"text": "x" * 201}))["errors"]

    assert error["message"] == "This text has 201 characters. Search for 200 or fewer."


@pytest.mark.parametrize("first", [1, 3, 50])
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("name description campus { name }", 1),
        ("name events(first: 2) { nodes { name place { name } } pageInfo { hasNextPage } }", 2),
        ("name a: events(first: 2) { nodes { name } } b: events(first: 3) { nodes { name } }", 3),
    ],
)
async def test_list_of_organizations_asks_as_often_for_one_as_for_fifty(
    execute: Execute, database: Database, statements: list[str], first: int, fields: str, expected: int
) -> None:
    async with database.write() as session:
        for number in range(40):
            await make.organization(session, f"Choir {number}")
    statements.clear()

    answer = await execute(None, f"query ($n: Int!) {{ organizations(first: $n) {{ nodes {{ {fields} }} }} }}", n=first)

    assert len(answer["data"]["organizations"]["nodes"]) == first
    assert len(statements) == expected


async def test_organization_shows_the_same_events_alone_and_among_others(execute: Execute) -> None:
    events = "events(first: 3) { nodes { id name startsAt } pageInfo { hasNextPage endCursor } }"
    listed = await execute(None, f"{{ organizations(first: 100) {{ nodes {{ slug {events} }} }} }}")

    full = 0
    for node in listed["data"]["organizations"]["nodes"]:
        slug = node["slug"]
        alone = (await execute(None, f'{{ organization(slug: "{slug}") {{ slug {events} }} }}'))["data"]["organization"]
        filtered = await execute(
            None,
            "query ($s: String!) { events(first: 3, filter: {organization: $s})"
            " { nodes { id name startsAt } pageInfo { hasNextPage endCursor } } }",
            s=slug,
        )
        assert node == alone
        assert alone["events"] == filtered["data"]["events"]
        if alone["events"]["pageInfo"]["hasNextPage"]:
            full += 1
            after = alone["events"]["pageInfo"]["endCursor"]
            rest = await execute(
                None,
                f'{{ organization(slug: "{slug}") {{ events(first: 1, after: "{after}") {{ nodes {{ id }} }} }} }}',
            )
            last = await execute(
                None,
                f'{{ events(first: 4, filter: {{organization: "{slug}"}}) {{ nodes {{ id }} }} }}',
            )
            assert rest["data"]["organization"]["events"]["nodes"] == last["data"]["events"]["nodes"][3:]
    assert full > 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("filter_", "index"),
    [
        (OrganizationFilter(), "organization_name_key_id"),
        (OrganizationFilter(kinds=(OrganizationKind.OFFICE,)), "organization_kind_name_key_id (kind=?)"),
        (OrganizationFilter(campus="boston"), "organization_campus_id_name_key_id (campus_id=?)"),
        (OrganizationFilter(text="rob"), "organization_name_key_id (name_key>? AND name_key<?)"),
        (
            OrganizationFilter(kinds=(OrganizationKind.OFFICE,), campus="boston", text="o"),
            "organization_campus_id_kind_name_key_id (campus_id=? AND kind=? AND name_key>? AND name_key<?)",
        ),
    ],
)
async def test_list_of_organizations_walks_along_the_index_of_its_filter(
    database: Database, filter_: OrganizationFilter, index: str
) -> None:
    async def read() -> None:
        await organizations(database, filter=filter_, wanted=frozenset({"name"}))

    plan = (await work(database, read)).plan

    assert f"INDEX {index}" in plan.splitlines()[0]
    assert "TEMP B-TREE" not in plan


def core(name: str) -> dict[str, Any]:
    """As a statement without the ORM writes it."""
    key = new_key()
    return {
        "id": key,
        "slug": f"core-{key.hex}",
        "name": name,
        "kind": OrganizationKind.COLLEGE,
        "created_at": NOW,
        "updated_at": NOW,
    }
