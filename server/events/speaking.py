"""Somebody sees where they are asked to speak, and where they do."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, literal, select, union_all

from server.actor import Actor, Scope, member_with
from server.db import Database, Key
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.models import Event
from server.events.speaker_asks import SpeakerAsk
from server.events.speaker_letters import SpeakerLetter
from server.organizations.models import Organization
from server.people.models import Person

_me = bindparam("me", type_=Key())
_address = select(Person.email).where(Person.id == _me).scalar_subquery()
_mine = union_all(
    select(SpeakerAsk.agenda_item_id, literal(True).label("asked")).where(SpeakerAsk.person_id == _me),
    select(SpeakerLetter.agenda_item_id, literal(True)).where(SpeakerLetter.email == _address),
    select(AgendaSpeaker.agenda_item_id, literal(False)).where(AgendaSpeaker.person_id == _me),
).subquery()
_SPEAKING = (
    select(
        AgendaItem.id,
        AgendaItem.name,
        AgendaItem.starts_at,
        AgendaItem.ends_at,
        _mine.c.asked,
        Event.slug,
        Event.name.label("event"),
        Event.time_zone,
        Organization.name.label("host"),
    )
    .join(AgendaItem, AgendaItem.id == _mine.c.agenda_item_id)
    .join(Event, Event.id == AgendaItem.event_id)
    .join(Organization, Organization.id == Event.organization_id)
    .order_by(AgendaItem.starts_at.desc(), AgendaItem.id)
    .limit(100)
)


async def speaking(database: Database, *, actor: Actor) -> Sequence[Row[Any]]:
    """The actor's own talks, and those they are asked for (`asked`), the latest first, 100 at most; also of drafts.

    Nothing for whoever is not signed in, and for programs without ADMIN.
    """
    member = member_with(actor, Scope.ADMIN)
    return await database.rows(_SPEAKING, {"me": member.person_id}) if member is not None else []
