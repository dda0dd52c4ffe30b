"""Whose badges are in an event's roster, and what each says."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, or_, select, union

from server.badges.models import Badge, BadgeState
from server.db import Database, Instant, Key
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.attendance import Attendance, AttendanceStatus
from server.events.booths import Booth, BoothStaff
from server.events.staff import EventStaff
from server.people.models import Block, Card, Person
from server.people.policies import Tier
from server.people.visible import shown
from server.rosters.may import Allowed, RosterAudience
from server.rosters.seal import SealedCard

TELLS_OF_ENDED = timedelta(days=30)
"""For how long a standing badge that has ended is told apart from one that nobody knows."""


async def badges_there(database: Database, which: Allowed, *, now: datetime) -> Sequence[Row[Any]]:
    """(person_id, seed, token_hash, state, name, pronouns, headline, status, checked_in_at) of each badge.

    Of everybody who goes to the instance, waits for it or works there; for SCAN also of those who hold a badge of the
    event and are not on its list. Names only where their person shares them with everybody signed in. One statement.
    """
    values = {"event": which.event_id, "occurrence": which.occurrence_id, "since": now - TELLS_OF_ENDED}
    return await database.rows(_STATEMENTS[which.audience], values)


async def who_hide_from(database: Database, person_id: UUID) -> set[UUID]:
    """Those who blocked this person. One statement."""
    return {row.person_id for row in await database.rows(_HIDE, {"viewer": person_id})}


def card_of(row: Row[Any], audience: RosterAudience) -> SealedCard:
    """What the roster says of one badge; nothing of whose it was once it has ended."""
    if row.state is not BadgeState.ACTIVE:
        return SealedCard("", "", "", row.state)
    status = ""
    if audience is RosterAudience.CHECK_IN:
        if row.checked_in_at is not None:
            status = "CHECKED_IN"
        elif row.status is AttendanceStatus.WAITLISTED:
            status = "WAITLISTED"
    if row.name is None:
        return SealedCard("", "", "", status)
    return SealedCard(row.name, row.pronouns or "", row.headline or "", status)


_event, _occurrence = bindparam("event", type_=Key()), bindparam("occurrence", type_=Key())
_HIDE = select(Block.person_id).where(Block.blocked_id == bindparam("viewer", type_=Key()))
_ON_LIST = (
    select(Attendance.person_id).where(
        Attendance.occurrence_id == _occurrence,
        Attendance.status.in_([AttendanceStatus.GOING, AttendanceStatus.WAITLISTED]),
    ),
    select(EventStaff.person_id).where(EventStaff.event_id == _event),
    select(BoothStaff.person_id).join(Booth, Booth.id == BoothStaff.booth_id).where(Booth.event_id == _event),
    select(AgendaSpeaker.person_id)
    .join(AgendaItem, AgendaItem.id == AgendaSpeaker.agenda_item_id)
    .where(AgendaItem.event_id == _event, AgendaSpeaker.person_id.is_not(None)),
)
_HOLDERS = select(Badge.person_id).where(Badge.event_id == _event)


def _badges(people: Any) -> Select[Any]:
    # Codes of which scans may still arrive say nothing: somebody's who takes fresh ones would be most of a roster.
    gone = and_(Badge.ended_at > bindparam("since", type_=Instant()), Badge.late_until.is_(None))
    ended = or_(Badge.event_id == _event, gone)
    fields = [
        shown(getattr(Person, field), getattr(Card, f"{field}_audience"), Tier.MEMBER).label(field)
        for field in ("name", "pronouns", "headline")
    ]
    here = and_(Attendance.occurrence_id == _occurrence, Attendance.person_id == Badge.person_id)
    return (
        select(Badge.person_id, Badge.seed, Badge.token_hash, Badge.state, *fields)
        .add_columns(Attendance.status, Attendance.checked_in_at)
        .join(Person, Person.id == Badge.person_id)
        .join(Card, Card.person_id == Person.id)
        .outerjoin(Attendance, here)
        .where(
            Badge.person_id.in_(people),
            or_(Badge.event_id == _event, Badge.event_id.is_(None)),
            or_(Badge.state == BadgeState.ACTIVE, ended),
            Person.erased_at.is_(None),
        )
    )


_STATEMENTS = {
    RosterAudience.CHECK_IN: _badges(union(*_ON_LIST)),
    RosterAudience.SCAN: _badges(union(*_ON_LIST, _HOLDERS)),
}
