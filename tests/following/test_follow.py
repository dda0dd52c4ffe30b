"""People follow groups, campuses and tags, and nobody else learns of it."""

from typing import Any

import pytest
from conftest import NOW, Execute
from sqlalchemy import func, select

from server.actor import Member
from server.db import Database
from server.following.errors import FollowsTooMuch
from server.following.follow import MOST, follow
from server.following.models import FollowedTag
from server.following.what import ATag
from server.seed import SeededCampus

FOLLOW = (
    "mutation($what: FollowInput!) { result: follow(input: $what) { __typename ... on FollowSuccess { follows } } }"
)
UNFOLLOW = "mutation($what: FollowInput!) { result: unfollow(input: $what) { __typename } }"
MINE = "{ viewer { following { organizations { slug name } campuses { slug } tags } } }"


async def test_follow_and_see_what_one_follows(execute: Execute) -> None:
    for what in ({"organization": "robotics-club"}, {"campus": "boston"}, {"tag": " Robotics "}, {"tag": "robotics"}):
        assert (await execute("ada", FOLLOW, what=what))["data"]["result"] == {
            "__typename": "FollowSuccess",
            "follows": True,
        }

    mine = (await execute("ada", MINE))["data"]["viewer"]["following"]

    assert [one["slug"] for one in mine["organizations"]] == ["robotics-club"]
    assert (mine["campuses"], mine["tags"]) == ([{"slug": "boston"}], ["robotics"])


async def test_nobody_sees_what_others_follow(execute: Execute) -> None:
    await execute("ada", FOLLOW, what={"tag": "robotics"})

    others = (await execute("ben", MINE))["data"]["viewer"]["following"]

    assert others == {"organizations": [], "campuses": [], "tags": []}


async def test_unfollow_and_once_more(execute: Execute) -> None:
    await execute("ada", FOLLOW, what={"organization": "robotics-club"})

    answers = [(await execute("ada", UNFOLLOW, what={"organization": "robotics-club"}))["data"] for _ in range(2)]

    asked = '{ viewer { follows(what: {organization: "robotics-club"}) } }'
    assert answers == [{"result": {"__typename": "UnfollowSuccess"}}] * 2
    assert (await execute("ada", asked))["data"] == {"viewer": {"follows": False}}


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ({"organization": "nobody"}, "NotFound"),
        ({"campus": "nowhere"}, "NotFound"),
        ({"tag": "  "}, "InvalidInput"),
        ({"tag": "x" * 61}, "InvalidInput"),
    ],
)
async def test_what_can_not_be_followed_says_why(execute: Execute, what: dict[str, str], answer: str) -> None:
    result = (await execute("ada", FOLLOW, what=what))["data"]["result"]

    assert result["__typename"] == answer


@pytest.mark.parametrize("what", [{}, {"tag": "a", "campus": "boston"}, {"tag": None}])
async def test_follow_exactly_one_thing(execute: Execute, what: dict[str, Any]) -> None:
    answer = await execute("ada", FOLLOW, what=what)

    assert (
        "exactly one" in answer["errors"][0]["message"].lower() or "must be non-null" in answer["errors"][0]["message"]
    )


async def test_follow_no_more_than_is_of_use(database: Database, campus: SeededCampus) -> None:
    ada = Member(campus.people["ada"])
    async with database.write() as session:
        for n in range(MOST):
            await follow(session, actor=ada, what=ATag(f"tag {n}"), now=NOW)

    with pytest.raises(FollowsTooMuch, match="You follow 200 of these already"):
        async with database.write() as session:
            await follow(session, actor=ada, what=ATag("one more"), now=NOW)

    ((count,),) = await database.rows(select(func.count()).select_from(FollowedTag))
    assert count == MOST
