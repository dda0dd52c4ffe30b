"""Whoever tries Hallway finds the fair going on: people are in, booths met some of them, and colleagues wrote of it."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, SECRET, settings_for, sharing
from pypdf import PdfReader
from sqlalchemy import select

from schema import schema
from schema.context import Context, Resources
from schema.ids import global_id
from server.actor import Member
from server.db import Database
from server.files.pdf import pdf
from server.files.store import open_files
from server.keys import derived_key
from server.migrate import migrate
from server.people.demo_sign_in import CAST
from server.people.models import Person
from server.seed import SeededCampus, door_rows, lead_rows, seed
from server.seed.fair_files import read_fair
from server.seed.resume_files import keep_resumes

DOORS = """{ eventDoors(slug: "engineering-career-fair") {
    counts { came going elsewhere }
    stations { name came }
    quarters { came }
    conflicts { name firstStation againStation }
    doubtful { name doubt station }
} }"""
LEADS = """query ($booth: ID!) { boothLeads(booth: $booth) {
    count callFirst questions { text } hours { count }
    leads(first: 50) { nodes {
        name state tags ratings { name stars } notes { by text } answers { question text } person { email }
    } }
} }"""


@pytest.fixture
async def going_on(resources: Resources) -> Resources:
    """The campus of all tests, with what happened at its fair."""
    async with resources.database.write() as session:
        await door_rows.write(session, read_fair(), secret=SECRET, now=NOW)
        await lead_rows.write(session, read_fair(), now=NOW)
    return resources


async def ask(resources: Resources, campus: SeededCampus, who: str, document: str, **variables: Any) -> Any:
    context = Context(resources, Member(campus.people[who]), NOW)
    answer = await schema.execute(document, variables, context_value=context)
    assert answer.errors is None
    return answer.data


async def test_whoever_tries_hallway_sees_doors_at_which_people_came_in(
    going_on: Resources, campus: SeededCampus
) -> None:
    doors = (await ask(going_on, campus, "ruth", DOORS))["eventDoors"]

    assert doors["counts"] == {"came": 35, "going": 39, "elsewhere": 1}
    assert {door["name"]: door["came"] for door in doors["stations"]} == {"East door": 22, "West door": 12}
    assert sum(quarter["came"] for quarter in doors["quarters"]) == 35
    assert [(one["name"], one["againStation"]) for one in doors["conflicts"]] == [("박민준 Min-jun Park", "West door")]
    assert {one["doubt"] for one in doors["doubtful"]} == {"NOT_REGISTERED"}
    assert {one["station"] for one in doors["doubtful"]} == {"West door"}


async def test_whoever_tries_hallway_sees_leads_of_which_two_colleagues_wrote(
    going_on: Resources, campus: SeededCampus
) -> None:
    booth = global_id("booth", derived_key("booth", "fair", "B7"))

    leads = (await ask(going_on, campus, "dana", LEADS, booth=booth))["boothLeads"]

    by_name = {lead["name"]: lead for lead in leads["leads"]["nodes"]}
    noor = by_name["Noor Haddad نور حداد"]
    assert (leads["count"], leads["callFirst"], len(leads["questions"])) == (10, 5, 2)
    assert sum(hour["count"] for hour in leads["hours"]) == 10
    assert {note["by"] for note in noor["notes"]} == {"Dana Lindqvist", "Priya Raman"}
    assert [(rating["name"], rating["stars"]) for rating in noor["ratings"]] == [
        ("Dana Lindqvist", 5),
        ("Priya Raman", 4),
    ]
    assert noor["tags"] == ["call first", "controls"]
    assert noor["answers"] == [{"question": "When could you start?", "text": "June"}]
    assert noor["person"]["email"] == "noor@northgate.example"


async def test_of_those_whom_the_demo_lets_one_be_only_dana_has_come(going_on: Resources, campus: SeededCampus) -> None:
    everybody = '{ eventDoors(slug: "engineering-career-fair") { csv { text } } }'
    names = [
        (await ask(going_on, campus, key, "{ viewer { person { name } } }"))["viewer"]["person"]["name"] for key in CAST
    ]

    table = (await ask(going_on, campus, "ruth", everybody))["eventDoors"]["csv"]

    assert [name for name in names if name in table["text"]] == ["Dana Lindqvist"]


async def test_resumes_that_were_granted_are_there_to_read(going_on: Resources, campus: SeededCampus) -> None:
    booth = global_id("booth", derived_key("booth", "fair", "B7"))
    files = open_files(going_on.settings.files_url)
    shared = """query ($booth: ID!) { boothLeads(booth: $booth) {
        withResume leads(first: 50, filter: { hasResume: true }) { nodes { name } } } }"""

    await keep_resumes(going_on.database, files, now=NOW)
    await keep_resumes(going_on.database, files, now=NOW)

    leads = (await ask(going_on, campus, "dana", shared, booth=booth))["boothLeads"]
    keys = [row.resume for row in await going_on.database.rows(select(Person.resume).where(Person.resume.is_not(None)))]
    assert leads["withResume"] == len(leads["leads"]["nodes"]) == len(keys) == 3
    for key in keys:
        octets = await files.read(key)
        assert octets is not None
        assert "Northgate University" in PdfReader(BytesIO(octets), strict=True).pages[0].extract_text()
        await pdf(octets)


async def test_the_fair_goes_on_also_in_the_evening_before(tmp_path: Path, campus: SeededCampus) -> None:
    url = f"sqlite:///{tmp_path}/evening.sqlite3"
    database = Database.open(url)
    await migrate(database)

    await seed(database, secret=SECRET, now=NOW + timedelta(hours=9), fair_goes_on=True)

    async with sharing(settings_for(url, tmp_path), database) as resources:
        doors = (await ask(resources, campus, "ruth", DOORS))["eventDoors"]
    await database.close()
    assert doors["counts"]["came"] == 35
