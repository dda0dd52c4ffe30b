"""One's own agenda in GraphQL: nobody else's is anywhere."""

from uuid import UUID

import make
from coming import Coming
from conftest import NOW, Execute
from make import DAY, HOUR

from server.attendance.rsvp import Rsvp
from server.db import Database
from server.seed import SeededCampus

AGENDA = """
query ($first: Int!, $after: String) {
  viewer { agenda(first: $first, after: $after, from: "2026-11-01T00:00:00Z") {
    nodes { roles event { name viewerAttendance { status } } overlaps { name } }
    pageInfo { endCursor hasNextPage }
  } }
}
"""


async def three(database: Database, coming: Coming, person: UUID) -> None:
    """Glass and Clay overlap in November; Ink comes after them."""
    async with database.write() as session:
        start = NOW + 60 * DAY
        glass = await make.event(session, name="Glass", starts_at=start, lasts=3 * HOUR)
        clay = await make.event(session, name="Clay", starts_at=start + HOUR)
        ink = await make.event(session, name="Ink", starts_at=start + DAY)
    for event, answer in ((glass, Rsvp.GOING), (clay, Rsvp.GOING), (ink, Rsvp.INTERESTED)):
        await coming.says(person, event.id, answer)


async def test_read_ones_agenda_piece_by_piece(
    execute: Execute, database: Database, coming: Coming, campus: SeededCampus
) -> None:
    await three(database, coming, campus.people["hana"])

    first = (await execute("hana", AGENDA, first=2))["data"]["viewer"]["agenda"]
    rest = (await execute("hana", AGENDA, first=2, after=first["pageInfo"]["endCursor"]))["data"]["viewer"]["agenda"]

    going = {"roles": ["GOING"]}
    assert first["nodes"] == [
        {**going, "event": {"name": "Glass", "viewerAttendance": {"status": "GOING"}}, "overlaps": {"name": "Clay"}},
        {**going, "event": {"name": "Clay", "viewerAttendance": {"status": "GOING"}}, "overlaps": {"name": "Glass"}},
    ]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    assert [node["event"]["name"] for node in rest["nodes"]] == ["Ink"]


async def test_others_see_nothing_of_ones_agenda(
    execute: Execute, database: Database, coming: Coming, campus: SeededCampus
) -> None:
    await three(database, coming, campus.people["hana"])

    ben = (await execute("ben", AGENDA, first=100))["data"]["viewer"]["agenda"]
    nobody = await execute(None, AGENDA, first=100)

    assert not {"Glass", "Clay", "Ink"} & {node["event"]["name"] for node in ben["nodes"]}
    assert nobody == {"data": {"viewer": None}}


async def test_an_agenda_costs_two_statements(
    execute: Execute, database: Database, coming: Coming, campus: SeededCampus, statements: list[str]
) -> None:
    await three(database, coming, campus.people["hana"])
    statements.clear()

    await execute("hana", AGENDA, first=50)

    assert len(statements) == 2
