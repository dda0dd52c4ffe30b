"""A person says what employers get of them: at every event, and at single ones instead."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, case, delete, exists, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, member_with, require_member
from server.contacts.keep import lock_all
from server.contacts.models import Contact, ContactState, Encounter
from server.db import Database, Key
from server.errors import NotFound
from server.events.attendance import Attendance, AttendanceStatus
from server.events.booths import Booth
from server.events.models import Event, Occurrence, Publication
from server.organizations.models import Organization, OrganizationKind
from server.people.models import Card, EmployerChoice
from server.people.policies import ALL_GRANTS, FOR_EMPLOYERS, grant

MOST_EVENTS = 50


class ForEmployers(StrEnum):
    """One of FOR_EMPLOYERS."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    RESUME = "resume"


async def choose_for_employers(
    session: AsyncSession,
    *,
    actor: Actor,
    event_id: UUID | None,
    fields: Collection[ForEmployers] | None,
    now: datetime,
) -> UUID:
    """From now on employers' people get `fields`, and no other of FOR_EMPLOYERS, of the actor at an event; `event_id`
    None: at every event for which nothing else was chosen. `fields` None: nothing else is chosen any more.

    It acts at once on those who have the actor's card: what no meeting gives them any more goes, what one gives now
    comes, but not to whom the card is withdrawn. A second time changes nothing. Returns whose choice it is. Raises
    SignInRequired, ScopeMissing, and NotFound for an event that is not published.
    """
    member = require_member(actor)
    # A scan that began before would else grant what was chosen before; this is rare enough to let all of them wait.
    await lock_all(await session.connection())
    event = await _event(session, event_id) if event_id is not None else None
    chosen = " ".join(name for name in FOR_EMPLOYERS if name in (fields or ()))

    if event is None:
        card = update(Card).where(Card.person_id == member.person_id)
        await session.execute(card.values(employers_get=chosen, updated_at=now))
    else:
        there = (EmployerChoice.person_id == member.person_id, EmployerChoice.event_id == event)
        await session.execute(delete(EmployerChoice).where(*there))
        if fields is not None:
            session.add(EmployerChoice(person_id=member.person_id, event_id=event, fields=chosen, updated_at=now))
            await session.flush()
    await _apply(session, member.person_id)
    return member.person_id


async def employer_choices(database: Database, *, actor: Actor) -> Sequence[Row[Any]]:
    """(event_id, fields, which are None where nothing else was chosen) of each event with employers at which the actor
    is going to be, was, or chose something: the last one first, 50 at most. None for strangers. One statement."""
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return []
    return await database.rows(_CHOICES, {"me": member.person_id})


async def _event(session: AsyncSession, key: UUID) -> UUID:
    """The event that has this key, or one of its occurrences. Raises NotFound."""
    occurring = exists().where(Occurrence.event_id == Event.id, Occurrence.id == key)
    published = select(Event.id).where(or_(Event.id == key, occurring), Event.publication == Publication.PUBLISHED)
    found = await session.scalar(published)
    if found is None:
        raise NotFound
    return found


async def _apply(session: AsyncSession, me: UUID) -> None:
    """Bring every contact that an employer's people have of `me` in line with what was chosen for their meetings."""
    always = await session.scalar(select(Card.employers_get).where(Card.person_id == me)) or ""
    theirs = EmployerChoice.person_id == me
    choices = {
        row.event_id: row.fields
        for row in await session.execute(select(EmployerChoice.event_id, EmployerChoice.fields).where(theirs))
    }
    given: dict[UUID, int] = {}
    for row in await session.execute(_MEETINGS, {"me": me}):
        chosen = choices.get(row.event_id, always) if row.event_id is not None else always
        given[row.id] = given.get(row.id, 0) | grant(chosen.split())
    for contact in await session.scalars(select(Contact.id).where(_of_employers), {"me": me}):
        given.setdefault(contact, grant(always.split()))
    by_mask: dict[int, list[UUID]] = {}
    for contact, mask in given.items():
        by_mask.setdefault(mask, []).append(contact)
    for mask, contacts in by_mask.items():
        for start in range(0, len(contacts), _PIECE):
            piece = contacts[start : start + _PIECE]
            await session.execute(_bounded(mask).where(Contact.id.in_(piece)))


_PIECE = 500
"""Contacts in one statement."""


def _bounded(mask: int) -> Any:
    others = ALL_GRANTS & ~grant(FOR_EMPLOYERS)
    is_open = and_(Contact.state == ContactState.ACTIVE, Contact.withdrawn_at.is_(None))
    taken = Contact.granted.bitwise_and(others | mask)
    granted = case((is_open, taken.bitwise_or(mask)), else_=taken)
    return update(Contact).values(granted=granted).execution_options(synchronize_session=False)


_me = bindparam("me", type_=Key())
_of_employers = and_(Contact.person_id == _me, Contact.employer_id.is_not(None))
_MEETINGS = union(
    select(Contact.id, Encounter.event_id)
    .join(Encounter, and_(Encounter.person_id == _me, Encounter.scanner_id == Contact.owner_id))
    .where(_of_employers, Encounter.undone_at.is_(None)),
    select(Contact.id, Encounter.event_id)
    .join(Encounter, and_(Encounter.scanner_id == _me, Encounter.person_id == Contact.owner_id))
    .where(_of_employers, Encounter.undone_at.is_(None)),
)
_has_employers = or_(
    exists().where(
        Booth.event_id == Event.id,
        Booth.organization_id == Organization.id,
        Organization.kind == OrganizationKind.EMPLOYER,
    ),
    exists().where(Organization.id == Event.organization_id, Organization.kind == OrganizationKind.EMPLOYER),
)
_is_there = or_(
    exists().where(
        Attendance.event_id == Event.id,
        Attendance.person_id == _me,
        Attendance.status == AttendanceStatus.GOING,
    ),
    exists().where(Encounter.event_id == Event.id, or_(Encounter.person_id == _me, Encounter.scanner_id == _me)),
)
_CHOICES = (
    select(Event.id.label("event_id"), EmployerChoice.fields)
    .outerjoin(EmployerChoice, and_(EmployerChoice.event_id == Event.id, EmployerChoice.person_id == _me))
    .where(
        Event.publication == Publication.PUBLISHED,
        or_(EmployerChoice.event_id.is_not(None), and_(_has_employers, _is_there)),
    )
    .order_by(Event.starts_at.desc(), Event.id)
    .limit(MOST_EVENTS)
)
