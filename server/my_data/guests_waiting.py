"""A person is told of guests who have their address: badges that they may take over."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from server.actor import Actor, Scope, member_with
from server.badges.models import Guest
from server.db import Database, Key
from server.events.models import Event
from server.people.models import Person

_me = Person.__table__.alias("me")
_WAITING = (
    select(Guest.person_id, Person.name, Event.name.label("event_name"), Guest.created_at)
    .join(Person, Person.id == Guest.person_id)
    .join(_me, _me.c.email == Guest.email)
    .outerjoin(Event, Event.id == Guest.event_id)
    .where(_me.c.id == bindparam("viewer", type_=Key()))
    .order_by(Guest.created_at, Guest.person_id)
)


async def guests_waiting(database: Database, *, actor: Actor) -> Sequence[Row[Any]]:
    """(person_id, name, event_name, created_at) of guests whose address the actor signs in by, oldest first; the name
    is as an organizer wrote it. One statement, none for strangers."""
    member = member_with(actor, Scope.ADMIN)
    if member is None:
        return []
    return await database.rows(_WAITING, {"viewer": member.person_id})
