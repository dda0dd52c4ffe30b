"""A person takes back what they let others see of their card; at once, wherever it is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, exists, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from server.actor import Actor, require_member
from server.contacts.keep import lock
from server.contacts.models import Contact, ContactState, Encounter
from server.db import padded
from server.errors import NotFound
from server.live import person_topic, publish

_AT_ONCE = 500
"""Contacts in one statement."""


@dataclass(frozen=True, slots=True)
class OneContact:
    """Somebody's contact of the actor, by its key."""

    contact_id: UUID


@dataclass(frozen=True, slots=True)
class AtEvent:
    """Everybody whom the actor met at an event, or at one occurrence of it, by the key of either."""

    key: UUID


@dataclass(frozen=True, slots=True)
class OfEmployer:
    """Everybody whom the actor met as one of an employer's people."""

    organization_id: UUID


@dataclass(frozen=True, slots=True)
class Everybody:
    """Whoever has the actor's card."""


FromWhom = OneContact | AtEvent | OfEmployer | Everybody

_shared = and_(Contact.state == ContactState.ACTIVE, Contact.withdrawn_at.is_(None))


async def withdraw(session: AsyncSession, *, actor: Actor, from_whom: FromWhom, now: datetime) -> int:
    """From how many the actor's card is withdrawn now; nothing of it is shown there any more, and it is no longer
    mutual. What the others wrote stays theirs. Who waits for a yes goes on waiting.

    What is withdrawn already stays as it is, with its moment. Raises SignInRequired, ScopeMissing, and NotFound for a
    contact that is not of the actor.
    """
    member = require_member(actor)
    mine = Contact.person_id == member.person_id
    statement = select(Contact.id, Contact.owner_id, Contact.person_id)
    if isinstance(from_whom, OneContact):
        found = (await session.execute(statement.where(mine, Contact.id == from_whom.contact_id))).all()
        if not found:
            raise NotFound
    else:
        found = (await session.execute(statement.where(mine, _shared, _among(from_whom, member.person_id)))).all()

    closed = await _close(session, found, now)
    if closed:
        await publish(session, person_topic(member.person_id), *(person_topic(owner) for owner, _ in closed))
    return len(closed)


async def expire_grants(session: AsyncSession, *, now: datetime) -> int:
    """Withdraw what was granted until `now` or earlier; from how many. The second time there is nothing left."""
    statement = select(Contact.id, Contact.owner_id, Contact.person_id)
    found = (await session.execute(statement.where(Contact.expires_at <= now, _shared))).all()

    closed = await _close(session, found, now, Contact.expires_at <= now)
    await publish(session, *(person_topic(person) for pair in closed for person in pair))
    return len(closed)


def _among(from_whom: FromWhom, me: UUID) -> ColumnElement[bool]:
    match from_whom:
        case AtEvent(key):
            met = or_(
                and_(Encounter.scanner_id == Contact.owner_id, Encounter.person_id == me),
                and_(Encounter.scanner_id == me, Encounter.person_id == Contact.owner_id),
            )
            return exists().where(
                met, Encounter.undone_at.is_(None), or_(Encounter.event_id == key, Encounter.occurrence_id == key)
            )
        case OfEmployer(organization_id):
            return Contact.employer_id == organization_id
        case _:
            return Contact.id.is_not(None)


async def _close(
    session: AsyncSession, found: Sequence[Any], now: datetime, *also: ColumnElement[bool]
) -> list[tuple[UUID, UUID]]:
    """Owner and person of each of `found` that was still shared once the pairs' locks were held."""
    connection = await session.connection()
    table, other = Contact.__table__, aliased(Contact)
    assert isinstance(table, Table)
    closed: list[tuple[UUID, UUID]] = []
    await lock(connection, [(row.owner_id, row.person_id) for row in found])
    for ids in _pieces([row.id for row in found]):
        changed = await connection.execute(
            update(table)
            .where(Contact.id.in_(ids), _shared, *also)
            .values(withdrawn_at=now, mutual=False)
            .returning(table.c.owner_id, table.c.person_id)
        )
        closed += [(row.owner_id, row.person_id) for row in changed]
        both = tuple_(table.c.owner_id, table.c.person_id)
        back = select(other.person_id, other.owner_id).where(other.id.in_(ids), other.withdrawn_at.is_not(None))
        await connection.execute(update(table).where(both.in_(back), table.c.mutual).values(mutual=False))
    return closed


def _pieces(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield padded(ids[start : start + _AT_ONCE])
