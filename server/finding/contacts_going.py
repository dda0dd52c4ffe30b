"""Who of somebody's contacts goes where, as far as these let them know."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, select

from server.actor import Actor, Scope, member_with
from server.contacts.living import NO_NAME, blocked, card, tier
from server.contacts.models import Contact
from server.db import Database, Key
from server.events.attendance import Attendance, AttendanceStatus
from server.people.models import Block, Card, Person
from server.people.policies import Tier
from server.people.visible import written

_name = next(column for column in card if column.name == "name")
name_of_contact = func.coalesce(Contact.name, _name.element, NO_NAME)
"""What the owner calls them."""


def going(*columns: Any) -> Select[Any]:
    """`columns` of each contact of the parameter `viewer`, with each answer of theirs that they go and may be told."""
    return (
        select(*columns)
        .select_from(Contact)
        .join(Person, Person.id == Contact.person_id)
        .join(Card, Card.person_id == Contact.person_id)
        .outerjoin(Block, blocked)
        .join(Attendance, Attendance.person_id == Contact.person_id)
        .where(
            Contact.owner_id == bindparam("viewer", type_=Key()),
            Attendance.status == AttendanceStatus.GOING,
            Attendance.seen_by_met,
            tier >= written(Tier.MET),
        )
    )


_at = (
    going(Attendance.occurrence_id, Contact.id, name_of_contact.label("name"))
    .where(Attendance.occurrence_id.in_(bindparam("ids", type_=Key(), expanding=True)))
    .order_by(Contact.last_met_at.desc(), Contact.id)
)


async def contacts_going(
    database: Database, *, actor: Actor, occurrence_ids: Sequence[UUID]
) -> dict[UUID, list[Row[Any]]]:
    """By occurrence, in columns (id of the contact, name), those met last first: one statement for all.

    Nobody for strangers and programs without CONTACTS.
    """
    found: dict[UUID, list[Row[Any]]] = defaultdict(list)
    member = member_with(actor, Scope.CONTACTS)
    if member is not None:
        for row in await database.rows(_at, {"viewer": member.person_id, "ids": list(occurrence_ids)}):
            found[row.occurrence_id].append(row)
    return found
