"""Whom somebody may report: those who have their card, those whom they have as a contact, and those they blocked."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from server.actor import Actor, Scope, member_with
from server.contacts.living import card_seen_by
from server.contacts.models import Contact
from server.contacts.reported import Report
from server.db import Database, Key
from server.people.models import Block, Card, Person

_viewer = bindparam("viewer", type_=Key())
_key = bindparam("key", type_=Key())


class Through(StrEnum):
    """Where somebody meets whom they report, by the name that its ids begin with."""

    RECEIPT = "receipt"
    CONTACT = "contact"
    BLOCK = "block"


def _reportable(through: Through) -> Select[Any]:
    theirs, mine = aliased(Contact), aliased(Block)
    found: Select[Any] = {
        Through.RECEIPT: select(theirs.owner_id).where(theirs.id == _key, theirs.person_id == _viewer),
        Through.CONTACT: select(theirs.person_id).where(theirs.id == _key, theirs.owner_id == _viewer),
        Through.BLOCK: select(mine.blocked_id).where(mine.blocked_id == _key, mine.person_id == _viewer),
    }[through]
    return select(Person.id).where(Person.id == found.scalar_subquery(), Person.erased_at.is_(None))


_REPORTABLE = {through: _reportable(through) for through in Through}


def reportable(through: Through) -> Select[Any]:
    """The key of the person whom `viewer` may report through `key`, both of them parameters; or no row."""
    return _REPORTABLE[through]


_mine = aliased(Block)
_open = and_(Report.reporter_id == _viewer, Report.reported_id == Person.id, Report.closed_at.is_(None))
_SHOWN = (
    select(
        Person.id,
        Contact.name.label("own_name"),
        _mine.created_at.label("blocked_at"),
        Report.updated_at.label("reported_at"),
        *card_seen_by(_viewer),
    )
    .join(Card, Card.person_id == Person.id)
    .outerjoin(Contact, and_(Contact.owner_id == _viewer, Contact.person_id == Person.id))
    .outerjoin(Block, and_(Block.person_id == Person.id, Block.blocked_id == _viewer))
    .outerjoin(_mine, and_(_mine.person_id == _viewer, _mine.blocked_id == Person.id))
    .outerjoin(Report, _open)
)


async def whom_to_report(database: Database, *, actor: Actor, through: Through, key: UUID) -> Row[Any] | None:
    """(id, own_name, blocked_at, reported_at, every card field) of the person behind one of the actor's receipts,
    contacts or blocks, as their own card shows them to the actor; `reported_at`: of the actor's open report.

    None where it is not the actor's or leads to nobody. One statement.
    """
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return None
    shown = _SHOWN.where(Person.id.in_(reportable(through)))
    rows = await database.rows(shown, {"viewer": member.person_id, "key": key})
    return rows[0] if rows else None
