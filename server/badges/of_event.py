"""Organizers read the badges of an event, with what is printed on them."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, String, bindparam, case, func, literal, null, or_, select

from server.badges.models import Badge, BadgeState
from server.db import Database, Key
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.booths import Booth, BoothStaff
from server.events.staff import EventStaff, StaffRole
from server.organizations.models import Organization
from server.people.models import Affiliation, Card, Person
from server.people.policies import Tier
from server.people.visible import shown

After: TypeAlias = tuple[str, UUID]
"""`sort` and `badge_id` of the row after which to go on."""

_event = bindparam("event", type_=Key())


async def badges_of_event(
    database: Database, *, event_id: UUID, after: After | None = None, limit: int
) -> Sequence[Row[Any]]:
    """Active badges that were issued for an event, by family name: (badge_id, seed, token_hash, state, person_id,
    name, pronouns, headline, role, sort). One statement.

    `name`, `pronouns` and `headline` are None where their person doesn't share them with everybody signed in: a badge
    is read by a whole room. `role` is what they are there, in words such as "Speaker"; None for who just comes. Whoever
    asks may look after this event; that is for the caller to know.
    """
    values = {"event": event_id, "limit": limit}
    if after is None:
        return await database.rows(_FIRST, values)
    return await database.rows(_NEXT, values | {"sort": after[0], "id": after[1]})


async def badge_of_event(database: Database, *, event_id: UUID, badge_id: UUID) -> Row[Any] | None:
    """One of them; None where it is not active, or another event's. One statement."""
    rows = await database.rows(_ONE, {"event": event_id, "id": badge_id, "limit": 1})
    return rows[0] if rows else None


def _role() -> ColumnElement[Any]:
    """What somebody is at the event, the first that holds."""
    works = select(case((EventStaff.role == StaffRole.HOST, literal("Host")), else_=literal("At the door"))).where(
        EventStaff.event_id == _event, EventStaff.person_id == Person.id
    )
    stands = (
        select(Organization.name)
        .join(Booth, Booth.organization_id == Organization.id)
        .join(BoothStaff, BoothStaff.booth_id == Booth.id)
        .where(Booth.event_id == _event, BoothStaff.person_id == Person.id)
        .order_by(Booth.id)
        .limit(1)
    )
    speaks = (
        select(literal("Speaker"))
        .select_from(AgendaSpeaker)
        .join(AgendaItem, AgendaItem.id == AgendaSpeaker.agenda_item_id)
        .where(AgendaItem.event_id == _event, AgendaSpeaker.person_id == Person.id)
        .limit(1)
    )
    guest = case((Person.affiliation == Affiliation.GUEST, literal("Guest")), else_=null())
    return func.coalesce(*(one.correlate(Person).scalar_subquery() for one in (works, stands, speaks)), guest)


def _of_event() -> Select[Any]:
    fields = [
        shown(getattr(Person, field), getattr(Card, f"{field}_audience"), Tier.MEMBER).label(field)
        for field in ("name", "pronouns", "headline")
    ]
    return (
        select(
            Badge.id.label("badge_id"),
            *(Badge.seed, Badge.token_hash, Badge.state, Badge.person_id),
            *fields,
            _role().label("role"),
            _by_name.label("sort"),
        )
        .join(Person, Person.id == Badge.person_id)
        .join(Card, Card.person_id == Person.id)
        .where(Badge.event_id == _event, Badge.state == BadgeState.ACTIVE)
        .order_by(_by_name, Badge.id)
        .limit(bindparam("limit"))
    )


_by_name = func.lower(func.coalesce(Person.family_name, Person.name), type_=String)
_FIRST = _of_event()
_after, _id = bindparam("sort", type_=String), bindparam("id", type_=Key())
_ONE = _of_event().where(Badge.id == _id)
_NEXT = _of_event().where(or_(_by_name > _after, (_by_name == _after) & (Badge.id > _id)))
