"""A person sees who has their card: since when, from where, what was granted, and what is seen of it today.

A receipt is somebody's contact of the viewer, looked at from the other side. What its owner sees is decided by the
very columns that show it to them (`living.card`); who the owner is, by the owner's own card.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, bindparam, literal_column, select
from sqlalchemy.orm import aliased

from server.actor import Actor, Scope, member_with
from server.contacts.living import blocked, card, card_seen_by, state
from server.contacts.models import Contact, ContactState, Encounter
from server.db import Database, Key, padded
from server.events.booths import Booth
from server.organizations.models import Organization
from server.paging import Cursor, Slice, beyond, clamp, one_more, sliced
from server.people.models import Block, Card, Person
from server.people.policies import AUDIENCE_OF, granted_names

Receipt = Row[Any]


class CardField(StrEnum):
    """What a grant is made of: one for each name of GRANTS."""

    NAME = "NAME"
    PRONOUNS = "PRONOUNS"
    HEADLINE = "HEADLINE"
    EMAIL = "EMAIL"
    TELEPHONE = "TELEPHONE"
    PROGRAMME = "PROGRAMME"
    WORK = "WORK"
    COUNTRY = "COUNTRY"
    URL = "URL"
    CAMPUS = "CAMPUS"
    LANGUAGES = "LANGUAGES"
    INTERESTS = "INTERESTS"
    OPEN_TO = "OPEN_TO"
    PHOTO = "PHOTO"
    RESUME = "RESUME"


class ReceiptState(StrEnum):
    """Whether the owner of the contact sees something of the viewer's card."""

    SHARED = "SHARED"
    WAITING = "WAITING"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


def state_of(row: Receipt) -> ReceiptState:
    """A grant that ended by its date was withdrawn then or later; one that was taken back, before."""
    if row.state is ContactState.PENDING:
        return ReceiptState.WAITING
    if row.state is ContactState.ACTIVE:
        return ReceiptState.SHARED
    ended: datetime | None = row.expires_at
    return ReceiptState.EXPIRED if ended is not None and ended <= row.withdrawn_at else ReceiptState.WITHDRAWN


def seen_today(row: Receipt) -> list[CardField]:
    """Of what the owner sees something now."""
    shown = {audience for field, audience in AUDIENCE_OF.items() if getattr(row, f"sees_{field}")}
    return [field for field in CardField if f"{field.lower()}_audience" in shown]


def granted(row: Receipt) -> list[CardField]:
    """What the owner was granted, be it withdrawn since or not."""
    return [CardField(name.upper()) for name in granted_names(row.granted)]


_viewer = bindparam("viewer", type_=Key())
_ONE: ColumnElement[int] = literal_column("1")


def last_encounter(viewer: Any) -> ScalarSelect[Any]:
    """The key of the last scan that was not undone, either way, between the owner of a contact of `viewer` and them."""
    either = aliased(Encounter)

    def newest(scanner: Any, person: Any) -> ScalarSelect[Any]:
        scan = aliased(Encounter)
        between = select(scan.id).where(scan.scanner_id == scanner, scan.person_id == person, scan.undone_at.is_(None))
        return between.order_by(scan.scanned_at.desc(), scan.id.desc()).limit(_ONE).correlate(Contact).scalar_subquery()

    return (
        select(either.id)
        .where(either.id.in_([newest(Contact.owner_id, viewer), newest(viewer, Contact.owner_id)]))
        .order_by(either.scanned_at.desc(), either.id.desc())
        .limit(_ONE)
        .correlate(Contact)
        .scalar_subquery()
    )


_Exhibitor = aliased(Organization)


def _receipts() -> Select[Any]:
    mine = aliased(Contact)
    return (
        select(
            Contact.id.label("receipt_id"),
            Contact.owner_id,
            state,
            Contact.first_met_at,
            Contact.last_met_at,
            Contact.granted,
            Contact.expires_at,
            Contact.withdrawn_at,
            Encounter.event_id,
            Encounter.occurrence_id,
            Encounter.how,
            Booth.label.label("booth"),
            _Exhibitor.name.label("exhibitor"),
            (Encounter.scanner_id == Contact.owner_id).label("scanned_me"),
            mine.id.label("contact_id"),
            mine.name.label("own_name"),
            Organization.id.label("employer_id"),
            *(field.element.is_not(None).label(f"sees_{field.name}") for field in card),
        )
        .join(Person, Person.id == Contact.person_id)
        .join(Card, Card.person_id == Contact.person_id)
        .outerjoin(Block, blocked)
        .outerjoin(mine, and_(mine.owner_id == Contact.person_id, mine.person_id == Contact.owner_id))
        .outerjoin(Encounter, Encounter.id == last_encounter(_viewer))
        .outerjoin(Booth, Booth.id == Encounter.booth_id)
        .outerjoin(_Exhibitor, _Exhibitor.id == Booth.organization_id)
        .outerjoin(Organization, Organization.id == Contact.employer_id)
        .where(Contact.person_id == _viewer)
    )


_key = Contact.__table__.c
_RECEIPTS = _receipts()
_NEWEST_FIRST = (Contact.last_met_at.desc(), Contact.id.desc())
_REQUESTS = _RECEIPTS.where(Contact.state == ContactState.PENDING).order_by(*_NEWEST_FIRST).limit(100)


async def receipts(database: Database, *, actor: Actor, first: int, after: str | None = None) -> Slice[Receipt]:
    """Who has the actor's card, last met first; nobody for somebody who is not signed in. One statement.

    Raises InvalidInput for `first` and `after`.
    """
    first = clamp(first)
    statement = _RECEIPTS.order_by(*_NEWEST_FIRST)
    if after is not None:
        statement = statement.where(beyond(_key.last_met_at, _key.id, Cursor.decode(after), descending=True))
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return Slice([], has_next_page=False)
    return sliced(await database.rows(one_more(statement, first), {"viewer": member.person_id}), first)


async def receipt(database: Database, *, actor: Actor, id_: UUID) -> Receipt | None:
    """One receipt of the actor's in the columns of `receipts`; None when it is absent or somebody else's."""
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return None
    rows = await database.rows(_RECEIPTS.where(Contact.id == id_), {"viewer": member.person_id})
    return rows[0] if rows else None


async def save_requests(database: Database, *, actor: Actor) -> list[Receipt]:
    """Who waits for the actor's yes, the last first, a hundred at most; in the columns of `receipts`. One statement."""
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return []
    return list(await database.rows(_REQUESTS, {"viewer": member.person_id}))


async def owners(database: Database, *, actor: Actor, people: Iterable[UUID]) -> Mapping[UUID, Row[Any]]:
    """Those of `people` who have the actor's card, as far as their own cards show them: (id, every card field).

    One statement.
    """
    member, wanted = member_with(actor, Scope.CONTACTS), list(people)
    if member is None or not wanted:
        return {}
    rows = await database.rows(_OWNERS, {"viewer": member.person_id, "people": padded(wanted)})
    return {row.id: row for row in rows}


def _owners() -> Select[Any]:
    theirs = aliased(Contact)
    return (
        select(Person.id, *card_seen_by(_viewer))
        .join(Card, Card.person_id == Person.id)
        .join(theirs, and_(theirs.owner_id == Person.id, theirs.person_id == _viewer))
        .outerjoin(Contact, and_(Contact.owner_id == _viewer, Contact.person_id == Person.id))
        .outerjoin(Block, and_(Block.person_id == Person.id, Block.blocked_id == _viewer))
        .where(Person.id.in_(bindparam("people", expanding=True)))
    )


_OWNERS = _owners()
