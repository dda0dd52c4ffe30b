"""Whoever is invited by mail from outside joins by exactly that address, as long as the invitation is open."""

import re
from datetime import timedelta
from typing import Any

import pytest
from conftest import NOW, SECRET, Execute
from roles import Roles
from sqlalchemy import select, update

from server.actor import Member
from server.db import Database
from server.invitations.accept import accept_invitation
from server.invitations.models import Invitation
from server.invitations.withdraw import withdraw_invitation
from server.mail.models import OutgoingMail
from server.mail.seal import unseal
from server.organizations.models import Membership, Role
from server.people.models import Person

OUTSIDE = "mira@elsewhere.example"
ASK = """mutation ($email: String!) { requestSignInCode(input: {email: $email}) {
  __typename ... on RequestSignInCodeSuccess { attempt expiresAt next } } }"""
ENTER = """mutation ($attempt: UUID!, $code: String!) {
  signInWithCode(input: {attempt: $attempt, code: $code, name: "Mira Sol", affiliation: GUEST}) { __typename }
}"""


async def mailed(database: Database, subject: str) -> list[str]:
    """Texts of the mails to Mira with that subject."""
    columns = select(OutgoingMail.id, OutgoingMail.sealed).where(OutgoingMail.recipient == OUTSIDE)
    found = [unseal([SECRET], row.id, row.sealed) for row in await database.rows(columns)]
    return [mail[1] for mail in found if mail is not None and mail[0].startswith(subject)]


async def ask(execute: Execute, email: str = OUTSIDE) -> Any:
    return (await execute(None, ASK, email=email))["data"]["requestSignInCode"]


async def test_an_invited_outsider_signs_in_and_has_the_role(roles: Roles, execute: Execute) -> None:
    await roles.invite("tomas", role=Role.RECRUITER, email=OUTSIDE)
    (invitation,) = await mailed(roles.database, "An invitation")
    token = re.findall(r"/invitations/(\S+)", invitation)[0]

    attempt = (await ask(execute))["attempt"]
    (mail,) = await mailed(roles.database, "Your code")
    code = "".join(re.findall(r"Your code is (\d{3}) (\d{3})", mail)[0])
    entered = await execute(None, ENTER, attempt=attempt, code=code)
    (mira,) = await roles.database.rows(select(Person.id).where(Person.email == OUTSIDE))
    async with roles.database.write() as session:
        await accept_invitation(session, actor=Member(mira.id), token=token, now=NOW)

    assert entered == {"data": {"signInWithCode": {"__typename": "SignInSuccess"}}}
    joined = await roles.database.rows(select(Membership.role).where(Membership.person_id == mira.id))
    assert [row.role for row in joined] == [Role.RECRUITER]


@pytest.mark.parametrize("ended", ["withdrawn", "expired", "used up", "never"])
async def test_without_an_open_invitation_no_code_is_sent(roles: Roles, execute: Execute, ended: str) -> None:
    made = await roles.invite("tomas", email=OUTSIDE)
    async with roles.database.write() as session:
        match ended:
            case "withdrawn":
                tomas = roles.actor("tomas")
                await withdraw_invitation(session, actor=tomas, invitation_id=made.id, now=NOW)
            case "expired":
                over = {"created_at": NOW - timedelta(days=14), "expires_at": NOW}
                await session.execute(update(Invitation).where(Invitation.id == made.id).values(**over))
            case "used up":
                await session.execute(update(Invitation).where(Invitation.id == made.id).values(uses=1))

    answer = await ask(execute)

    assert answer["__typename"] == "RequestSignInCodeSuccess"
    assert len(await mailed(roles.database, "Your code")) == (1 if ended == "never" else 0)


async def test_others_at_the_same_domain_are_not_welcome(roles: Roles, execute: Execute) -> None:
    await roles.invite("tomas", email=OUTSIDE)

    answers = [await ask(execute, email) for email in ("pat@elsewhere.example", "mira@sub.elsewhere.example")]

    sent = await roles.database.rows(select(OutgoingMail.recipient).where(OutgoingMail.recipient.is_not(None)))
    assert [answer["__typename"] for answer in answers] == ["RequestSignInCodeSuccess"] * 2
    assert {row.recipient for row in sent} == {OUTSIDE}


async def test_invited_and_not_invited_are_answered_alike_at_the_same_cost(
    roles: Roles, execute: Execute, statements: list[str]
) -> None:
    await roles.invite("tomas", email=OUTSIDE)
    costs, answers = [], []
    for email in (OUTSIDE, "pat@elsewhere.example", "ada@northgate.example"):
        statements.clear()
        answers.append(await ask(execute, email))
        costs.append(list(statements))

    assert costs[0] == costs[1] == costs[2]
    assert [{**answer, "attempt": None} for answer in answers] == [{**answers[0], "attempt": None}] * 3
