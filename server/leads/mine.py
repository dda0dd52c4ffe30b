"""Whoever stands at booths finds those of now, and of before."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, exists

from server.actor import Actor, Scope, member_with
from server.db import Database, Instant, Key
from server.events.booths import Booth, BoothStaff
from server.events.models import Event, Occurrence
from server.leads.standing import BOOTH

AROUND = timedelta(hours=12)
"""Before a fair begins and after it ends: while a booth is set up, and while phones are still being emptied."""
MOST = 200

_viewer = bindparam("viewer", type_=Key())
_earliest, _latest = bindparam("earliest", type_=Instant()), bindparam("latest", type_=Instant())
_NOW = BOOTH.where(
    exists().where(BoothStaff.booth_id == Booth.id, BoothStaff.person_id == _viewer),
    exists().where(
        Occurrence.event_id == Booth.event_id, Occurrence.starts_at <= _latest, Occurrence.ends_at > _earliest
    ),
).order_by(Event.starts_at, Booth.label, Booth.id)
_ALL = (
    BOOTH.add_columns(Event.starts_at.label("starts_at"))
    .order_by(Event.starts_at.desc(), Booth.label, Booth.id)
    .limit(MOST)
)


async def booths_of(database: Database, *, actor: Actor, now: datetime) -> Sequence[Row[Any]]:
    """The booths at which the actor stands at this time, in the columns of `server.leads.standing.BOOTH`: those of
    events that are on, or are so within AROUND. A program needs SCAN. One statement."""
    member = member_with(actor, Scope.SCAN)
    if member is None:
        return ()
    return await database.rows(_NOW, {"viewer": member.person_id, "earliest": now - AROUND, "latest": now + AROUND})


async def all_booths(database: Database, *, actor: Actor) -> Sequence[Row[Any]]:
    """Every booth whose leads the actor shares, the last event first, MOST at most: the columns of BOOTH and
    `starts_at`. A program needs SCAN. One statement."""
    member = member_with(actor, Scope.SCAN)
    return await database.rows(_ALL, {"viewer": member.person_id}) if member is not None else ()
