"""Roles change and end; the last who can give them stays."""

import asyncio

import pytest
from conftest import NOW
from roles import Roles
from sqlalchemy import select

from server.audit.models import Action, AuditEntry
from server.db import Database
from server.errors import NotFound, NotPermitted, SignInRequired
from server.events.staff import StaffRole
from server.invitations.dismiss import dismiss_administrator, dismiss_from_booth, dismiss_from_event
from server.invitations.errors import LastAdministrator, LastOfficer
from server.organizations.models import Role


async def test_officers_and_administrators_change_roles(roles: Roles, database: Database) -> None:
    await roles.change("tomas", "ada", Role.RECRUITER)
    await roles.change("gus", "ada", Role.ORGANIZER)
    await roles.change("gus", "ada", Role.ORGANIZER)

    assert await roles.role("ada") is Role.ORGANIZER
    trail = await database.rows(select(AuditEntry.action, AuditEntry.detail).order_by(AuditEntry.id))
    assert [entry.action for entry in trail] == [Action.ROLE_TAKEN, Action.ROLE_GIVEN] * 2


@pytest.mark.parametrize("key", ["eli", "ada"])
async def test_others_in_it_change_nothing(roles: Roles, key: str) -> None:
    with pytest.raises(NotPermitted):
        await roles.change(key, key, Role.OFFICER)
    with pytest.raises(NotPermitted):
        await roles.end(key, "noor")


async def test_to_whoever_is_not_in_it_no_member_is_there(roles: Roles) -> None:
    for whose in ("noor", "ben"):
        with pytest.raises(NotFound):
            await roles.change("dana", whose, Role.OFFICER)
        with pytest.raises(NotFound):
            await roles.end("dana", whose)
    with pytest.raises(SignInRequired):
        await roles.end(None, "noor")


async def test_anyone_may_leave(roles: Roles) -> None:
    await roles.end("ada")
    await roles.end("eli")

    assert (await roles.role("ada"), await roles.role("eli")) == (None, None)
    with pytest.raises(NotFound):
        await roles.end("ada")


async def test_the_last_officer_stays(roles: Roles) -> None:
    for act in (
        roles.end("tomas"),
        roles.end("gus", "tomas"),
        roles.change("tomas", "tomas", Role.MEMBER),
        roles.change("gus", "tomas", Role.ORGANIZER),
    ):
        with pytest.raises(LastOfficer):
            await act

    await roles.change("tomas", "eli", Role.OFFICER)
    await roles.end("tomas")

    assert await roles.role("tomas") is None


async def test_of_two_officers_who_leave_at_once_one_stays(roles: Roles) -> None:
    await roles.make("eli", Role.OFFICER)

    answers = await asyncio.gather(roles.end("tomas"), roles.end("eli"), return_exceptions=True)

    assert sorted(type(answer).__name__ for answer in answers) == ["LastOfficer", "NoneType"]


async def dismiss(roles: Roles, key: str, whose: str | None = None) -> None:
    """From the fair."""
    async with roles.database.write() as session:
        await dismiss_from_event(
            session,
            actor=roles.actor(key),
            event_id=roles.campus.events["fair"],
            person_id=roles.campus.people[whose] if whose else None,
            now=NOW,
        )


async def test_door_volunteers_leave_and_are_dismissed(roles: Roles) -> None:
    await dismiss(roles, "fay")
    await dismiss(roles, "ruth", "lena")

    assert (await roles.staff_role("fay"), await roles.staff_role("lena")) == (None, None)


async def test_hosts_are_dismissed_by_officers_only(roles: Roles) -> None:
    await roles.make("lena", Role.ORGANIZER, of="career-design")
    with pytest.raises(NotPermitted):
        await dismiss(roles, "lena", "ruth")
    with pytest.raises(NotPermitted):
        await dismiss(roles, "fay", "lena")
    with pytest.raises(NotFound):
        await dismiss(roles, "ada", "lena")

    await dismiss(roles, "gus", "ruth")

    assert await roles.staff_role("ruth") is None
    assert await roles.staff_role("lena") is StaffRole.DOOR


async def test_booth_staff_leave_and_are_dismissed(roles: Roles) -> None:
    for key in ("ada", "ben"):
        await roles.accept(key, await roles.invite_to_booth("ruth"))
    booth = await roles.booth("halden-robotics")
    ids = roles.campus.people

    async with roles.database.write() as session:
        await dismiss_from_booth(session, actor=roles.actor("ada"), booth_id=booth, person_id=None, now=NOW)
    with pytest.raises(NotFound):
        async with roles.database.write() as session:
            await dismiss_from_booth(session, actor=roles.actor("ada"), booth_id=booth, person_id=ids["ben"], now=NOW)
    with pytest.raises(NotPermitted):
        async with roles.database.write() as session:
            await dismiss_from_booth(session, actor=roles.actor("dana"), booth_id=booth, person_id=ids["ben"], now=NOW)
    async with roles.database.write() as session:
        await dismiss_from_booth(session, actor=roles.actor("gus"), booth_id=booth, person_id=ids["ben"], now=NOW)

    assert (await roles.stands_at("ada"), await roles.stands_at("ben")) == (False, False)


async def step_down(roles: Roles, key: str, whose: str | None = None) -> None:
    async with roles.database.write() as session:
        await dismiss_administrator(
            session,
            actor=roles.actor(key),
            campus_id=roles.campus.campuses["boston"],
            person_id=roles.campus.people[whose] if whose else None,
            now=NOW,
        )


async def test_the_last_administrator_stays(roles: Roles) -> None:
    with pytest.raises(LastAdministrator):
        await step_down(roles, "gus")
    with pytest.raises(NotFound):
        await step_down(roles, "ada", "gus")

    await roles.administrate("ada")
    answers = await asyncio.gather(
        step_down(roles, "ada", "gus"), step_down(roles, "gus", "ada"), return_exceptions=True
    )

    assert sorted(type(answer).__name__ for answer in answers) in (
        ["LastAdministrator", "NoneType"],
        ["NoneType", "NotFound"],
    )
    assert [await roles.administers(key) for key in ("ada", "gus")].count(True) == 1
