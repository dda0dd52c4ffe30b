"""Who is on the list of an event: those who answered, and those who work there or hold a badge of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, or_, select, union

from server.badges.models import Badge, BadgeState
from server.db import Database, Key
from server.doors.models import CheckIn
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.attendance import Attendance
from server.events.booths import Booth, BoothStaff
from server.events.staff import EventStaff
from server.people.models import Person
from server.words import fold, words

MOST_FOUND = 20
_event, _here = bindparam("event", type_=Key()), bindparam("occurrence", type_=Key())


def working_at(events: Any, people: Any = None) -> Any:
    """(event_id, person_id) of `events`: who works there, stands at a booth, speaks, or holds a badge of it; only of
    `people` where given."""

    def among(column: Any) -> Any:
        return column.in_(people) if people is not None else column.is_not(None)

    return union(
        select(EventStaff.event_id, EventStaff.person_id).where(
            EventStaff.event_id.in_(events), among(EventStaff.person_id)
        ),
        select(Booth.event_id, BoothStaff.person_id)
        .join(BoothStaff, BoothStaff.booth_id == Booth.id)
        .where(Booth.event_id.in_(events), among(BoothStaff.person_id)),
        select(AgendaItem.event_id, AgendaSpeaker.person_id)
        .join(AgendaSpeaker, AgendaSpeaker.agenda_item_id == AgendaItem.id)
        .where(AgendaItem.event_id.in_(events), among(AgendaSpeaker.person_id)),
        select(Badge.event_id, Badge.person_id).where(
            Badge.event_id.in_(events), among(Badge.person_id), Badge.state == BadgeState.ACTIVE
        ),
    )


_working = working_at([_event]).subquery()
_came = select(CheckIn.person_id).where(CheckIn.occurrence_id == _here, CheckIn.undone_at.is_(None))
_LISTED = (
    select(Person.id, Person.name, Attendance.status, Person.id.in_(_came).label("came"))
    .outerjoin(Attendance, and_(Attendance.person_id == Person.id, Attendance.occurrence_id == _here))
    .where(
        Person.erased_at.is_(None),
        or_(Attendance.person_id.is_not(None), Person.id.in_(select(_working.c.person_id))),
    )
)


async def find_by_name(database: Database, *, event_id: UUID, occurrence_id: UUID, text: str) -> list[Row[Any]]:
    """(id, name, status, came) of those on the list whose name has words that begin as those of `text`, who is not in
    yet first; none for no words. One statement. For whoever stands at a door alone."""
    wanted = words(text)
    if not wanted:
        return []
    rows = await database.rows(_LISTED, {"event": event_id, "occurrence": occurrence_id})
    found = [row for row in rows if _is_called(row.name, wanted)]
    return sorted(found, key=lambda row: (row.came, fold(row.name), row.id))[:MOST_FOUND]


def _is_called(name: str, wanted: Sequence[str]) -> bool:
    own = words(name)
    return all(any(word.startswith(part) for word in own) for part in wanted)
