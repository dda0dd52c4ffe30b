"""Lists narrowed to what somebody follows, with every other filter beside it."""

from datetime import timedelta
from typing import Any

import make
import pytest
from conftest import NOW, Execute

from server.db import Database
from server.events.models import EventKind

LIST = """query($filter: EventFilter!, $after: String) {
  events(first: 3, after: $after, filter: $filter) {
    nodes { slug organization { slug } }
    pageInfo { endCursor hasNextPage }
  }
}"""


@pytest.fixture(autouse=True)
async def follows(execute: Execute) -> None:
    await execute("ada", 'mutation { follow(input: {organization: "robotics-club"}) { __typename } }')


async def every(execute: Execute, **filter_: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = None
    while True:
        answer = await execute("ada", LIST, filter={"followed": True, **filter_}, after=after)
        page = answer["data"]["events"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


async def test_all_are_of_followed_groups_and_none_is_left_out(execute: Execute) -> None:
    document = '{ events(first: 100, filter: {organization: "robotics-club"}) { nodes { slug } } }'
    all_ = (await execute("ada", document))["data"]["events"]["nodes"]

    mine = await every(execute)

    assert {one["organization"]["slug"] for one in mine} == {"robotics-club"}
    assert [one["slug"] for one in mine] == [one["slug"] for one in all_]


async def test_other_filters_narrow_it_further(execute: Execute, database: Database) -> None:
    async with database.write() as session:
        await make.event(session, slug="gears", name="Gears of Zwolle", kind=EventKind.WORKSHOP, tags=["gears"])
        other = await make.organization(session, "Others")
        await make.event(session, slug="others", name="Zwolle again", organization_id=other.id, tags=["gears"])

    found = [
        await every(execute, **filter_)
        for filter_ in (
            {"tags": ["gears"]},
            {"text": "zwolle"},
            {"kinds": ["WORKSHOP"], "campus": "boston", "tags": "gears"},
        )
    ]

    assert [[one["slug"] for one in some] for some in found] == [["gears"]] * 3


async def test_an_event_that_began_long_ago_and_still_runs_is_there(execute: Execute, database: Database) -> None:
    async with database.write() as session:
        began = NOW - timedelta(days=3)
        await make.event(session, slug="exhibition", starts_at=began, lasts=timedelta(days=10))

    assert (await every(execute))[0]["slug"] == "exhibition"


async def test_strangers_follow_nothing(execute: Execute) -> None:
    answer = await execute(None, LIST, filter={"followed": True})

    assert answer["errors"][0]["extensions"]["code"] == "SignInRequired"


async def test_who_follows_nobody_gets_an_empty_list(execute: Execute) -> None:
    answer = await execute("ben", LIST, filter={"followed": True})

    assert answer["data"]["events"]["nodes"] == []
