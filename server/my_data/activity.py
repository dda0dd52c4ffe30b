"""A person sees what was done with their account, by them and by others."""

from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select

from server.actor import Actor, Scope, member_with
from server.audit.models import Action, AuditEntry
from server.db import Database, Key
from server.paging import Cursor, Slice, beyond, clamp, one_more, sliced

_me = bindparam("me", type_=Key())
_entry = AuditEntry.__table__.c
# Of leads that are taken along each person has an entry; whoever takes them along reads the one of all of them.
_each = and_(_entry.action == Action.LEADS_EXPORTED, _entry.subject_id.is_not(None))
_ABOUT_ME = (
    select(
        _entry.id,
        _entry.at,
        _entry.action,
        _entry.detail,
        _entry.actor_id.is_not_distinct_from(_me).label("by_you"),
    )
    .where(or_(_entry.subject_id == _me, and_(_entry.actor_id == _me, ~_each)))
    .order_by(_entry.at.desc(), _entry.id.desc())
)


async def activity(database: Database, *, actor: Actor, first: int, after: str | None = None) -> Slice[Row[Any]]:
    """Entries of the audit trail by or about the actor, newest first: (id, at, action, detail, by_you).

    None for strangers, and for programs without the scope ADMIN. Raises InvalidInput for `first` and `after`.
    """
    first = clamp(first)
    statement = _ABOUT_ME
    if after is not None:
        statement = statement.where(beyond(_entry.at, _entry.id, Cursor.decode(after), descending=True))
    member = member_with(actor, Scope.ADMIN)
    if member is None:
        return Slice([], has_next_page=False)
    return sliced(await database.rows(one_more(statement, first), {"me": member.person_id}), first)
