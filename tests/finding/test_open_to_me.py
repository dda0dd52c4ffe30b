"""Somebody lists what is for them alone, by audience and majors."""

from typing import Any

import make
import pytest
from conftest import Execute

from server.db import Database
from server.people.models import Affiliation, Person
from server.seed import SeededCampus

LIST = """query($text: String) {
  events(first: 50, filter: {openToMe: true, tags: ["zwolle"], text: $text}) { nodes { slug } }
}"""
OPENNESS: dict[str, dict[str, Any]] = {
    "all": {},
    "students": {"audience": "STUDENT,GRADUATE_STUDENT"},
    "alumni": {"audience": "ALUMNI"},
    "robots": {"majors": "Robotics\nMechatronics"},
    "robot-alumni": {"audience": "ALUMNI", "majors": "robotics"},
}


@pytest.fixture(autouse=True)
async def talks(database: Database) -> None:
    async with database.write() as session:
        for slug, openness in OPENNESS.items():
            await make.event(session, slug=slug, name="Zwolle", tags=["zwolle"], **openness)


async def called(execute: Execute, **variables: str) -> set[str]:
    return {node["slug"] for node in (await execute("ada", LIST, **variables))["data"]["events"]["nodes"]}


@pytest.mark.parametrize(
    ("affiliation", "programme", "expected"),
    [
        (Affiliation.STUDENT, "Robotics", {"all", "students", "robots"}),
        (Affiliation.GRADUATE_STUDENT, None, {"all", "students"}),
        (Affiliation.ALUMNI, "robotics", {"all", "alumni", "robots", "robot-alumni"}),
        (Affiliation.GUEST, "100 %_", {"all"}),
    ],
)
async def test_list_what_is_for_somebody_like_me(
    execute: Execute,
    database: Database,
    campus: SeededCampus,
    affiliation: Affiliation,
    programme: str | None,
    expected: set[str],
) -> None:
    async with database.write() as session:
        ada = await session.get_one(Person, campus.people["ada"])
        ada.affiliation, ada.programme = affiliation, programme

    assert (await called(execute), await called(execute, text="zwolle")) == (expected, expected)


@pytest.mark.parametrize("filter_", ["", 'campus: "boston"', "kinds: [LECTURE, FAIR]", 'organization: "robotics-club"'])
async def test_it_narrows_every_list(execute: Execute, filter_: str) -> None:
    document = "{ events(first: 100, filter: {openToMe: %s %s}) { nodes { id slug audience majors } } }"

    mine = (await execute("ada", document % ("true", filter_)))["data"]["events"]["nodes"]
    every = (await execute("ada", document % ("false", filter_)))["data"]["events"]["nodes"]

    assert {"alumni", "robot-alumni"} & {node["slug"] for node in mine} == set()
    others = [node for node in every if node not in mine]
    assert mine
    assert all(node["audience"] or node["majors"] for node in others)
    both = [node for node in every if node in mine]
    assert both == mine[: len(both)]


async def test_strangers_are_asked_to_sign_in(execute: Execute) -> None:
    answer = await execute(None, LIST)

    assert answer["errors"][0]["extensions"]["code"] == "SignInRequired"
