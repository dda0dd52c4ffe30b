"""What must be known to decide who comes in, loaded for a group of scans at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from server.attendance.seats import lock
from server.badges.models import BadgeState
from server.db import padded
from server.doors import facts_of
from server.doors.models import CheckIn
from server.doors.scan import AtDoor
from server.events.attendance import AttendanceStatus

Here = tuple[UUID, UUID]
"""An occurrence and a person."""


@dataclass(frozen=True, slots=True)
class BadgeFacts:
    id: UUID
    person_id: UUID
    name: str
    event_id: UUID | None
    event_name: str | None
    state: BadgeState
    ended_at: datetime | None


@dataclass(slots=True)
class Facts:
    """Everything that the rules look at."""

    doors: dict[UUID, Row[Any]] = field(default_factory=dict)
    """By key of the station or of the occurrence; see `facts_of.stations`. Only those that the actor may use."""
    badges: dict[bytes, BadgeFacts] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)
    answers: dict[Here, AttendanceStatus] = field(default_factory=dict)
    other_days: dict[tuple[UUID, UUID], datetime] = field(default_factory=dict)
    """By event and person: when another instance begins to which they said that they come."""
    working: set[tuple[UUID, UUID]] = field(default_factory=set)
    """Event and person: who works there, stands at a booth, speaks, or holds a badge of the event."""
    known: dict[UUID, CheckIn] = field(default_factory=dict)
    """By their own key."""
    past: dict[Here, list[CheckIn]] = field(default_factory=lambda: defaultdict(list))
    """All check-ins of somebody, also those that were undone."""
    inside: set[Here] = field(default_factory=set)
    """Who of those that it is about is in."""
    heads: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))
    """By occurrence: how many are in, all told."""
    stations: dict[UUID, str] = field(default_factory=dict)
    """Names of the stations of `past`."""


async def load_facts(session: AsyncSession, scans: Sequence[AtDoor], *, viewer: UUID) -> Facts:
    """Eight statements, whatever the number of scans; on PostgreSQL one more for each event, which locks it."""
    facts = Facts()
    for row in await _rows(session, facts_of.DOORS, keys={scan.door for scan in scans}, viewer=viewer):
        facts.doors[row.key] = row
    events = {door.event_id for door in facts.doors.values()}
    if not events:
        return facts
    await lock(session, events)
    hashes = {scan.token_hash for scan in scans if scan.token_hash is not None}
    for row in await _rows(session, facts_of.BADGES, hashes=hashes or {b""}):
        badge = BadgeFacts(*tuple(row)[1:])
        facts.badges[row.token_hash] = badge
        facts.names[badge.person_id] = badge.name
    people = {badge.person_id for badge in facts.badges.values()}
    people |= {scan.person_id for scan in scans if scan.person_id is not None}
    for row in await _rows(session, facts_of.CHECK_INS, ids={scan.id for scan in scans}):
        facts.known[row[0].id] = row[0]
        people.add(row[0].person_id)
    if not people:
        return facts
    await _load_people(session, facts, people, events)
    return facts


async def _load_people(session: AsyncSession, facts: Facts, people: set[UUID], events: set[UUID]) -> None:
    here = {door.occurrence_id for door in facts.doors.values()}
    for row in await _rows(session, facts_of.NAMES, people=people):
        facts.names[row.id] = row.name
    for row in await _rows(session, facts_of.ANSWERS, people=people, events=events):
        facts.answers[row.occurrence_id, row.person_id] = row.status
        if row.status is AttendanceStatus.GOING and row.starts_at is not None and row.occurrence_id not in here:
            facts.other_days.setdefault((row.event_id, row.person_id), row.starts_at)
    for row in await _rows(session, facts_of.WORKING, people=people, events=events):
        facts.working.add((row.event_id, row.person_id))
    for row in await _rows(session, facts_of.PAST, people=people, occurrences=here):
        facts.past[row[0].occurrence_id, row[0].person_id].append(row[0])
        if row[0].undone_at is None:
            facts.inside.add((row[0].occurrence_id, row[0].person_id))
        if row.station is not None:
            facts.stations[row[0].station_id] = row.station
    for row in await _rows(session, facts_of.HEADS, occurrences=here):
        facts.heads[row.occurrence_id] = row.heads


async def _rows(session: AsyncSession, statement: Any, **given: Any) -> Sequence[Row[Any]]:
    values = {name: padded(list(value)) if isinstance(value, set) else value for name, value in given.items()}
    return (await session.execute(statement, values)).all()
