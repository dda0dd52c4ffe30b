"""Signing in and out: tokens are given out once, and the database keeps only their hashes."""

from datetime import timedelta
from hashlib import sha256

import pytest
from conftest import NOW, SECRET
from sqlalchemy import func, select, text

from server.actor import ALL_SCOPES, ANONYMOUS, Member
from server.db import Database
from server.people.demo_sign_in import CAST, demo_api_token
from server.people.models import ApiToken, Session
from server.people.sign_in import (
    SESSION_LASTS,
    actor_of_api_token,
    actor_of_session,
    end_session,
    issue_api_token,
    start_session,
)
from server.seed import SeededCampus

INSTANT = timedelta(microseconds=1)


async def signed_in(database: Database, campus: SeededCampus, key: str = "ada") -> str:
    async with database.write() as session:
        return await start_session(session, person_id=campus.people[key], user_agent="Firefox", now=NOW)


async def test_start_session_makes_its_token_the_person(database: Database, campus: SeededCampus) -> None:
    token = await signed_in(database, campus)

    assert await actor_of_session(database, token, now=NOW) == Member(campus.people["ada"])


async def test_start_session_twice_keeps_both_devices_signed_in(database: Database, campus: SeededCampus) -> None:
    laptop = await signed_in(database, campus)
    phone = await signed_in(database, campus)

    assert laptop != phone
    assert await actor_of_session(database, laptop, now=NOW) == Member(campus.people["ada"])
    assert await actor_of_session(database, phone, now=NOW) == Member(campus.people["ada"])


async def test_start_session_clears_away_what_has_expired(database: Database, campus: SeededCampus) -> None:
    await signed_in(database, campus)
    later = NOW + SESSION_LASTS
    async with database.write() as session:
        await start_session(session, person_id=campus.people["ada"], user_agent="", now=later)

    rows = await database.rows(select(Session.created_at).where(Session.person_id == campus.people["ada"]))

    assert [row.created_at for row in rows] == [later]


async def test_start_session_cuts_a_long_user_agent(database: Database, campus: SeededCampus) -> None:
    async with database.write() as session:
        await start_session(session, person_id=campus.people["ada"], user_agent="M" * 5000, now=NOW)

    (row,) = await database.rows(select(Session.user_agent))
    assert row.user_agent == "M" * 200


async def test_tokens_in_the_database_are_hashes(database: Database, campus: SeededCampus) -> None:
    session_token = await signed_in(database, campus)
    async with database.write() as session:
        api_token = await issue_api_token(session, person_id=campus.people["ada"], name="gate", now=NOW)

    sessions = await database.rows(text("SELECT * FROM session"))
    tokens = await database.rows(text("SELECT * FROM api_token"))

    assert len(sessions) == 1
    assert [row.token_hash for row in sessions] == [sha256(session_token.encode()).digest()]
    assert sha256(api_token.encode()).digest() in {row.token_hash for row in tokens}
    everything = repr([tuple(row) for row in [*sessions, *tokens]])
    assert session_token not in everything
    assert api_token not in everything


async def test_tokens_hold_256_random_bits(database: Database, campus: SeededCampus) -> None:
    tokens = {await signed_in(database, campus) for _ in range(20)}

    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}  # 32 octets in base64url


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 100_000, "Zoë\udcff", "\x00"])
async def test_actor_of_an_unknown_token_is_anonymous(database: Database, token: str) -> None:
    assert await actor_of_session(database, token, now=NOW) == ANONYMOUS
    assert await actor_of_api_token(database, token, now=NOW) == ANONYMOUS


async def test_actor_of_a_session_unused_for_thirty_days_is_anonymous(database: Database, campus: SeededCampus) -> None:
    token = await signed_in(database, campus)

    assert await actor_of_session(database, token, now=NOW + timedelta(days=30)) == ANONYMOUS
    assert await actor_of_session(database, token, now=NOW + timedelta(days=30) - INSTANT) == Member(
        campus.people["ada"]
    )


async def test_actor_of_a_session_in_use_stays_beyond_thirty_days(database: Database, campus: SeededCampus) -> None:
    token = await signed_in(database, campus)

    for weeks in range(1, 20):
        actor = await actor_of_session(database, token, now=NOW + timedelta(weeks=weeks))

        assert actor == Member(campus.people["ada"])


async def test_actor_of_session_writes_at_most_once_a_day(
    database: Database, campus: SeededCampus, statements: list[str]
) -> None:
    token = await signed_in(database, campus)
    tomorrow = NOW + timedelta(days=1)
    statements.clear()

    await actor_of_session(database, token, now=tomorrow - INSTANT)
    assert [statement.split()[0] for statement in statements] == ["SELECT"]

    await actor_of_session(database, token, now=tomorrow)
    assert [statement.split()[0] for statement in statements] == ["SELECT", "SELECT", "UPDATE"]

    await actor_of_session(database, token, now=tomorrow + timedelta(hours=23))
    assert [statement.split()[0] for statement in statements] == ["SELECT", "SELECT", "UPDATE", "SELECT"]
    (row,) = await database.rows(select(Session.last_used_at, Session.expires_at))
    assert tuple(row) == (tomorrow, tomorrow + SESSION_LASTS)


async def test_end_session_ends_only_that_one(database: Database, campus: SeededCampus) -> None:
    laptop, phone = await signed_in(database, campus), await signed_in(database, campus)

    async with database.write() as session:
        await end_session(session, token=laptop, now=NOW + INSTANT)

    assert await actor_of_session(database, laptop, now=NOW + INSTANT) == ANONYMOUS
    assert await actor_of_session(database, phone, now=NOW + INSTANT) == Member(campus.people["ada"])


async def test_end_session_twice_changes_nothing(database: Database, campus: SeededCampus) -> None:
    token = await signed_in(database, campus)
    for seconds in (1, 2):
        async with database.write() as session:
            await end_session(session, token=token, now=NOW + timedelta(seconds=seconds))

    (row,) = await database.rows(select(Session.expires_at))

    assert row.expires_at == NOW + timedelta(seconds=1)


async def test_end_session_of_an_unknown_token_changes_nothing(database: Database, campus: SeededCampus) -> None:
    token = await signed_in(database, campus)

    async with database.write() as session:
        await end_session(session, token="nonsense", now=NOW)

    assert await actor_of_session(database, token, now=NOW) == Member(campus.people["ada"])


async def test_api_token_acts_as_its_person(database: Database, campus: SeededCampus) -> None:
    async with database.write() as session:
        token = await issue_api_token(session, person_id=campus.people["ben"], name="gate", now=NOW)

    ben = Member(campus.people["ben"], ALL_SCOPES)
    assert await actor_of_api_token(database, token, now=NOW + timedelta(days=4000)) == ben


async def test_api_token_is_no_session_and_a_session_no_api_token(database: Database, campus: SeededCampus) -> None:
    session_token = await signed_in(database, campus)
    async with database.write() as session:
        api_token = await issue_api_token(session, person_id=campus.people["ada"], name="gate", now=NOW)

    assert await actor_of_session(database, api_token, now=NOW) == ANONYMOUS
    assert await actor_of_api_token(database, session_token, now=NOW) == ANONYMOUS


async def test_api_token_that_expired_is_anonymous(database: Database, campus: SeededCampus) -> None:
    async with database.write() as session:
        token = await issue_api_token(session, person_id=campus.people["ben"], name="gate", now=NOW)
        await session.execute(text("UPDATE api_token SET expires_at = created_at WHERE name = 'gate'"))

    assert await actor_of_api_token(database, token, now=NOW - INSTANT) == Member(campus.people["ben"], ALL_SCOPES)
    assert await actor_of_api_token(database, token, now=NOW) == ANONYMOUS


async def test_api_tokens_of_the_cast_work(database: Database, campus: SeededCampus) -> None:
    for key in CAST:
        token = demo_api_token(SECRET, campus.people[key])

        assert await actor_of_api_token(database, token, now=NOW) == Member(campus.people[key], ALL_SCOPES)

    (row,) = await database.rows(select(func.count()).select_from(ApiToken))
    assert row[0] == len(CAST)
