"""Somebody lists what is for them alone, by audience and majors."""

import make
import pytest
from conftest import Execute

from server.db import Database
from server.people.models import Affiliation, Person
from server.seed import SeededCampus

LIST = """query($text: String) {
  events(first: 50, filter: {openToMe: true, tags: ["zwolle"], text: $text}) { nodes { slug } }
}"""
OPENNESS = {
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


async def test_strangers_are_asked_to_sign_in(execute: Execute) -> None:
    answer = await execute(None, LIST)

    assert answer["errors"][0]["extensions"]["code"] == "SignInRequired"
