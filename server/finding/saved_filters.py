"""Filters that were kept: one's own, and any by its address."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from server.actor import Actor, Scope, member_with
from server.db import Database, Key
from server.finding.models import SavedFilter

_COLUMNS = (SavedFilter.id, SavedFilter.slug, SavedFilter.name, SavedFilter.filter, SavedFilter.created_at)
_mine = (
    select(*_COLUMNS)
    .where(SavedFilter.person_id == bindparam("viewer", type_=Key()))
    .order_by(SavedFilter.created_at, SavedFilter.id)
)
_one = select(*_COLUMNS).where(SavedFilter.slug == bindparam("slug"))


async def saved_filters(database: Database, *, actor: Actor) -> Sequence[Row[Any]]:
    """The viewer's own, oldest first, in columns (id, slug, name, filter, created_at)."""
    member = member_with(actor, Scope.READ_EVENTS)
    return await database.rows(_mine, {"viewer": member.person_id}) if member is not None else []


async def saved_filter(database: Database, *, slug: str) -> Row[Any] | None:
    """Whosever it is, as `saved_filters` gives them; None where there is none."""
    return next(iter(await database.rows(_one, {"slug": slug.lower()[:64]})), None)
