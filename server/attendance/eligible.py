"""For whom an event is: by the affiliation and the programme of study on a person's card, or by hand."""

from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.attendance.models import EventAdmission
from server.db import Database, Key
from server.events.models import Event
from server.lower_case import lowered
from server.organizations.models import Organization
from server.people.models import Affiliation, Person

CALLED = {
    Affiliation.STUDENT: "students",
    Affiliation.GRADUATE_STUDENT: "graduate students",
    Affiliation.ALUMNI: "alumni",
    Affiliation.FACULTY: "faculty",
    Affiliation.STAFF: "staff",
    Affiliation.GUEST: "guests",
}
"""How several of them are called."""

_viewer = bindparam("viewer", type_=Key())
_events = bindparam("events", type_=Key(), expanding=True)


def open_to(person_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition under which the `event` of a statement is for this person: their affiliation is among its audience
    and their programme one of its majors, case aside, where it names any; or its organizers let them in."""
    return or_(exists().where(Person.id == person_id, _is_for(Person)), _let_in(person_id))


async def why_not(database: Database, *, person_id: UUID, event_ids: Collection[UUID]) -> dict[UUID, str]:
    """For each of these events that is not for this person, a sentence that says why. One statement."""
    values = {"viewer": person_id, "events": list(event_ids)}
    return {row.id: explained(row) for row in await database.rows(_misfits(), values)}


async def why_not_here(session: AsyncSession, *, person_id: UUID, event_id: UUID) -> str | None:
    """As `why_not` for one event, within a transaction."""
    rows = await session.execute(_misfits(), {"viewer": person_id, "events": [event_id]})
    return next((explained(row) for row in rows), None)


def explained(row: Any) -> str:
    """Why an event with this audience and these majors is not for a person of this affiliation and programme."""
    audience = [Affiliation(name) for name in row.audience.split(",") if name]
    whom = listed([CALLED[member] for member in audience]) if audience else "people"
    majors = [major for major in row.majors.split("\n") if major]
    of = f" of {listed(majors)}" if majors else ""
    says = [CALLED[row.affiliation]] if audience and row.affiliation not in audience else []
    if majors and (not says or (row.programme or "").lower() not in {major.lower() for major in majors}):
        says.append(row.programme or "no programme of study")
    ask = " ".join((row.contact or row.organization).split())
    return f"This is for {whom}{of}. Your card says {' and '.join(says)}. Change your card, or ask {ask}."


def listed(words: Collection[str]) -> str:
    """`a, b or c`."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def _is_for(person: Any) -> ColumnElement[bool]:
    # `replace` finds a text in another on both databases, whatever LIKE would make of `_` and `%` in it.
    affiliation = _within(person.affiliation, Event.audience, ",")
    programme = and_(person.programme.is_not(None), _within(lowered(person.programme), lowered(Event.majors), "\n"))
    return and_(or_(Event.audience == "", affiliation), or_(Event.majors == "", programme))


def _within(word: Any, text: Any, between: str) -> ColumnElement[bool]:
    whole = between + text + between
    found: ColumnElement[bool] = func.replace(whole, between + word + between, "") != whole
    return found


def _let_in(person_id: Any) -> ColumnElement[bool]:
    return exists().where(EventAdmission.event_id == Event.id, EventAdmission.person_id == person_id)


@cache
def _misfits() -> Any:
    facts = (Event.audience, Event.majors, Event.contact, Person.affiliation, Person.programme)
    return (
        select(Event.id, *facts, Organization.name.label("organization"))
        .join(Organization, Organization.id == Event.organization_id)
        .join(Person, Person.id == _viewer)
        .where(Event.id.in_(_events), not_(or_(_is_for(Person), _let_in(_viewer))))
    )
