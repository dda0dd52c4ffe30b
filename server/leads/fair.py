"""Organizers of a fair see its booths, each with what they need to change it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from server.actor import Actor
from server.attendance.organizing import organizing
from server.db import Database, Key
from server.events.booths import Booth, BoothStaff
from server.organizations.models import Organization

_team = select(func.count()).where(BoothStaff.booth_id == Booth.id).scalar_subquery()
_BOOTHS = (
    select(
        Booth.id,
        Booth.label,
        Booth.offers,
        Organization.name.label("organization"),
        Organization.slug.label("organization_slug"),
        _team.label("team"),
    )
    .join(Organization, Organization.id == Booth.organization_id)
    .where(Booth.event_id == bindparam("event", type_=Key()))
    .order_by(Booth.label, Booth.id)
)


async def booths_of_fair(
    database: Database, *, actor: Actor, slug: str, now: datetime
) -> tuple[Any, Sequence[Row[Any]]] | None:
    """An event, as `server.attendance.organizing` has it, and its booths by label; None for all but its organizers.
    Three statements."""
    found = await organizing(database, actor=actor, slug=slug, recurrence_id=None, now=now)
    if found is None or not found[1].organizes:
        return None
    event, _ = found
    return event, await database.rows(_BOOTHS, {"event": event.event_key})
