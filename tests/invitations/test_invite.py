"""Who may invite to what, and what is wrong with an invitation."""

from datetime import timedelta
from typing import Any

import pytest
from conftest import NOW, SECRET
from roles import Roles
from sqlalchemy import select, text, update

from server.db import Database
from server.errors import InvalidInput, NotFound, NotPermitted, SignInRequired
from server.events.models import Event, Publication
from server.events.staff import StaffRole
from server.invitations.errors import InvitationOver, TooManyInvitations
from server.invitations.invite import MAILS_OF_PERSON
from server.invitations.models import Invitation
from server.invitations.withdraw import withdraw_invitation
from server.mail.models import OutgoingMail
from server.mail.seal import unseal
from server.organizations.models import Role
from server.seed import SeededCampus

MANY = (Role.MEMBER, Role.RECRUITER, Role.ORGANIZER, Role.OFFICER)


async def allowed(roles: Roles, key: str, given: tuple[Role, ...] = MANY, to: str = "robotics-club") -> list[Role]:
    """The roles to which `key` can invite."""
    found = []
    for role in given:
        try:
            await roles.invite(key, to=to, role=role)
        except NotPermitted:
            continue
        found.append(role)
    return found


async def mailed(database: Database) -> list[tuple[str | None, str, str]]:
    """(to, subject, text) of what waits to be sent."""
    rows = await database.rows(select(OutgoingMail.id, OutgoingMail.recipient, OutgoingMail.sealed))
    opened = [(row.recipient, unseal([SECRET], row.id, row.sealed)) for row in rows]
    return [(to, *mail) for to, mail in opened if mail is not None]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("tomas", list(MANY)),
        ("eli", [Role.MEMBER]),
        ("ada", []),
        ("ben", []),
        ("gus", list(MANY)),
    ],
)
async def test_invite_to_an_organization_by_role(roles: Roles, key: str, expected: list[Role]) -> None:
    assert await allowed(roles, key) == expected


async def test_recruiters_invite_nobody(roles: Roles) -> None:
    assert await allowed(roles, "dana", to="halden-robotics") == []


async def test_administrators_of_another_campus_invite_nobody(roles: Roles) -> None:
    await roles.administrate("chen", "singapore")

    assert await allowed(roles, "chen") == []
    with pytest.raises(NotPermitted):
        await roles.invite_to_campus("chen", "boston")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("gus", [StaffRole.DOOR, StaffRole.HOST]),
        ("ruth", [StaffRole.DOOR]),
        ("fay", []),
        ("dana", []),
        ("tomas", []),
    ],
)
async def test_invite_to_the_fair_by_role(roles: Roles, key: str, expected: list[StaffRole]) -> None:
    found = []
    for role in (StaffRole.DOOR, StaffRole.HOST):
        try:
            await roles.invite_to_fair(key, role)
            found.append(role)
        except NotPermitted:
            pass

    assert found == expected


async def test_booths_are_staffed_by_their_officers_and_the_host(roles: Roles) -> None:
    await roles.make("priya", Role.OFFICER, of="halden-robotics")

    for key in ("priya", "ruth", "gus"):
        await roles.invite_to_booth(key)
    for key in ("dana", "fay", "sofia"):
        with pytest.raises(NotPermitted):
            await roles.invite_to_booth(key)
    with pytest.raises(NotPermitted):
        await roles.invite_to_booth("priya", "brightwater-grid")


async def test_nobody_who_is_not_signed_in_invites(roles: Roles) -> None:
    with pytest.raises(SignInRequired):
        await roles.invite(None)


async def test_an_event_that_is_not_published_looks_like_none(roles: Roles, database: Database) -> None:
    async with database.write() as session:
        fair = update(Event).where(Event.id == roles.campus.events["fair"])
        await session.execute(fair.values(publication=Publication.DRAFT))

    for key in ("ada", "dana"):
        with pytest.raises(NotFound):
            await roles.invite_to_fair(key)
        with pytest.raises(NotFound):
            await roles.invite_to_booth(key, "brightwater-grid")
    assert (await roles.invite_to_fair("ruth")).token is not None


async def test_link_is_kept_as_a_hash(roles: Roles, database: Database) -> None:
    made = await roles.invite("eli")

    rows = await database.rows(text("SELECT * FROM invitation"))

    assert made.token is not None
    assert len(made.token) == 43
    assert made.token not in repr([tuple(row) for row in rows])


async def test_mail_says_where_it_leads_and_no_name_that_strangers_may_not_see(
    roles: Roles, database: Database
) -> None:
    await roles.invite("eli", email=" Noor@Northgate.example ")
    await roles.invite("tomas", email="new@halden.example", role=Role.ORGANIZER, days=1)

    (first, second) = sorted(await mailed(database), key=lambda mail: mail[0] or "", reverse=True)
    assert first[:2] == ("noor@northgate.example", "An invitation: Robotics Club")
    assert "Eli Marín invites you: to Robotics Club, as a member." in first[2]
    assert "http://hallway.test/invitations/" in first[2]
    assert "It works for 14 days" in first[2]
    assert "Somebody who looks after it invites you: to Robotics Club, as an organizer." in second[2]
    assert "Tom" not in second[2]
    assert "for a day" in second[2]


async def test_mailed_link_is_shown_to_nobody_else(roles: Roles) -> None:
    assert (await roles.invite("eli", email="noor@northgate.example")).token is None


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        ({"email": "noor"}, [("email",)]),
        ({"email": "noor@northgate.example", "uses": 2}, [("uses",)]),
        ({"uses": 0}, [("uses",)]),
        ({"uses": 501, "days": 0, "email": "@"}, [("email",), ("uses",), ("days",)]),
        ({"days": 91}, [("days",)]),
    ],
)
async def test_faults_are_told_all_at_once(roles: Roles, given: dict[str, Any], paths: list[tuple[str, ...]]) -> None:
    with pytest.raises(InvalidInput) as refused:
        await roles.invite("eli", **given)

    assert [fault.path for fault in refused.value.faults] == paths


async def test_nobody_mails_the_whole_world(roles: Roles, database: Database) -> None:
    for n in range(MAILS_OF_PERSON):
        await roles.invite("eli", email=f"guest{n}@northgate.example")

    with pytest.raises(TooManyInvitations):
        await roles.invite("eli", email="one@northgate.example")

    await roles.invite("eli", email="one@northgate.example", now=NOW + timedelta(days=1, seconds=1))
    assert len(await mailed(database)) == MAILS_OF_PERSON + 1


async def withdraw(roles: Roles, key: str, id_: Any) -> None:
    async with roles.database.write() as session:
        await withdraw_invitation(session, actor=roles.actor(key), invitation_id=id_, now=NOW)


async def test_withdrawn_invitation_is_accepted_by_nobody(roles: Roles) -> None:
    made = await roles.invite("eli")

    await withdraw(roles, "eli", made.id)
    await withdraw(roles, "tomas", made.id)

    with pytest.raises(InvitationOver, match="withdrawn"):
        await roles.accept("ben", made)


@pytest.mark.parametrize("key", ["ada", "ben", "eli"])
async def test_invitation_is_withdrawn_by_nobody_else(
    roles: Roles, database: Database, campus: SeededCampus, key: str
) -> None:
    made = await roles.invite("tomas", role=Role.ORGANIZER)

    with pytest.raises(NotFound):
        await withdraw(roles, key, made.id)

    (row,) = await database.rows(select(Invitation.withdrawn_at).where(Invitation.id == made.id))
    assert row.withdrawn_at is None
