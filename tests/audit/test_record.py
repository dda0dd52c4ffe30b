"""What matters is written down, and stays: the database refuses to change or take away an entry that is not old."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from conftest import NOW
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from server.audit.models import Action, AuditEntry
from server.audit.record import record
from server.db import Database
from server.my_data.models import Retention
from server.seed import SeededCampus

MONTH = timedelta(days=31)


async def one_entry(database: Database, actor: UUID, at: datetime) -> None:
    async with database.write() as session:
        await record(session, actor_id=actor, action=Action.SIGNED_IN, detail={"how": "EMAIL"}, now=at)


async def logs_go_after(database: Database, campus: UUID, months: int) -> None:
    async with database.write() as session:
        values = {"campus_id": campus, "logs_months": months, "updated_at": NOW}
        await session.execute(insert(Retention).values(**values))


async def test_an_entry_says_who_did_what_and_when(database: Database, campus: SeededCampus) -> None:
    ada, eli = campus.people["ada"], campus.people["eli"]

    async with database.write() as session:
        await record(session, actor_id=eli, action=Action.ROLE_GIVEN, subject_id=ada, detail={"role": "A"}, now=NOW)

    [entry] = await database.rows(select(AuditEntry.__table__))
    assert (entry.at, entry.actor_id, entry.action, entry.subject_id) == (NOW, eli, Action.ROLE_GIVEN, ada)
    assert entry.detail == '{"role": "A"}'


async def test_an_act_that_is_rolled_back_is_not_written_down(database: Database, campus: SeededCampus) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.write() as session:
            await record(session, actor_id=campus.people["ada"], action=Action.EXPORTED, now=NOW)
            raise ZeroDivisionError

    assert await database.rows(select(AuditEntry.id)) == []


@pytest.mark.parametrize("value", ["ada@northgate.example", "Ada Osei", "", "+1 617 555 0100", "a" * 65])
async def test_a_personal_value_is_never_written_down(database: Database, value: str) -> None:
    with pytest.raises(ValueError, match="neither a name nor an id"):
        async with database.write() as session:
            await record(session, actor_id=None, action=Action.SIGN_IN_FAILED, detail={"who": value}, now=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        update(AuditEntry).values(detail="{}"),
        delete(AuditEntry),
        text("DELETE FROM audit_entry"),
        text("UPDATE audit_entry SET actor_id = NULL"),
    ],
    ids=["update", "delete", "delete as text", "update as text"],
)
async def test_the_database_refuses_to_change_the_trail(
    database: Database, campus: SeededCampus, statement: object
) -> None:
    await one_entry(database, campus.people["ada"], datetime(2020, 1, 1, tzinfo=UTC))

    with pytest.raises(DBAPIError, match="append-only"):
        async with database.write() as session:
            await session.execute(statement)  # type: ignore[call-overload]  # any of four kinds

    assert len(await database.rows(select(AuditEntry.id))) == 1


async def test_postgresql_refuses_to_empty_the_trail(database: Database, campus: SeededCampus) -> None:
    if database.dialect != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    await one_entry(database, campus.people["ada"], NOW)

    with pytest.raises(DBAPIError, match="append-only"):
        async with database.write() as session:
            await session.execute(text("TRUNCATE audit_entry"))


async def test_only_entries_older_than_a_campus_keeps_its_logs_can_go(database: Database, campus: SeededCampus) -> None:
    await logs_go_after(database, campus.campuses["boston"], 12)
    today = datetime.now(UTC)
    old, young = today - 13 * MONTH, today - 11 * MONTH
    await one_entry(database, campus.people["ada"], old)
    await one_entry(database, campus.people["ada"], young)

    with pytest.raises(DBAPIError, match="append-only"):
        async with database.write() as session:
            await session.execute(delete(AuditEntry))
    async with database.write() as session:
        await session.execute(delete(AuditEntry).where(AuditEntry.at <= old))

    assert [entry.at for entry in await database.rows(select(AuditEntry.at))] == [young]
