"""What somebody has in their own calendar: where they go, host, work or speak."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, bindparam, case, func, literal_column, select, tuple_

from server.attendance.mine import mine
from server.db import Database, Instant, Key
from server.events.upcoming import LONGEST
from server.paging import Cursor, Slice, clamp

MOST = 5000
"""Entries of an agenda that is read as a whole."""
_FIRST, _LAST = datetime(1000, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


class AgendaRole(StrEnum):
    """Why an event is in somebody's agenda."""

    HOSTING = "HOSTING"
    SPEAKING = "SPEAKING"
    GOING = "GOING"
    WAITLISTED = "WAITLISTED"
    INTERESTED = "INTERESTED"


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One occurrence in somebody's agenda."""

    occurrence_id: UUID
    event_id: UUID
    starts_at: datetime
    """Aware UTC, as `ends_at`."""
    ends_at: datetime
    """Exclusive."""
    roles: tuple[AgendaRole, ...]
    """In the order of AgendaRole; never empty."""
    overlaps_id: UUID | None = None
    """The first other occurrence in the agenda at the same time. Where somebody is only interested, and what does not
    take place, takes no time. Only in pieces; None in an agenda that is read as a whole."""


async def agenda(
    database: Database, *, person_id: UUID, since: datetime | None, until: datetime | None
) -> list[AgendaEntry]:
    """All that is in the agenda of `person_id`, by start: the first MOST of the published occurrences that end after
    `since` and start before `until`. None: without that bound. One statement."""
    rows = await database.rows(_whole(), _values(person_id, since, until))
    return [_entry(row) for row in rows]


async def agenda_page(
    database: Database,
    *,
    person_id: UUID,
    since: datetime | None,
    until: datetime | None,
    first: int,
    after: str | None = None,
) -> Slice[AgendaEntry]:
    """`agenda` piece by piece, with what overlaps; `after` is a cursor of (starts_at, occurrence_id). One statement.

    Raises InvalidInput.
    """
    cursor = Cursor.decode(after) if after is not None else Cursor(_FIRST, UUID(int=0))
    values = _values(person_id, max(since or _FIRST, cursor.at), until) | {"at": cursor.at, "id": cursor.id}
    rows = await database.rows(_piece(clamp(first)), values)
    return Slice([_entry(row, row.overlaps_id) for row in rows[:first]], len(rows) > first)


def _values(person_id: UUID, since: datetime | None, until: datetime | None) -> dict[str, Any]:
    since = since or _FIRST
    began = since - LONGEST if since > _FIRST else since
    return {"me": person_id, "since": since, "until": until or _LAST, "began": began}


def _entry(row: Any, overlaps_id: UUID | None = None) -> AgendaEntry:
    said = row.roles.split(",")
    roles = tuple(role for role in AgendaRole if role.value in said)
    return AgendaEntry(row.id, row.event_id, row.starts_at, row.ends_at, roles, overlaps_id)


@cache
def _whole() -> Select[Any]:
    own = mine()
    return _grouped(own).limit(literal_column(str(MOST)))


@cache
def _piece(first: int) -> Select[Any]:
    own = mine()
    at, id_ = bindparam("at", type_=Instant()), bindparam("id", type_=Key())
    beyond = tuple_(own.c.starts_at, own.c.id) > tuple_(at, id_)
    page = _grouped(own).where(beyond).limit(literal_column(str(first + 1))).subquery("page")
    other = own.alias("other")
    overlapping = select(other.c.id).where(
        other.c.id != page.c.id, other.c.starts_at < page.c.ends_at, other.c.ends_at > page.c.starts_at, other.c.busy
    )
    first_one = overlapping.order_by(other.c.starts_at, other.c.id).limit(literal_column("1")).scalar_subquery()
    columns = [page.c[name] for name in ("id", "event_id", "starts_at", "ends_at", "roles")]
    overlaps = case((page.c.busy > literal_column("0"), first_one)).label("overlaps_id")
    return select(*columns, overlaps).order_by(page.c.starts_at, page.c.id)


def _grouped(own: CTE) -> Select[Any]:
    """A row for each occurrence, by (starts_at, id)."""
    columns = [own.c[name] for name in ("id", "event_id", "starts_at", "ends_at")]
    roles = func.aggregate_strings(own.c.role, ",").label("roles")
    busy = func.sum(case((own.c.busy, literal_column("1")), else_=literal_column("0"))).label("busy")
    return select(*columns, roles, busy).group_by(*columns).order_by(own.c.starts_at, own.c.id)
