"""An organization's recruiters and officers put its own people at its booths."""

from uuid import UUID

import pytest
from conftest import NOW
from roles import Roles
from sqlalchemy import select

from server.actor import Member
from server.audit.models import Action, AuditEntry
from server.errors import NotFound, NotPermitted, Refusal
from server.invitations.models import InvitedTo
from server.invitations.name import colleagues, name_booth_staff
from server.invitations.standing import load_place
from server.organizations.models import Role


async def put(roles: Roles, key: str, whom: str) -> None:
    booth: UUID = await roles.booth("halden-robotics")
    async with roles.database.write() as session:
        person = roles.campus.people[whom]
        await name_booth_staff(
            session, actor=Member(roles.campus.people[key]), booth_id=booth, person_id=person, now=NOW
        )


async def to_put(roles: Roles, key: str) -> set[UUID]:
    """Whom `key` may put at the booth."""
    async with roles.database.read() as session:
        booth = await roles.booth("halden-robotics")
        place = await load_place(session, InvitedTo.BOOTH, booth, viewer=roles.campus.people[key])
    assert place is not None
    return {row.person_id for row in await colleagues(roles.database, place)}


@pytest.mark.parametrize("key", ["dana", "wei"])
async def test_recruiters_and_officers_put_colleagues_there(roles: Roles, key: str) -> None:
    before = await to_put(roles, key)
    await put(roles, key, "jonas")
    await put(roles, key, "jonas")

    rows = await roles.database.rows(select(AuditEntry.action, AuditEntry.subject_id))
    people = roles.campus.people
    assert await roles.stands_at("jonas")
    assert before == {people["jonas"], people["wei"]}
    assert await to_put(roles, key) == {people["wei"]}
    assert [tuple(row) for row in rows] == [(Action.ROLE_GIVEN, people["jonas"])]


@pytest.mark.parametrize(
    ("key", "whom", "refusal"),
    [("dana", "ada", NotFound), ("jonas", "wei", NotPermitted), ("gus", "jonas", NotPermitted)],
)
async def test_nobody_else_and_nobody_of_elsewhere(roles: Roles, key: str, whom: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        await put(roles, key, whom)

    assert not await roles.stands_at(whom)


@pytest.mark.parametrize("key", ["jonas", "gus", "ada"])
async def test_whom_one_may_put_there_is_for_nobody_else(roles: Roles, key: str) -> None:
    assert await to_put(roles, key) == set()


async def test_whoever_recruits_no_longer_puts_nobody_there(roles: Roles) -> None:
    await roles.make("dana", Role.MEMBER, of="halden-robotics")

    with pytest.raises(NotPermitted):
        await put(roles, "dana", "jonas")
