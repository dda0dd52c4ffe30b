"""What a campus keeps no longer goes: old entries of the audit trail, sessions, encounters, and unused accounts.

Each campus decides about its people. What belongs to no campus goes when it is older than every campus keeps its own.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, exists, func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.audit.models import AuditEntry
from server.campuses.models import Campus
from server.config import Settings
from server.contacts.models import Encounter
from server.contacts.withdraw import expire_grants
from server.db import Database
from server.events.extend import extend_series
from server.files.store import open_files
from server.imports.preview import forget_old
from server.mail.models import OutgoingMail
from server.mail.send import send
from server.my_data.erase import after_erasing, erase
from server.my_data.looked_after import looked_after_alone
from server.my_data.models import AccountWarning, Retention
from server.my_data.months import months_before
from server.my_data.tidy_files import tidy_files
from server.people.models import ApiToken, Person, Session
from server.printing.expire import expire_prints

TIDY_EVERY = timedelta(days=1)
TIDY_FIRST = timedelta(minutes=10)
"""After a server's start, so that a restart is not slowed down; one restarted more often never gets to it."""
WARNED_BEFORE = timedelta(days=30)
"""How long before an account goes its owner is told."""

_LOCK = text("SELECT pg_try_advisory_xact_lock(1213481296)")
_BLIND = {"synchronize_session": False}


@dataclass(slots=True)
class Tidied:
    """How much went."""

    entries: int = 0
    sessions: int = 0
    encounters: int = 0
    grants: int = 0
    """Withdrawn since the time for which they were given is over, whatever the campus."""
    warned: int = 0
    erased: int = 0
    files: int = 0
    """That no row had for a day."""


async def tidy(database: Database, settings: Settings, *, now: datetime) -> Tidied | None:
    """Do it, and list another month of series; a second time at the same moment changes nothing.

    None where another process is at it.
    """
    async with _alone(database) as alone:
        if not alone:
            return None
        done = Tidied()
        await extend_series(database, now=now)
        async with database.write() as session:
            done.grants = await expire_grants(session, now=now)
            await forget_old(session, now=now)
        campuses = await database.rows(_CAMPUSES)
        for campus in campuses:
            await _tidy_logs(database, campus, done, now)
            await _tidy_encounters(database, campus, done, now)
            await _tidy_accounts(database, settings, campus, done, now)
        await _tidy_what_is_nobodys(database, campuses, done, now)
        await expire_prints(database, open_files(settings.files_url), now=now)
        done.files = await tidy_files(database, open_files(settings.files_url), now=now)
        return done


_CAMPUSES = select(
    Campus.id, Campus.name, Retention.accounts_months, Retention.encounters_months, Retention.logs_months
).outerjoin(Retention, Retention.campus_id == Campus.id)


async def _tidy_logs(database: Database, campus: Row[Any], done: Tidied, now: datetime) -> None:
    if campus.logs_months is None:
        return
    before = months_before(now, campus.logs_months)
    theirs = select(Person.id).where(Person.campus_id == campus.id)
    old = and_(AuditEntry.at < before, func.coalesce(AuditEntry.subject_id, AuditEntry.actor_id).in_(theirs))
    over = and_(Session.expires_at < before, Session.person_id.in_(theirs))
    async with database.write() as session:
        done.entries += await _gone(session, delete(AuditEntry).where(old).returning(AuditEntry.id))
        used = select(func.max(Session.last_used_at)).where(Session.person_id == Person.id).scalar_subquery()
        ended = exists().where(Session.person_id == Person.id, Session.expires_at < before)
        seen = update(Person).where(Person.campus_id == campus.id, ended).values(last_seen_at=used)
        await session.execute(seen, execution_options=_BLIND)
        done.sessions += await _gone(session, delete(Session).where(over).returning(Session.id))


async def _tidy_encounters(database: Database, campus: Row[Any], done: Tidied, now: datetime) -> None:
    """Those of badges of the campus's people, and those that its people made of badges of people without a campus."""
    if campus.encounters_months is None:
        return
    theirs = select(Person.id).where(Person.campus_id == campus.id)
    nobodys = select(Person.id).where(Person.campus_id.is_(None))
    of_campus = or_(
        Encounter.person_id.in_(theirs), and_(Encounter.person_id.in_(nobodys), Encounter.scanner_id.in_(theirs))
    )
    old = Encounter.received_at < months_before(now, campus.encounters_months)
    async with database.write() as session:
        done.encounters += await _gone(session, delete(Encounter).where(old, of_campus).returning(Encounter.id))


async def _tidy_accounts(database: Database, settings: Settings, campus: Row[Any], done: Tidied, now: datetime) -> None:
    if campus.accounts_months is None:
        return
    unused = months_before(now, campus.accounts_months)
    soon = months_before(now + WARNED_BEFORE, campus.accounts_months)
    async with database.write() as session:
        back = delete(AccountWarning).where(AccountWarning.person_id.not_in(select(Person.id).where(_unused(soon))))
        await session.execute(back.where(AccountWarning.person_id.in_(_people(campus))), execution_options=_BLIND)
    warned = exists().where(AccountWarning.person_id == Person.id)
    ripe = exists().where(AccountWarning.person_id == Person.id, AccountWarning.warned_at <= now - WARNED_BEFORE)
    for id_ in await _ids(database, campus, _unused(soon), ~warned):
        async with database.write() as session:
            await _warn(session, settings, await session.get_one(Person, id_), now)
        done.warned += 1
    for id_ in await _ids(database, campus, _unused(unused), ripe):
        async with database.write() as session:
            person = await session.get_one(Person, id_, with_for_update=True)
            used = not await session.scalar(select(Person.id).where(Person.id == id_, _unused(unused)))
            if used or await looked_after_alone(session, id_):
                continue  # an organization without an officer could be changed by nobody
            erased = await erase(session, person=person, by=None, settings=settings, now=now)
        await after_erasing(database, settings, erased)
        done.erased += 1


async def _tidy_what_is_nobodys(database: Database, campuses: Sequence[Row[Any]], done: Tidied, now: datetime) -> None:
    longest = [campus.logs_months for campus in campuses]
    if not longest or None in longest:
        return
    before = months_before(now, max(longest))
    somebodys = select(Person.id).where(Person.campus_id.is_not(None))
    whose = func.coalesce(AuditEntry.subject_id, AuditEntry.actor_id)
    old = and_(AuditEntry.at < before, or_(whose.is_(None), whose.not_in(somebodys)))
    async with database.write() as session:
        done.entries += await _gone(session, delete(AuditEntry).where(old).returning(AuditEntry.id))
        await session.execute(delete(OutgoingMail).where(OutgoingMail.created_at < before))


def _people(campus: Row[Any]) -> Any:
    return select(Person.id).where(Person.campus_id == campus.id)


def _unused(since: datetime) -> Any:
    """Whether nobody signed in as a person, or used their API tokens, since then; nor was the account new then."""
    return and_(
        Person.erased_at.is_(None),
        Person.created_at < since,
        or_(Person.last_seen_at.is_(None), Person.last_seen_at < since),
        ~exists().where(Session.person_id == Person.id, Session.last_used_at >= since),
        ~exists().where(ApiToken.person_id == Person.id, ApiToken.last_used_at >= since),
    )


async def _ids(database: Database, campus: Row[Any], *where: Any) -> list[UUID]:
    rows = await database.rows(select(Person.id).where(Person.campus_id == campus.id, *where))
    return [row.id for row in rows]


async def _warn(session: AsyncSession, settings: Settings, person: Person, now: datetime) -> None:
    await session.execute(insert(AccountWarning).values(person_id=person.id, warned_at=now))
    if person.email is None:
        return
    on = now + WARNED_BEFORE
    written = (
        f"Nobody has signed in to your account at {settings.base_url} for a long time.\n\n"
        f"On {on:%d %B %Y} it is erased, with your card, your badges and your contacts.\n\n"
        f"To keep it, sign in before then: {settings.base_url}/sign-in\n"
    )
    subject = "Your Hallway account is about to go"
    await send(session, secret=settings.secret, to=person.email, subject=subject, text=written, now=now)


async def _gone(session: AsyncSession, statement: Any) -> int:
    return len((await session.execute(statement, execution_options=_BLIND)).all())


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[bool]:
    """Whether this process is the only one that tidies; SQLite has one writer, and doing it twice does nothing."""
    if database.dialect == "sqlite":
        yield True
        return
    async with database.writer.begin() as connection:  # whose end frees the lock, whatever ended it
        yield bool(await connection.scalar(_LOCK))
