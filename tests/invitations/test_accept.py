"""Who takes an invitation up: whom it is for, while it works, and as often as it may."""

import asyncio
from datetime import timedelta

import pytest
from conftest import NOW
from roles import Roles
from sqlalchemy import select, text

from server.audit.models import Action, AuditEntry
from server.db import Database
from server.errors import SignInRequired
from server.events.staff import StaffRole
from server.invitations.errors import InvitationForAnother, InvitationOver, WhyOver
from server.invitations.invite import invitation_hash
from server.invitations.models import Invitation, InvitationAcceptance
from server.organizations.models import Role
from server.people.models import Person


async def test_accept_gives_the_role(roles: Roles, database: Database) -> None:
    made = await roles.invite("tomas", role=Role.ORGANIZER)

    place = await roles.accept("ben", made)

    assert (place.slug, await roles.role("ben")) == ("robotics-club", Role.ORGANIZER)
    accepted = await database.rows(select(InvitationAcceptance.__table__))
    assert [tuple(row) for row in accepted] == [(made.id, roles.campus.people["ben"], NOW)]


async def test_accept_is_in_the_audit_trail(roles: Roles, database: Database) -> None:
    made = await roles.invite("eli")

    await roles.accept("ben", made)

    (entry,) = await database.rows(select(AuditEntry.__table__).where(AuditEntry.action == Action.ROLE_GIVEN))
    assert (entry.actor_id, entry.subject_id) == (roles.campus.people["eli"], roles.campus.people["ben"])
    assert '"role": "MEMBER"' in entry.detail


async def test_accept_staff_booth_and_campus(roles: Roles) -> None:
    await roles.accept("ada", await roles.invite_to_fair("ruth"))
    await roles.accept("ada", await roles.invite_to_booth("ruth"))
    await roles.accept("ada", await roles.invite_to_campus("gus"))

    assert await roles.staff_role("ada") is StaffRole.DOOR
    assert await roles.stands_at("ada")
    assert await roles.administers("ada")


async def test_nobody_accepts_without_an_account(roles: Roles) -> None:
    made = await roles.invite("eli")

    with pytest.raises(SignInRequired):
        await roles.accept(None, made)


async def test_accept_twice_changes_nothing(roles: Roles, database: Database) -> None:
    made = await roles.invite("eli", uses=2)
    await roles.accept("ben", made)
    await roles.accept("ben", made)

    assert await uses(database, made.id) == 1

    await roles.end("ben")
    await roles.accept("ben", made)

    assert await roles.role("ben") is None


async def test_accept_lowers_no_role_and_uses_nothing_up(roles: Roles, database: Database) -> None:
    made = await roles.invite("gus")

    for key in ("tomas", "eli", "ada"):
        await roles.accept(key, made)

    assert [await roles.role(key) for key in ("tomas", "eli", "ada")] == [Role.OFFICER, Role.ORGANIZER, Role.MEMBER]
    assert await uses(database, made.id) == 0


async def test_accept_raises_a_role(roles: Roles) -> None:
    await roles.accept("ada", await roles.invite("tomas", role=Role.OFFICER))
    await roles.accept("fay", await roles.invite_to_fair("gus", StaffRole.HOST))

    assert await roles.role("ada") is Role.OFFICER
    assert await roles.staff_role("fay") is StaffRole.HOST


async def test_invitation_by_mail_is_for_one_account(roles: Roles, database: Database) -> None:
    token = "the token of the mail to Ben"
    await roles.invite("eli", email="ben@northgate.example")
    await rewrite(database, token)

    with pytest.raises(InvitationForAnother):
        await roles.accept("fay", token)
    await roles.accept("ben", token)

    assert (await roles.role("fay"), await roles.role("ben")) == (None, Role.MEMBER)


async def test_invitation_by_mail_follows_the_account_not_the_person(roles: Roles, database: Database) -> None:
    token = "the token of the mail to Ben"
    await roles.invite("eli", email="ben@northgate.example")
    await rewrite(database, token)
    async with database.write() as session:
        ben = await session.get_one(Person, roles.campus.people["ben"])
        ben.email = "ben@elsewhere.example"

    with pytest.raises(InvitationForAnother):
        await roles.accept("ben", token)


async def test_expired_withdrawn_used_up_and_unknown_look_the_same_to_others(roles: Roles, database: Database) -> None:
    for number, change in enumerate(
        (f"expires_at = {moment(database)}", f"withdrawn_at = {moment(database)}", "uses = 1")
    ):
        await roles.invite("eli", email="ben@northgate.example")
        await rewrite(database, f"token {number}", change)

    messages, told = set(), []
    for token in ("token 0", "token 1", "token 2", "unknown"):
        with pytest.raises(InvitationOver) as stranger:
            await roles.accept("fay", token)
        messages.add((stranger.value.message, stranger.value.why))
        with pytest.raises(InvitationOver) as holder:
            await roles.accept("ben", token)
        told.append(holder.value.why)

    assert len(messages) == 1
    assert told == [WhyOver.EXPIRED, WhyOver.WITHDRAWN, WhyOver.USED_UP, None]


async def test_link_works_until_it_expires(roles: Roles) -> None:
    made = await roles.invite("eli", uses=5, days=1)

    await roles.accept("ben", made, now=NOW + timedelta(days=1, microseconds=-1))

    with pytest.raises(InvitationOver, match="expired"):
        await roles.accept("fay", made, now=NOW + timedelta(days=1))


async def test_whoever_lost_the_role_invites_nobody_any_more(roles: Roles) -> None:
    await roles.make("ada", Role.OFFICER)
    made = await roles.invite("ada", role=Role.OFFICER)
    await roles.change("tomas", "ada", Role.MEMBER)

    with pytest.raises(InvitationOver, match="withdrawn"):
        await roles.accept("ada", made)

    assert await roles.role("ada") is Role.MEMBER


async def test_a_link_for_one_is_taken_by_one_of_many(roles: Roles, database: Database) -> None:
    made = await roles.invite("eli")
    crowd = ("ben", "chen", "dana", "fay", "gus", "kofi", "yuki", "sofia")

    answers = await asyncio.gather(*(roles.accept(key, made) for key in crowd), return_exceptions=True)

    assert sorted(type(answer).__name__ for answer in answers) == ["InvitationOver"] * 7 + ["Place"]
    assert [await roles.role(key) for key in crowd].count(Role.MEMBER) == 1
    assert await uses(database, made.id) == 1


async def test_one_person_presses_the_button_many_times_at_once(roles: Roles, database: Database) -> None:
    made = await roles.invite("eli", uses=8)
    other = await roles.invite("tomas", role=Role.ORGANIZER)

    await asyncio.gather(*(roles.accept("ben", link) for link in [made] * 6 + [other] * 6))

    assert await roles.role("ben") is Role.ORGANIZER
    assert await uses(database, made.id) <= 1


def moment(database: Database) -> str:
    return "1" if database.dialect == "sqlite" else "'2026-09-01T00:00Z'"


async def rewrite(database: Database, token: str, change: str = "uses = 0") -> None:
    """Ben's newest invitation has this token, since the one that was mailed is known to nobody."""
    async with database.write() as session:
        to_ben = select(Invitation.id).where(Invitation.email == "ben@northgate.example")
        newest = await session.scalar(to_ben.order_by(Invitation.id.desc()).limit(1))
        invitation = await session.get_one(Invitation, newest)
        invitation.token_hash = invitation_hash(token)
        await session.flush()
        statement = text(f"UPDATE invitation SET {change} WHERE token_hash = :hash")
        await session.execute(statement, {"hash": invitation_hash(token)})


async def uses(database: Database, id_: object) -> int:
    (row,) = await database.rows(select(Invitation.uses).where(Invitation.id == id_))
    return int(row.uses)
