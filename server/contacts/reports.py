"""Administrators read what was reported to their campus."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from server.actor import Actor, Scope, member_with
from server.audit.view import View, note_views
from server.campuses.models import CampusAdministrator
from server.contacts.reported import Report
from server.db import Database, Key
from server.paging import Cursor, Slice, beyond, clamp, one_more, sliced
from server.people.models import Person

_reporter, _reported = aliased(Person), aliased(Person)
_key = Report.__table__.c
_viewer, _campus = bindparam("viewer", type_=Key()), bindparam("campus", type_=Key())
_REPORTS = (
    select(
        _key.id,
        _key.reporter_id,
        _key.reason,
        _key.words,
        _key.created_at,
        _key.updated_at,
        _key.closed_at,
        _key.closing_note,
        _reporter.name.label("reporter_name"),
        _reporter.email.label("reporter_email"),
        _reported.name.label("reported_name"),
        _reported.email.label("reported_email"),
    )
    .join(_reporter, _reporter.id == Report.reporter_id)
    .join(_reported, _reported.id == Report.reported_id)
    .where(
        exists().where(CampusAdministrator.campus_id == _campus, CampusAdministrator.person_id == _viewer),
        or_(Report.campus_id == _campus, Report.campus_id.is_(None)),
        Report.reported_id != _viewer,
    )
    .order_by(Report.created_at.desc(), Report.id.desc())
)


async def reports(
    database: Database, *, actor: Actor, campus_id: UUID, closed: bool, first: int, after: str | None, now: datetime
) -> Slice[Row[Any]]:
    """Open or closed reports to a campus that the actor looks after, newest first, without those about the actor.

    They hold names and addresses whatever the cards say, so that the audit trail has, for each report
    and day, that the actor read it; not under the reported person, who would read it there.

    Raises InvalidInput for `first` and `after`.
    """
    first = clamp(first)
    statement = _REPORTS.where(Report.closed_at.is_not(None) if closed else Report.closed_at.is_(None))
    if after is not None:
        statement = statement.where(beyond(_key.created_at, _key.id, Cursor.decode(after), descending=True))
    member = member_with(actor, Scope.ADMIN)
    if member is None:
        return Slice([], has_next_page=False)
    values = {"campus": campus_id, "viewer": member.person_id}
    found = sliced(await database.rows(one_more(statement, first), values), first)
    views = [View(row.reporter_id, "report", row.id) for row in found.rows]
    await note_views(database, viewer_id=member.person_id, campus_id=campus_id, views=views, now=now)
    return found
