"""What an event is made of: its agenda with the speakers, and the booths of a fair."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from server.db import Database, Key
from server.events.models import AgendaItem, AgendaSpeaker, Booth

_ids = bindparam("ids", type_=Key(), expanding=True)
_AGENDA = (
    select(
        AgendaItem.event_id,
        AgendaItem.id.label("key"),
        AgendaItem.name,
        AgendaItem.description,
        AgendaItem.starts_at,
        AgendaItem.ends_at,
        AgendaItem.room,
        AgendaSpeaker.name.label("speaker"),
        AgendaSpeaker.person_id,
    )
    .outerjoin(AgendaSpeaker, AgendaSpeaker.agenda_item_id == AgendaItem.id)
    .where(AgendaItem.event_id.in_(_ids))
    .order_by(AgendaItem.starts_at, AgendaItem.id, AgendaSpeaker.position)
)
_BOOTHS = (
    select(
        Booth.event_id,
        Booth.id.label("key"),
        Booth.label,
        Booth.offers,
        Booth.organization_id,
    )
    .where(Booth.event_id.in_(_ids))
    .order_by(Booth.label, Booth.id)
)


async def agendas(database: Database, event_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Agenda items of visible events in time order, one row for each speaker, or one without."""
    return await database.rows(_AGENDA, {"ids": list(event_ids)})


async def booths(database: Database, event_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Booths of visible events by label, with the organization that stands there."""
    return await database.rows(_BOOTHS, {"ids": list(event_ids)})
