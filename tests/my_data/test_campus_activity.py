"""Whoever looks after a campus reads what was done there that matters; others read nothing of it."""

from typing import Any

import orjson
import pytest
from conftest import NOW, Execute, SignIn
from roles import Roles
from sqlalchemy import insert, select

from server.actor import Member
from server.audit.models import Action, AuditEntry
from server.config import Settings
from server.contacts.report import report_person
from server.contacts.reported import ReportReason
from server.contacts.whom_to_report import Through
from server.db import Database
from server.invitations.welcome import is_invited
from server.organizations.models import Role
from server.people.models import Block
from server.people.sign_in_by_email import request_sign_in_code, sign_in_with_code
from server.seed import SeededCampus

TRAIL = """query Trail($slug: String! = "boston", $first: Int! = 20, $after: String) {
  campusActivity(slug: $slug) { entries(first: $first, after: $after) {
    nodes { action actor subject place facts { name value } } pageInfo { hasNextPage endCursor }
  } }
}"""
TEAM = '{ organizationTeam(slug: "robotics-club") { invitations { email } } }'


@pytest.fixture
def roles(database: Database, settings: Settings, campus: SeededCampus) -> Roles:
    return Roles(database, settings, campus)


async def trail(execute: Execute, who: str | None, **variables: Any) -> Any:
    """(action, actor, subject, place) of each entry, or None."""
    answer = await execute(who, TRAIL, **variables)
    assert "errors" not in answer
    found = answer["data"]["campusActivity"]
    names = ("action", "actor", "subject", "place")
    return found and [tuple(node[name] for name in names) for node in found["entries"]["nodes"]]


async def views(database: Database) -> list[tuple[Any, ...]]:
    seen = select(AuditEntry.actor_id, AuditEntry.subject_id)
    rows = await database.rows(seen.where(AuditEntry.action == Action.PRIVATE_FIELDS_VIEWED))
    return [tuple(row) for row in rows]


async def test_roles_given_changed_and_taken_are_there_with_their_place(roles: Roles, execute: Execute) -> None:
    await roles.accept("kofi", await roles.invite("tomas"))
    await roles.change("tomas", "kofi", Role.ORGANIZER)
    changed = await trail(execute, "gus")
    await roles.end("tomas", "kofi")

    found = await trail(execute, "gus")

    assert {entry[:2] for entry in changed} == {("ROLE_GIVEN", "Tomás Herrera"), ("ROLE_TAKEN", "Tomás Herrera")}
    assert (len(changed), len(found)) == (3, 4)
    assert {entry[2:] for entry in found} == {("Kofi Mensah", "Robotics Club")}


async def test_exports_and_failed_sign_ins_of_its_people_are_there(
    database: Database, settings: Settings, sign_in: SignIn, execute: Execute
) -> None:
    await (await sign_in("ada")).get("/settings/my-data.zip")
    async with database.write() as session:
        asked: Any = {"settings": settings, "client": "192.0.2.1", "now": NOW}
        attempt = await request_sign_in_code(session, email="ada@northgate.example", invited=is_invited, **asked)
        await sign_in_with_code(session, attempt_id=attempt.id, code="x", user_agent="", **asked)

    assert set(await trail(execute, "gus")) == {
        ("SIGN_IN_FAILED", None, "Ada Okafor", None),
        ("EXPORTED", "Ada Okafor", None, None),
    }


async def test_what_happens_on_another_campus_is_not_there(roles: Roles, execute: Execute) -> None:
    await roles.administrate("imogen", "london")
    await roles.accept("kofi", await roles.invite("tomas"))

    assert await trail(execute, "imogen", slug="london") == []
    assert await trail(execute, "imogen", slug="boston") is None


async def test_nobody_else_reads_it(roles: Roles, execute: Execute) -> None:
    await roles.accept("hana", await roles.invite("tomas", role=Role.ORGANIZER))

    assert [await trail(execute, who) for who in (None, "ada", "eli", "fay", "tomas")] == [None] * 5


async def test_who_shares_no_name_has_none_in_it(roles: Roles, execute: Execute) -> None:
    await roles.accept("hana", await roles.invite("tomas", role=Role.ORGANIZER))

    answer = await execute("gus", TRAIL)

    assert [entry[2] for entry in await trail(execute, "gus")] == ["Somebody who shares no name"]
    assert "Hana" not in orjson.dumps(answer).decode()


async def test_it_is_read_piece_by_piece(roles: Roles, execute: Execute, statements: list[str]) -> None:
    for key in ("kofi", "ben", "chen"):
        await roles.accept(key, await roles.invite("tomas"))
    statements.clear()

    first = await execute("gus", TRAIL, first=2)
    reads = len(statements)
    info = first["data"]["campusActivity"]["entries"]["pageInfo"]
    rest = await trail(execute, "gus", first=2, after=info["endCursor"])

    assert (info["hasNextPage"], len(rest), reads) == (True, 1, 5)


async def test_addresses_in_others_invitations_are_a_view_that_is_written_down(roles: Roles, execute: Execute) -> None:
    await roles.invite("tomas", email="hana@northgate.example")
    await roles.invite("tomas", email="nobody@elsewhere.example")
    await roles.invite("gus", email="ben@northgate.example")
    seeded = await views(roles.database)

    answers = [await execute(who, TEAM) for who in ("tomas", "gus", "gus")]

    assert all("hana@northgate.example" in orjson.dumps(answer).decode() for answer in answers)
    people = roles.campus.people
    assert (people["gus"], people["hana"]) in await views(roles.database)
    assert {actor for actor, _ in await views(roles.database)} == {people["gus"]}
    assert (people["gus"], people["ben"]) not in await views(roles.database)
    assert len(await views(roles.database)) == len(set(await views(roles.database))) > len(seeded)


async def test_an_administrator_reads_nothing_of_a_report_about_themselves(
    roles: Roles, execute: Execute, settings: Settings
) -> None:
    await roles.administrate("ada")
    gus, ben = roles.campus.people["gus"], roles.campus.people["ben"]
    async with roles.database.write() as session:
        await session.execute(insert(Block).values(person_id=ben, blocked_id=gus, created_at=NOW))
        await report_person(
            session,
            settings=settings,
            actor=Member(ben),
            through=Through.BLOCK,
            key=gus,
            reason=ReportReason.SPAM,
            now=NOW,
        )
    await execute("ada", '{ campusReports(slug: "boston") { reports { nodes { id } } } }')

    assert sorted(entry[0] for entry in await trail(execute, "ada")) == ["PERSON_REPORTED", "PRIVATE_FIELDS_VIEWED"]
    assert await trail(execute, "gus") == []
