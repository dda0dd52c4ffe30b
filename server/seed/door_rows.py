"""Doors and booths of the fair that goes on, its guests, badges for all, and who is in, by the rules of every door."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Member
from server.badges.bring_in import bring_in
from server.badges.issue_for_event import issue_for_event
from server.badges.models import Badge, BadgeState
from server.badges.newcomer import Newcomer
from server.doors.decide import decide
from server.doors.facts import load_facts
from server.doors.keep import keep
from server.doors.models import CheckInMethod, DoorStation
from server.doors.scan import AtDoor
from server.errors import Refusal
from server.events.booths import BoothStaff
from server.keys import derived_key
from server.seed.dates import duration
from server.seed.fair_files import ArrivalEntry, FairFiles

FAIR = derived_key("event", "fair")
HOST = Member(derived_key("person", "ruth"))
_DAY = timedelta(days=1)
_DELAY = timedelta(seconds=1)


async def write(session: AsyncSession, files: FairFiles, *, secret: bytes, now: datetime) -> None:
    """Doors, teams of booths, guests and badges a day old, and each arrival at its time before `now`."""
    session.add_all(
        DoorStation(
            id=_station(entry.name),
            event_id=FAIR,
            occurrence_id=FAIR,
            name=entry.name,
            lets_in_anyway=entry.lets_in_anyway,
            created_at=now - _DAY,
        )
        for entry in files.stations
    )
    guests = [
        (
            derived_key("person", key),
            Newcomer(entry.name, "", entry.pronouns, entry.line, entry.works_for, entry.job_title),
        )
        for key, entry in files.guests.items()
    ]
    staff = [
        {"booth_id": derived_key("booth", "fair", label), "person_id": derived_key("person", person)}
        for label, people in files.teams.items()
        for person in people
    ]
    await session.execute(insert(BoothStaff), staff)
    of = {"event_id": FAIR, "occurrence_id": FAIR}
    await bring_in(session, secret=secret, **of, newcomers=guests, now=now - _DAY)
    await issue_for_event(session, secret=secret, actor=HOST, occurrence_id=FAIR, now=now - _DAY)
    await _let_in(session, files, now)


async def badges(session: AsyncSession) -> dict[UUID, bytes]:
    """The hash of everybody's badge of the fair, or else of their standing one."""
    mine = (Badge.event_id.is_(None)) | (Badge.event_id == FAIR)
    rows = await session.execute(
        select(Badge.person_id, Badge.token_hash)
        .where(mine, Badge.state == BadgeState.ACTIVE)
        .order_by(Badge.event_id.is_not(None))
    )
    return {row.person_id: row.token_hash for row in rows}


async def _let_in(session: AsyncSession, files: FairFiles, now: datetime) -> None:
    hashes = await badges(session)
    arrivals = [_at_door(entry, hashes, now) for entry in files.arrivals]
    facts = await load_facts(session, arrivals, viewer=HOST.person_id)
    answers, made = decide(arrivals, facts)
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert not refused, f"fair_so_far.yaml holds an arrival that the rules refuse: {refused[0]!r}"
    await keep(session, made, now=now)


def _at_door(entry: ArrivalEntry, hashes: dict[UUID, bytes], now: datetime) -> AtDoor:
    person = derived_key("person", entry.person)
    by_name = entry.how is CheckInMethod.NAME or entry.door is None
    at = now - duration(entry.ago)
    return AtDoor(
        id=derived_key("check_in", entry.person, entry.ago),
        door=_station(entry.door) if entry.door else FAIR,
        by_id=derived_key("person", entry.by) if entry.by else person,
        token_hash=None if by_name else hashes[person],
        person_id=person if by_name else None,
        scanned_at=at,
        how=entry.how if entry.door else CheckInMethod.SELF,
        anyway=entry.anyway,
        received_at=now - duration(entry.sent) if entry.sent else at + _DELAY,
        late=entry.sent is not None,
    )


def _station(name: str) -> UUID:
    return derived_key("door_station", "fair", name)
