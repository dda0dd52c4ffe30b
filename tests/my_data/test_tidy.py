"""What a campus keeps no longer goes by itself, as the clock moves; nobody's account does without a warning."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from conftest import SECRET
from sqlalchemy import delete, func, insert, select, text, update

from server.audit.models import Action, AuditEntry
from server.audit.record import record
from server.campuses.models import CampusAdministrator
from server.config import Settings
from server.contacts.models import Contact, Encounter, ScanMethod
from server.db import Database
from server.keys import derived_key, new_key
from server.mail.models import OutgoingMail
from server.mail.seal import unseal
from server.my_data.models import AccountWarning, Retention
from server.my_data.months import months_before
from server.my_data.tidy import TIDY_EVERY, Tidied, tidy
from server.organizations.models import Membership, Role
from server.people.models import ApiToken, Person, Session
from server.people.sign_in import start_session
from server.periodic import Periodic
from server.seed import SeededCampus

THEN = datetime(2020, 5, 31, 12, 0, tzinfo=UTC)
"""Long past, also by the clock of the database, which guards the audit trail."""
DAY = timedelta(days=1)
NOTHING = Tidied()


def years_later(years: int, days: int = 0) -> datetime:
    return THEN.replace(year=THEN.year + years) + timedelta(days=days)


async def keep(database: Database, campus: SeededCampus, key: str = "boston", **months: int) -> None:
    async with database.write() as session:
        values = {"campus_id": campus.campuses[key], "updated_at": THEN, **months}
        await session.execute(insert(Retention).values(**values))


async def last_used(database: Database, person: Any, at: datetime) -> None:
    """Somebody signed in once, long ago, and never after."""
    async with database.write() as session:
        await session.execute(delete(Session).where(Session.person_id == person))
        await session.execute(delete(ApiToken).where(ApiToken.person_id == person))
        await session.execute(update(Person).where(Person.id == person).values(created_at=at - DAY))
        await start_session(session, person_id=person, user_agent="", now=at)


async def erased_at(database: Database, person: Any) -> datetime | None:
    rows = await database.rows(select(Person.erased_at).where(Person.id == person))
    at: datetime | None = rows[0].erased_at
    return at


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        (datetime(2026, 3, 31, tzinfo=UTC), 1, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2024, 3, 31, tzinfo=UTC), 1, datetime(2024, 2, 29, tzinfo=UTC)),
        (datetime(2026, 1, 15, 8, tzinfo=UTC), 1, datetime(2025, 12, 15, 8, tzinfo=UTC)),
        (datetime(2026, 5, 5, tzinfo=UTC), 120, datetime(2016, 5, 5, tzinfo=UTC)),
    ],
)
def test_months_before(moment: datetime, months: int, before: datetime) -> None:
    assert months_before(moment, months) == before


async def test_without_a_word_of_the_campus_nothing_goes(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    await last_used(database, campus.people["ben"], THEN)

    assert await tidy(database, settings, now=years_later(20)) == NOTHING


async def test_an_unused_account_is_warned_and_goes_a_month_later(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    ben = campus.people["ben"]
    await last_used(database, ben, THEN)
    await keep(database, campus, accounts_months=24)

    early = await tidy(database, settings, now=years_later(2, -31))
    warned = await tidy(database, settings, now=years_later(2, -29))
    [mail] = await database.rows(select(OutgoingMail.id, OutgoingMail.recipient, OutgoingMail.sealed))
    again = await tidy(database, settings, now=years_later(2, 0))
    before = await erased_at(database, ben)
    gone = await tidy(database, settings, now=years_later(2, 2))

    assert (early, warned, again, before, gone) == (NOTHING, Tidied(warned=1), NOTHING, None, Tidied(erased=1))
    assert await erased_at(database, ben) == years_later(2, 2)
    said = unseal([SECRET], mail.id, mail.sealed)
    assert said is not None
    assert (mail.recipient, said[0]) == ("ben@northgate.example", "Your Hallway account is about to go")
    assert "On 01 June 2022 it is erased" in said[1]
    [entry] = await database.rows(select(AuditEntry.actor_id, AuditEntry.subject_id, AuditEntry.action))
    assert tuple(entry) == (None, ben, Action.ERASED)


async def test_whoever_signs_in_after_the_warning_stays(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    ben = campus.people["ben"]
    await last_used(database, ben, THEN)
    await keep(database, campus, accounts_months=24)
    await tidy(database, settings, now=years_later(2, -29))
    async with database.write() as session:
        await start_session(session, person_id=ben, user_agent="", now=years_later(2, -5))

    assert await tidy(database, settings, now=years_later(2, 2)) == NOTHING
    assert await erased_at(database, ben) is None
    assert await database.rows(select(AccountWarning.person_id)) == []


async def test_people_of_other_campuses_and_of_none_stay(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    await last_used(database, campus.people["chen"], THEN)
    await last_used(database, campus.people["dana"], THEN)
    await keep(database, campus, accounts_months=1)

    assert await tidy(database, settings, now=years_later(2)) == NOTHING


async def test_the_last_officer_is_not_taken_from_an_organization(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    ben, club = campus.people["ben"], campus.organizations["robotics-club"]
    await last_used(database, ben, THEN)
    await keep(database, campus, accounts_months=24)
    async with database.write() as session:
        await session.execute(delete(Membership).where(Membership.organization_id == club))
        values = {"organization_id": club, "person_id": ben, "role": Role.OFFICER, "created_at": THEN}
        await session.execute(insert(Membership).values(**values))
        await session.execute(delete(CampusAdministrator))

    await tidy(database, settings, now=years_later(3))
    await tidy(database, settings, now=years_later(4))

    assert await erased_at(database, ben) is None


async def test_old_encounters_go_and_contacts_stay(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    ada, ben, chen = (campus.people[key] for key in ("ada", "ben", "chen"))
    await keep(database, campus, encounters_months=12)
    ids = {}
    async with database.write() as session:
        for name, scanner, person, at in (
            ("old", ada, ben, THEN),
            ("young", ada, ben, years_later(1, -1)),
            ("elsewhere", ada, chen, THEN),
        ):
            ids[name] = new_key()
            values = {"id": ids[name], "scanner_id": scanner, "person_id": person, "scanned_at": at, "received_at": at}
            badge = derived_key("badge", person.hex)
            await session.execute(insert(Encounter).values(**values, badge_id=badge, how=ScanMethod.CAMERA))
    contacts = await database.rows(select(func.count()).select_from(Contact))

    done = await tidy(database, settings, now=years_later(1, 1))

    left = {row.id for row in await database.rows(select(Encounter.id).where(Encounter.id.in_(list(ids.values()))))}
    assert (done, left) == (Tidied(encounters=1), {ids["young"], ids["elsewhere"]})
    assert await database.rows(select(func.count()).select_from(Contact)) == contacts


async def test_old_logs_go_and_the_last_use_of_an_account_is_kept(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    ben, chen = campus.people["ben"], campus.people["chen"]
    await last_used(database, ben, THEN)
    await keep(database, campus, logs_months=6)
    async with database.write() as session:
        for person, at in ((ben, THEN), (ben, years_later(1, -1)), (chen, THEN), (None, THEN)):
            await record(session, actor_id=person, action=Action.SIGNED_IN, now=at)

    done = await tidy(database, settings, now=years_later(1))
    again = await tidy(database, settings, now=years_later(1))

    left = {tuple(row) for row in await database.rows(select(AuditEntry.actor_id, AuditEntry.at))}
    assert left == {(ben, years_later(1, -1)), (chen, THEN), (None, THEN)}
    assert (done, again) == (Tidied(entries=1, sessions=1), NOTHING)
    seen = await database.rows(select(Person.last_seen_at).where(Person.id == ben))
    assert seen[0].last_seen_at == THEN


async def test_entries_of_nobody_go_when_every_campus_is_done_with_its_own(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    for key in campus.campuses:
        await keep(database, campus, key, logs_months=12 if key == "boston" else 6)
    async with database.write() as session:
        await record(session, actor_id=None, action=Action.SIGN_IN_FAILED, now=THEN)

    early = await tidy(database, settings, now=years_later(1, -1))
    late = await tidy(database, settings, now=years_later(1, 1))

    assert (early, late) == (NOTHING, Tidied(entries=1))


async def test_one_process_at_a_time(database: Database, settings: Settings, campus: SeededCampus) -> None:
    if database.dialect == "sqlite":
        pytest.skip("SQLite has one writer, and twice is as good as once")
    await last_used(database, campus.people["ben"], THEN)
    await keep(database, campus, accounts_months=24)
    async with database.writer.connect() as other:
        await other.execute(text("SELECT pg_advisory_lock(1213481296)"))
        meanwhile = await tidy(database, settings, now=years_later(2, -29))
        await other.execute(text("SELECT pg_advisory_unlock(1213481296)"))

    assert (meanwhile, await tidy(database, settings, now=years_later(2, -29))) == (None, Tidied(warned=1))


async def test_the_server_tidies_once_a_day(database: Database, settings: Settings, campus: SeededCampus) -> None:
    await last_used(database, campus.people["ben"], THEN)
    await keep(database, campus, accounts_months=24)
    now = years_later(2, -29)
    daily = Periodic(lambda: tidy(database, settings, now=now), name="Tidying", every=TIDY_EVERY, first=timedelta(0))

    daily.start()
    async with asyncio.timeout(20):
        while not await database.rows(select(AccountWarning.person_id)):  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(0.02)
    await daily.close()

    assert len(await database.rows(select(OutgoingMail.id))) == 1


async def test_grants_end_with_their_time_whatever_the_campus(
    database: Database, campus: SeededCampus, settings: Settings
) -> None:
    ada, kofi = campus.people["ada"], campus.people["kofi"]
    theirs = (Contact.owner_id == kofi) & (Contact.person_id == ada)
    async with database.write() as session:
        await session.execute(update(Contact).where(theirs).values(expires_at=years_later(1)))

    done = [await tidy(database, settings, now=years_later(1, days)) for days in (-1, 0, 0)]

    (contact,) = await database.rows(select(Contact.withdrawn_at, Contact.mutual).where(theirs))
    assert done == [NOTHING, Tidied(grants=1), NOTHING]
    assert tuple(contact) == (years_later(1), False)
