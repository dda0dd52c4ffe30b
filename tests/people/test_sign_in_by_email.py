"""Signing in by a mailed code: it works once, for a while, for whom it was mailed to, and tells nobody who is here."""

import asyncio
import logging
import re
import time
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import uuid4

import httpx
import pytest
from conftest import NOW, SECRET, Execute
from sqlalchemy import select, text

from server.actor import Member
from server.badges.models import Badge
from server.config import Settings
from server.db import Database
from server.errors import InvalidInput, Refusal
from server.invitations.welcome import is_invited
from server.mail.models import OutgoingMail
from server.mail.outbox import read_outbox
from server.mail.seal import unseal
from server.people.errors import CodeExpired, CodeWrong, IntroductionRequired, TooManyCodes, TooManyTries
from server.people.models import Affiliation, Card, Person, SignInCode
from server.people.sign_in import actor_of_session
from server.people.sign_in_by_email import (
    CODE_LASTS,
    CODES_OF_ADDRESS,
    CODES_OF_CLIENT,
    SPAN,
    TRIES,
    WRONG_TRIES_OF_CLIENT,
    Attempt,
    SignedIn,
    request_sign_in_code,
    sign_in_with_code,
)
from server.people.throttle import client_of
from server.seed import SeededCampus

ADA, NEW, STRANGER = "ada@northgate.example", "new@northgate.example", "somebody@elsewhere.example"


async def ask(database: Database, settings: Settings, email: str = ADA, **given: Any) -> Attempt:
    facts: dict[str, Any] = {"client": "192.0.2.1", "invited": is_invited, "now": NOW, **given}
    async with database.write() as session:
        return await request_sign_in_code(session, settings=settings, email=email, **facts)


async def mailed(database: Database) -> list[tuple[str | None, str]]:
    """What waits to be mailed, oldest first: (recipient, text)."""
    rows = await database.rows(select(OutgoingMail.id, OutgoingMail.recipient, OutgoingMail.sealed).order_by("id"))
    found = [(row.recipient, unseal([SECRET], row.id, row.sealed)) for row in rows]
    return [(recipient, said[1]) for recipient, said in found if said is not None]


async def code_for(database: Database) -> str:
    """The digits of the last mail."""
    return digits((await mailed(database))[-1][1])


async def delivered_code(settings: Settings) -> str:
    """The digits of the one mail in the outbox, for which a running courier may need a moment."""
    mails = None
    async with asyncio.timeout(10):
        while not mails:
            mails = await read_outbox(settings, 1)
    return digits(mails[0].text)


def digits(mail: str) -> str:
    match = re.search(r"Your code is (\d{3}) (\d{3})\.", mail)
    assert match is not None
    return "".join(match.groups())


async def enter(
    database: Database, settings: Settings, attempt: Attempt, code: str, **given: Any
) -> SignedIn | Refusal:
    facts: dict[str, Any] = {"client": "192.0.2.1", "user_agent": "Firefox", "now": NOW, **given}
    async with database.write() as session:
        return await sign_in_with_code(session, settings=settings, attempt_id=attempt.id, code=code, **facts)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


async def test_code_signs_its_person_in(database: Database, settings: Settings, campus: SeededCampus) -> None:
    attempt = await ask(database, settings, "  Ada@Northgate.Example ")
    code = await code_for(database)

    answer = await enter(database, settings, attempt, f" {code[:3]} {code[3:]} ")

    assert isinstance(answer, SignedIn)
    assert (answer.person_id, answer.joined) == (campus.people["ada"], False)
    assert await actor_of_session(database, answer.token, now=NOW) == Member(campus.people["ada"])


async def test_mail_holds_the_code_and_a_link_that_carries_it(database: Database, settings: Settings) -> None:
    attempt = await ask(database, settings, next_="/contacts?q=grip")

    ((recipient, said),) = await mailed(database)

    code = await code_for(database)
    link = f"http://hallway.test/sign-in/code?attempt={attempt.id}&code={code}&next=%2Fcontacts%3Fq%3Dgrip"
    assert recipient == ADA
    assert link in said.splitlines()


@pytest.mark.parametrize("next_", ["https://evil.example", "//evil.example", "/\\evil.example", "/a b", "/" * 400])
async def test_link_leads_nowhere_else(database: Database, settings: Settings, next_: str) -> None:
    attempt = await ask(database, settings, next_=next_)

    assert attempt.next == "/"
    assert "next" not in (await mailed(database))[0][1]


async def test_code_works_once(database: Database, settings: Settings) -> None:
    attempt = await ask(database, settings)
    code = await code_for(database)
    await enter(database, settings, attempt, code)

    with pytest.raises(CodeExpired):
        await enter(database, settings, attempt, code)


async def test_code_works_for_ten_minutes(database: Database, settings: Settings) -> None:
    early, late = await ask(database, settings), await ask(database, settings)
    code = await code_for(database)

    with pytest.raises(CodeExpired):
        await enter(database, settings, late, code, now=NOW + timedelta(minutes=10))

    assert isinstance(
        await enter(database, settings, late, code, now=NOW + CODE_LASTS - timedelta(microseconds=1)), SignedIn
    )
    assert early.id != late.id


async def test_code_may_be_tried_five_times(database: Database, settings: Settings) -> None:
    attempt = await ask(database, settings)
    code = await code_for(database)

    answers = [await enter(database, settings, attempt, wrong(code)) for _ in range(TRIES)]

    assert [answer.tries_left for answer in answers if isinstance(answer, CodeWrong)] == [4, 3, 2, 1, 0]
    with pytest.raises(CodeExpired):
        await enter(database, settings, attempt, code)


async def test_code_of_another_attempt_does_not_work(database: Database, settings: Settings) -> None:
    of_ada = await ask(database, settings)
    await ask(database, settings, "ben@northgate.example")

    assert isinstance(await enter(database, settings, of_ada, await code_for(database)), CodeWrong)


async def test_attempt_that_never_was_looks_like_an_old_one(database: Database, settings: Settings) -> None:
    with pytest.raises(CodeExpired):
        await enter(database, settings, Attempt(uuid4(), NOW, "/"), "123456")


async def test_session_before_ends(database: Database, settings: Settings, campus: SeededCampus) -> None:
    first = await enter(database, settings, await ask(database, settings), await code_for(database))
    assert isinstance(first, SignedIn)
    attempt = await ask(database, settings)

    second = await enter(database, settings, attempt, await code_for(database), replaces=first.token)

    assert isinstance(second, SignedIn)
    assert await actor_of_session(database, first.token, now=NOW) != Member(campus.people["ada"])
    assert await actor_of_session(database, second.token, now=NOW) == Member(campus.people["ada"])


async def test_unknown_address_gets_no_mail_and_no_code_that_works(database: Database, settings: Settings) -> None:
    attempt = await ask(database, settings, STRANGER)

    ((recipient, _),) = await mailed(database)
    answers = [await enter(database, settings, attempt, await code_for(database)) for _ in range(TRIES)]

    assert recipient is None
    assert [answer.tries_left for answer in answers if isinstance(answer, CodeWrong)] == [4, 3, 2, 1, 0]
    assert STRANGER not in repr([tuple(row) for row in await database.rows(text("SELECT * FROM sign_in_code"))])


async def test_known_and_unknown_address_are_answered_alike(execute: Execute) -> None:
    document = """mutation ($email: String!) { requestSignInCode(input: {email: $email}) {
        __typename ... on RequestSignInCodeSuccess { expiresAt next } } }"""

    answers = [await execute(None, document, email=email) for email in (ADA, NEW, STRANGER)]

    assert answers[0]["data"]["requestSignInCode"]["__typename"] == "RequestSignInCodeSuccess"
    assert answers[0] == answers[1] == answers[2]


async def test_known_and_unknown_address_cost_the_same_statements(
    database: Database, settings: Settings, statements: list[str]
) -> None:
    asked, entered = [], []
    for email in (ADA, NEW, STRANGER):
        statements.clear()
        attempt = await ask(database, settings, email)
        asked.append(list(statements))
        statements.clear()
        await enter(database, settings, attempt, "wrong")
        entered.append(list(statements))

    assert asked[0] == asked[1] == asked[2]
    assert entered[0] == entered[1] == entered[2]
    assert (len(asked[0]), len(entered[0])) == (9, 5)


async def test_known_and_unknown_address_take_the_same_time(database: Database, settings: Settings) -> None:
    took: dict[str, list[float]] = {ADA: [], STRANGER: []}
    for round_ in range(40):
        for email in sorted(took, reverse=bool(round_ % 2)):
            began = time.perf_counter()
            await ask(database, settings, email, now=NOW + round_ * SPAN)
            took[email].append(time.perf_counter() - began)

    # What differs is noise: less than the spread of one address with itself.
    known, unknown = (sorted(took[email]) for email in (ADA, STRANGER))
    assert abs(median(known) - median(unknown)) < max(known[35] - known[5], unknown[35] - unknown[5])


async def test_new_address_of_the_campus_joins(database: Database, settings: Settings) -> None:
    attempt = await ask(database, settings, NEW)
    code = await code_for(database)

    with pytest.raises(IntroductionRequired):
        await enter(database, settings, attempt, code)
    with pytest.raises(InvalidInput):
        await enter(database, settings, attempt, code, name="  ", affiliation=Affiliation.STUDENT)
    answer = await enter(database, settings, attempt, code, name=" Noa  Lindqvist ", affiliation=Affiliation.STUDENT)

    assert isinstance(answer, SignedIn)
    (row,) = await database.rows(
        select(Person.name, Person.email, Card.email_audience)
        .join(Card, Card.person_id == Person.id)
        .where(Person.id == answer.person_id)
    )
    assert (row.name, row.email, str(row.email_audience), answer.joined) == ("Noa Lindqvist", NEW, "MET", True)


async def test_newcomer_has_a_badge(execute: Execute, database: Database) -> None:
    asked = await execute(
        None,
        'mutation { result: requestSignInCode(input: {email: "new@northgate.example"}) {'
        " ... on RequestSignInCodeSuccess { attempt } } }",
    )

    answer = await execute(
        None,
        "mutation ($input: SignInWithCodeInput!) { result: signInWithCode(input: $input) {"
        " ... on SignInSuccess { person { id name } sessionToken } } }",
        input={
            "attempt": asked["data"]["result"]["attempt"],
            "code": await code_for(database),
            "name": "Noa",
            "affiliation": "STUDENT",
        },
    )

    assert answer["data"]["result"]["person"]["name"] == "Noa"
    rows = await database.rows(text("SELECT count(*) FROM badge JOIN person ON person_id = person.id WHERE name='Noa'"))
    assert rows[0][0] == 1


async def test_two_who_join_by_one_address_at_once_are_one(database: Database, settings: Settings) -> None:
    attempts = [(await ask(database, settings, NEW), await code_for(database)) for _ in range(2)]
    (one, code_of_one), (other, code_of_other) = attempts
    who: dict[str, Any] = {"client": "192.0.2.1", "user_agent": "", "affiliation": Affiliation.STUDENT, "now": NOW}

    async with database.write() as session:
        first = await sign_in_with_code(
            session, settings=settings, attempt_id=one.id, code=code_of_one, name="Nia", **who
        )
        entering = asyncio.create_task(enter(database, settings, other, code_of_other, name="Nia Osei", **who))
        waiting = not (await asyncio.wait([entering], timeout=0.5))[0]
    second = await entering

    assert waiting
    assert isinstance(first, SignedIn)
    assert isinstance(second, SignedIn)
    assert (first.joined, second.joined, second.person_id) == (True, False, first.person_id)
    people = await database.rows(select(Person.name).join(Card, Card.person_id == Person.id).where(Person.email == NEW))
    assert [row.name for row in people] == ["Nia"]
    assert await actor_of_session(database, second.token, now=NOW) == Member(first.person_id)


async def test_many_who_join_by_one_address_at_once_are_one_with_one_badge(
    execute: Execute, database: Database, settings: Settings
) -> None:
    attempts = [(await ask(database, settings, NEW), await code_for(database)) for _ in range(CODES_OF_ADDRESS)]
    document = """mutation ($attempt: UUID!, $code: String!) {
        signInWithCode(input: { attempt: $attempt, code: $code, name: "Nia", affiliation: STUDENT }) {
            __typename ... on SignInSuccess { person { id } }
        }
    }"""

    answers = await asyncio.gather(
        *(execute(None, document, attempt=str(attempt.id), code=code) for attempt, code in attempts)
    )

    signed_in = [answer["data"]["signInWithCode"] for answer in answers]
    assert [one["__typename"] for one in signed_in] == ["SignInSuccess"] * CODES_OF_ADDRESS
    assert len({one["person"]["id"] for one in signed_in}) == 1
    badges = select(Badge.id).join(Person, Person.id == Badge.person_id).where(Person.email == NEW)
    assert len(await database.rows(badges)) == 1


async def test_nobody_joins_where_no_domain_is_named(database: Database, settings: Settings) -> None:
    await ask(database, replace(settings, sign_up_domains=()), NEW)
    await ask(database, settings, "new@northgate.example.evil.example")

    assert [recipient for recipient, _ in await mailed(database)] == [None, None]


async def test_address_may_have_five_codes_an_hour(database: Database, settings: Settings) -> None:
    for email in (ADA, STRANGER):
        for number in range(CODES_OF_ADDRESS):
            await ask(database, settings, email, client=f"192.0.2.{number}")

        with pytest.raises(TooManyCodes) as refused:
            await ask(database, settings, email.upper(), client="192.0.2.99")
        await ask(database, settings, email, now=NOW + SPAN)

        assert refused.value.retry_at == NOW + SPAN


async def test_client_may_have_so_many_codes_an_hour(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert CODES_OF_CLIENT == 600
    monkeypatch.setattr("server.people.sign_in_by_email.CODES_OF_CLIENT", 3)
    for number in range(3):
        await ask(database, settings, f"p{number}@elsewhere.example", client="2001:db8::1")

    with pytest.raises(TooManyCodes):
        await ask(database, settings, ADA, client="2001:db8::ffff")

    await ask(database, settings, ADA, client="2001:db8:0:1::1")


async def test_client_may_be_wrong_so_often(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert WRONG_TRIES_OF_CLIENT == 100
    monkeypatch.setattr("server.people.sign_in_by_email.WRONG_TRIES_OF_CLIENT", 2)
    attempt = await ask(database, settings)
    code = await code_for(database)
    for _ in range(2):
        await enter(database, settings, attempt, wrong(code))

    with pytest.raises(TooManyTries):
        await enter(database, settings, attempt, code)

    assert isinstance(await enter(database, settings, attempt, code, client="192.0.2.2"), SignedIn)


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:0db8:0000:0000"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_client_is_an_address_or_a_network(address: str, client: str) -> None:
    assert client_of(address) == client


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Write your email address."),
        ("amara", "There is no @ in it. Write it as name@example.org."),
        ("amara@northgate", "The part after @ has no dot. Did you mean amara@northgate.example?"),
        ("amara@elsewhere", "The part after @ has no dot."),
        ("x,ada@northgate.example", "Something in it belongs to no address. Write one address, as name@example.org."),
        ("a@b@c.example", "Something in it belongs to no address. Write one address, as name@example.org."),
        ("a\nBcc: x@c.example", "Something in it belongs to no address. Write one address, as name@example.org."),
        ("a@-.example", "The part after @ is no mail domain. Look for a letter too many."),
        (f"{'a' * 300}@c.example", "The part after @ is no mail domain. Look for a letter too many."),
    ],
)
async def test_what_is_no_address_is_said(database: Database, settings: Settings, email: str, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await ask(database, settings, email)

    assert [(fault.path, fault.message) for fault in refused.value.faults] == [(("email",), message)]


async def test_database_alone_opens_nothing(database: Database, settings: Settings) -> None:
    await ask(database, settings)
    code = await code_for(database)

    rows = [
        tuple(row)
        for table in ("sign_in_code", "outgoing_mail", "throttle")
        for row in await database.rows(text(f"SELECT * FROM {table}"))
    ]

    octets = b"\x00".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    assert len(rows) == 4
    assert (code.encode() in octets, b"192.0.2.1" in octets, ADA.encode() in octets) == (False, False, True)


async def test_expired_codes_are_cleared_away(database: Database, settings: Settings) -> None:
    await ask(database, settings)
    await ask(database, settings, now=NOW + CODE_LASTS)

    assert len(await database.rows(select(SignInCode.id))) == 1


async def test_secrets_reach_no_log(
    client: httpx.AsyncClient, app: Any, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        sent = await client.post("/sign-in", data={"email": ADA})
        code = await delivered_code(settings)
        page = sent.headers["location"]
        await client.post(page, data={"code": wrong(code)})
        signed_in = await client.post(page, data={"code": code})
        made = await client.post(
            "/settings/tokens",
            data={"operation": "CreateToken", "name": "gate", "scopes": ["SCAN", "ADMIN"], "days": "30"},
        )
        await app.state.courier.deliver()

    assert (sent.status_code, signed_in.status_code, made.status_code) == (303, 303, 200)
    token = re.search(r"hallway_[\w-]{43}", made.text)
    assert token is not None
    secrets = [code, f"{code[:3]} {code[3:]}", client.cookies["hallway_session"], token.group(), SECRET.hex()]
    logged = "\n".join(f"{record.name} {record.getMessage()} {record.exc_text}" for record in caplog.records)
    ours = "\n".join(line for line in logged.splitlines() if not line.startswith("httpx"))
    assert [secret for secret in secrets if secret in ours] == []
