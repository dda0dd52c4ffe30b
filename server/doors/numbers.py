"""Organizers see how people came: per quarter of an hour, twice at two doors, and who was not on the list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select

from server.db import Database
from server.doors.counts import STANDING
from server.doors.models import CheckIn, DoorStation
from server.people.models import Person

QUARTER = timedelta(minutes=15)
MOST_QUARTERS = 7 * 24 * 4
"""Rows of the table: a week; what came before is in the first."""

_first, _again = STANDING.alias("first"), STANDING.alias("again")
_first_door, _again_door = DoorStation.__table__.alias("first_door"), DoorStation.__table__.alias("again_door")
_of_first, _of_again = CheckIn.__table__.alias("of_first"), CheckIn.__table__.alias("of_again")
_CAME = select(STANDING.c.scanned_at).where(STANDING.c.turn == 1).order_by(STANDING.c.scanned_at)
_CONFLICTS = (
    select(
        *(_again.c.id, Person.name, _first.c.scanned_at.label("first_at"), _again.c.scanned_at.label("again_at")),
        *(_first_door.c.name.label("first_station"), _again_door.c.name.label("again_station")),
    )
    .select_from(_again)
    .join(_first, and_(_first.c.person_id == _again.c.person_id, _first.c.turn == 1))
    .join(_of_first, _of_first.c.id == _first.c.id)
    .join(Person, Person.id == _again.c.person_id)
    .join(_first_door, _first_door.c.id == _first.c.station_id)
    .join(_again_door, _again_door.c.id == _again.c.station_id)
    # Whoever let them in the second time could not know of the first.
    .where(_again.c.turn > 1, _first.c.station_id != _again.c.station_id, _of_first.c.received_at > _again.c.scanned_at)
    .order_by(_again.c.scanned_at, _again.c.id)
)
_DOUBTS = (
    select(CheckIn.id, Person.name, CheckIn.doubt, CheckIn.scanned_at, DoorStation.name.label("station"))
    .join(STANDING, and_(STANDING.c.id == CheckIn.id, STANDING.c.turn == 1))
    .join(Person, Person.id == CheckIn.person_id)
    .outerjoin(DoorStation, DoorStation.id == CheckIn.station_id)
    .where(CheckIn.doubt.is_not(None))
    .order_by(CheckIn.scanned_at, CheckIn.id)
)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of an hour."""

    starts_at: datetime
    came: int
    inside: int
    """Everybody who had come by its end."""


async def quarters(database: Database, occurrence_id: UUID) -> list[Quarter]:
    """From the first arrival to the last, those without one too; empty where nobody came. One statement."""
    moments = [row.scanned_at for row in await database.rows(_CAME, {"occurrence": occurrence_id})]
    if not moments:
        return []
    last = _quarter_of(moments[-1])
    begin = max(_quarter_of(moments[0]), last - QUARTER * (MOST_QUARTERS - 1))
    counted = Counter(max(begin, _quarter_of(moment)) for moment in moments)
    found, inside = [], 0
    while begin <= last:
        inside += counted[begin]
        found.append(Quarter(begin, counted[begin], inside))
        begin += QUARTER
    return found


async def conflicts(database: Database, occurrence_id: UUID) -> Sequence[Row[Any]]:
    """Who came in at two doors that did not know of each other, such as without network: (id, name, first_at, again_at,
    first_station, again_station). Both scans are kept, and they came once. One statement."""
    return await database.rows(_CONFLICTS, {"occurrence": occurrence_id})


async def doubts(database: Database, occurrence_id: UUID) -> Sequence[Row[Any]]:
    """Who is in and was not on the list: (id, name, doubt, scanned_at, station). One statement."""
    return await database.rows(_DOUBTS, {"occurrence": occurrence_id})


def _quarter_of(moment: datetime) -> datetime:
    return moment - timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
