"""What an event is made of: its agenda with the speakers, and the booths of a fair."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from server.campuses.models import Campus
from server.db import Database, Key
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.booths import Booth
from server.events.models import EventHost
from server.organizations.models import Organization
from server.organizations.row import CAMPUS_COLUMNS, COLUMNS

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
        Booth.label,
        Booth.offers,
        Organization.id.label("organization__key"),
        *[getattr(Organization, name).label(f"organization__{name}") for name in COLUMNS],
        Campus.id.label("organization__campus__key"),
        *[getattr(Campus, name).label(f"organization__campus__{name}") for name in CAMPUS_COLUMNS],
    )
    .join(Organization, Organization.id == Booth.organization_id)
    .outerjoin(Campus, Campus.id == Organization.campus_id)
    .where(Booth.event_id.in_(_ids))
    .order_by(Booth.label, Booth.id)
)


_HOSTS = (
    select(
        EventHost.event_id,
        Organization.id.label("organization__key"),
        *[getattr(Organization, name).label(f"organization__{name}") for name in COLUMNS],
        Campus.id.label("organization__campus__key"),
        *[getattr(Campus, name).label(f"organization__campus__{name}") for name in CAMPUS_COLUMNS],
    )
    .join(Organization, Organization.id == EventHost.organization_id)
    .outerjoin(Campus, Campus.id == Organization.campus_id)
    .where(EventHost.event_id.in_(_ids))
    .order_by(EventHost.position, Organization.id)
)


async def co_hosts(database: Database, event_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Who holds visible events together with their hosts, in the columns of `booths`."""
    return await database.rows(_HOSTS, {"ids": list(event_ids)})


async def agendas(database: Database, event_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Agenda items of visible events in time order, one row for each speaker, or one without."""
    return await database.rows(_AGENDA, {"ids": list(event_ids)})


async def booths(database: Database, event_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Booths of visible events by label, with the columns of server.organizations.row after `organization__`."""
    return await database.rows(_BOOTHS, {"ids": list(event_ids)})
