"""Organizers give badges of an event to all who come, or to some of them."""

import secrets as entropy
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, insert, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.attendance.organizing import require_organizer, require_staff
from server.attendance.seats import event_of, lock
from server.audit.models import Action
from server.audit.record import record
from server.badges.models import Badge, BadgeState
from server.badges.token import SEED_OCTETS, derive, hash_of
from server.errors import NotFound
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.attendance import Attendance, AttendanceStatus
from server.events.booths import Booth, BoothStaff
from server.events.staff import EventStaff
from server.keys import new_key
from server.people.models import Person


async def issue_for_event(
    session: AsyncSession,
    *,
    secret: bytes,
    actor: Actor,
    occurrence_id: UUID,
    people: Collection[UUID] | None = None,
    now: datetime,
) -> int:
    """Give a badge of the event to everybody who goes to the instance, speaks, stands at a booth or works there, or to
    those of them who are named in `people`; to how many. Who has one keeps it, so the second time it is 0. Whose badge
    was taken back gets another one only by name.

    To all: whoever organizes the event; to some: whoever works there. Raises SignInRequired, ScopeMissing, NotFound,
    also for somebody who is none of these, and NotPermitted.
    """
    member = require_member(actor)
    event_id = await event_of(session, occurrence_id)
    if event_id is None:
        raise NotFound
    if people is None:
        await require_organizer(session, member, event_id)
    else:
        await require_staff(session, member, event_id)
    await lock(session, [event_id])
    there = {row.person_id: row for row in await session.execute(who_is_there(event_id, occurrence_id))}

    if people is not None and not there.keys() >= set(people):
        raise NotFound

    lacking = [id_ for id_ in (there if people is None else dict.fromkeys(people)) if there[id_].badge_id is None]
    if people is None:
        lacking = [id_ for id_ in lacking if not there[id_].held]
    await issue_to_all(session, secret=secret, event_id=event_id, people=lacking, now=now)
    if lacking:
        detail = {"event": event_id.hex, "to": str(len(lacking))}
        await record(session, actor_id=member.person_id, action=Action.BADGES_ISSUED, detail=detail, now=now)
    return len(lacking)


async def issue_to_all(
    session: AsyncSession, *, secret: bytes, event_id: UUID, people: Collection[UUID], now: datetime
) -> None:
    """Badges for people who have none of the event that is active; the caller has locked the event. One statement."""
    seeds = [entropy.token_bytes(SEED_OCTETS) for _ in people]
    rows = [
        {
            "id": new_key(),
            "person_id": person_id,
            "event_id": event_id,
            "seed": seed,
            "token_hash": hash_of(derive(secret, seed)),
            "state": BadgeState.ACTIVE,
            "issued_at": now,
        }
        for person_id, seed in zip(people, seeds, strict=True)
    ]
    if rows:
        await session.execute(insert(Badge), rows)


def who_is_there(event_id: UUID, occurrence_id: UUID) -> Any:
    """(person_id, badge_id, held) of all who may have a badge of the event, by name: the active one or None, and
    whether they ever had one."""
    there: Any = union(
        select(Attendance.person_id).where(
            Attendance.occurrence_id == occurrence_id, Attendance.status == AttendanceStatus.GOING
        ),
        select(EventStaff.person_id).where(EventStaff.event_id == event_id),
        select(BoothStaff.person_id).join(Booth, Booth.id == BoothStaff.booth_id).where(Booth.event_id == event_id),
        select(AgendaSpeaker.person_id)
        .join(AgendaItem, AgendaItem.id == AgendaSpeaker.agenda_item_id)
        .where(AgendaItem.event_id == event_id, AgendaSpeaker.person_id.is_not(None)),
        select(Badge.person_id).where(Badge.event_id == event_id),
    )
    ever = Badge.__table__.alias("ever")
    held = exists().where(ever.c.person_id == Person.id, ever.c.event_id == event_id)
    active = (Badge.person_id == Person.id) & (Badge.event_id == event_id) & (Badge.state == BadgeState.ACTIVE)
    return (
        select(Person.id.label("person_id"), Badge.id.label("badge_id"), held.label("held"))
        .outerjoin(Badge, active)
        .where(Person.id.in_(there), Person.erased_at.is_(None))
        .order_by(Person.name, Person.id)
    )
