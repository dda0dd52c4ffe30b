"""Whoever looks after a campus reads what was done there that matters: roles, exports, failed sign-ins, views, reports.

People are named as their cards show them to the reader, so that reading the trail is no view of private fields itself.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, exists, literal, select, union_all

from server.actor import Actor, Scope, member_with
from server.audit.models import AuditEntry
from server.audit.record import written
from server.campuses.models import Campus, CampusAdministrator
from server.contacts.living import card_seen_by
from server.contacts.models import Contact
from server.contacts.reported import Report
from server.db import Database, Key, padded
from server.events.booths import Booth
from server.events.models import Event
from server.organizations.models import Organization
from server.paging import Cursor, Slice, beyond, clamp, one_more, sliced
from server.people.models import Block, Card, Person

_viewer, _campus = bindparam("viewer", type_=Key()), bindparam("campus", type_=Key())
_ids = bindparam("ids", expanding=True, type_=Key())
_entry = AuditEntry.__table__.c
_THERE = (
    select(_entry.id, _entry.at, _entry.action, _entry.detail, _entry.actor_id, _entry.subject_id)
    .where(
        _entry.campus_id == _campus,
        exists().where(CampusAdministrator.campus_id == _campus, CampusAdministrator.person_id == _viewer),
    )
    .order_by(_entry.at.desc(), _entry.id.desc())
)
_ABOUT_ME = select(Report.id).where(Report.reported_id == _viewer)
_NAMES = (
    select(Person.id, next(column for column in card_seen_by(_viewer) if column.name == "name"))
    .join(Card, Card.person_id == Person.id)
    .outerjoin(Contact, and_(Contact.owner_id == _viewer, Contact.person_id == Person.id))
    .outerjoin(Block, and_(Block.person_id == Person.id, Block.blocked_id == _viewer))
    .where(Person.id.in_(_ids))
)
_PLACES = union_all(
    *(select(table.id, table.name.label("name")).where(table.id.in_(_ids)) for table in (Organization, Event, Campus)),
    select(Booth.id, (literal("Booth ") + Booth.label).label("name")).where(Booth.id.in_(_ids)),
)


async def campus_activity(
    database: Database, *, actor: Actor, campus_id: UUID, first: int, after: str | None = None
) -> Slice[Row[Any]]:
    """Entries about a campus that the actor looks after, newest first: (id, at, action, detail, actor_id, subject_id).

    Nothing of reports about the actor. None for others, and for programs without the scope ADMIN. Raises InvalidInput
    for `first` and `after`.
    """
    first = clamp(first)
    statement = _THERE
    if after is not None:
        statement = statement.where(beyond(_entry.at, _entry.id, Cursor.decode(after), descending=True))
    member = member_with(actor, Scope.ADMIN)
    if member is None:
        return Slice([], has_next_page=False)
    about_me = await database.rows(_ABOUT_ME, {"viewer": member.person_id})
    if about_me:
        statement = statement.where(_entry.detail.not_in([written({"report": row.id.hex}) for row in about_me]))
    values = {"campus": campus_id, "viewer": member.person_id}
    return sliced(await database.rows(one_more(statement, first), values), first)


async def names_of(database: Database, *, actor: Actor, people: Iterable[UUID]) -> Mapping[UUID, str | None]:
    """What each of `people` is called as far as their card lets the actor see it. One statement."""
    member, wanted = member_with(actor, Scope.ADMIN), list(people)
    if member is None or not wanted:
        return {}
    rows = await database.rows(_NAMES, {"viewer": member.person_id, "ids": padded(wanted)})
    return {row.id: row.name for row in rows}


async def places_of(database: Database, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Names of those organizations, events, campuses and booths. One statement."""
    wanted = list(ids)
    return {row.id: row.name for row in await database.rows(_PLACES, {"ids": padded(wanted)})} if wanted else {}
