"""A person's address book and the encounters behind it, as its owner may see them now.

A contact is a living card: its row holds what the person shares with the owner at this moment, and NULL
for everything else (`server/people/visible.py`), so that what is not shown can't be searched either.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, case, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from server.actor import Actor, Scope, member_with
from server.contacts.living import blocked, card, card_met_by, state
from server.contacts.models import Contact, Encounter
from server.contacts.search import matching
from server.contacts.written import tagged
from server.db import Database, Key, padded
from server.paging import Cursor, Slice, beyond, clamp, one_more, sliced
from server.people.models import Block, Card, Person

Met: TypeAlias = Row[Any]
"""An encounter with the contact it belongs to: the columns of `_ENCOUNTER`, `_CONTACT` and the card."""

_CONTACT = (
    Contact.id.label("contact_id"),
    Contact.name.label("own_name"),
    state,
    Contact.mutual,
    Contact.first_met_at,
    Contact.last_met_at,
)


def _book() -> Select[Any]:
    """Every contact of the owner who is bound as `owner`, with its person's card."""
    return (
        select(*_CONTACT, Contact.person_id, *card)
        .outerjoin(Person, Person.id == Contact.person_id)
        .outerjoin(Card, Card.person_id == Contact.person_id)
        .outerjoin(Block, blocked)
        .where(Contact.owner_id == bindparam("owner", type_=Key()))
    )


_book_key, _scan_key = Contact.__table__.c, Encounter.__table__.c
_BOOK = _book()
_NEWEST_FIRST = (Contact.last_met_at.desc(), Contact.id.desc())


async def contacts(
    database: Database,
    *,
    actor: Actor,
    first: int,
    after: str | None = None,
    text: str | None = None,
    tag: str | None = None,
) -> Slice[Row[Any]]:
    """The actor's contacts, last met first; none for somebody who is not signed in.

    `text`: only those in which every word begins one of what the actor sees (names, headline, employer) or wrote
    (own name, notes, tags); `tag`: only those that have it. One statement; two more with `text`, one with `tag`.
    Raises InvalidInput for `first`, `after` and `text`.
    """
    first = clamp(first)
    statement = _BOOK.order_by(*_NEWEST_FIRST)
    if after is not None:
        statement = statement.where(beyond(_book_key.last_met_at, _book_key.id, Cursor.decode(after), descending=True))
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return Slice([], has_next_page=False)
    values: dict[str, Any] = {"owner": member.person_id}
    narrowed = []
    if text is not None and text.strip():
        narrowed.append(await matching(database, owner=member.person_id, text=text))
    if tag is not None and tag.strip():
        narrowed.append(await tagged(database, owner=member.person_id, tag=tag))
    if narrowed:
        found = sorted(set.intersection(*map(set, narrowed)))
        if not found:
            return Slice([], has_next_page=False)
        statement = statement.where(Contact.id.in_(bindparam("found", expanding=True)))
        values["found"] = padded(found)
    return sliced(await database.rows(one_more(statement, first), values), first)


async def contact(database: Database, *, actor: Actor, id_: UUID) -> Row[Any] | None:
    """One contact in the columns of `contacts`; None when it is absent or somebody else's."""
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return None
    rows = await database.rows(_BOOK.where(Contact.id == id_), {"owner": member.person_id})
    return rows[0] if rows else None


def _encounters(viewer: Any, other: Any) -> Select[Any]:
    """Encounters with the other person's card and the viewer's contact of them; notes only to who wrote them."""
    mine = Encounter.scanner_id == viewer
    return (
        select(
            Encounter.id.label("encounter_id"),
            Encounter.event_id,
            Encounter.occurrence_id,
            Encounter.scanned_at,
            Encounter.received_at,
            Encounter.how,
            Encounter.undone_at,
            case((mine, Encounter.note), else_=null()).label("note"),
            mine.label("outgoing"),
            Contact.made_by_id.is_distinct_from(Encounter.id).label("already_met"),
            *_CONTACT,
            other.label("person_id"),
            *card_met_by(viewer),
        )
        .join(Person, Person.id == other)
        .join(Card, Card.person_id == other)
        .outerjoin(Contact, and_(Contact.owner_id == viewer, Contact.person_id == other))
        .outerjoin(Block, and_(Block.person_id == other, Block.blocked_id == viewer))
    )


_viewer = bindparam("viewer", type_=Key())
_other = case((Encounter.scanner_id == _viewer, Encounter.person_id), else_=Encounter.scanner_id)
_MADE = _encounters(_viewer, Encounter.person_id).where(Encounter.scanner_id == _viewer)
_ONE = _encounters(_viewer, _other).where((Encounter.scanner_id == _viewer) | (Encounter.person_id == _viewer))
_STORED = _encounters(Encounter.scanner_id, Encounter.person_id).where(
    Encounter.id.in_(bindparam("ids", expanding=True))
)


async def encounters(database: Database, *, actor: Actor, first: int, after: str | None = None) -> Slice[Met]:
    """The scans that the actor made, newest first. One statement. Raises InvalidInput for `first` and `after`."""
    first = clamp(first)
    statement = _MADE.order_by(Encounter.scanned_at.desc(), Encounter.id.desc())
    if after is not None:
        statement = statement.where(beyond(_scan_key.scanned_at, _scan_key.id, Cursor.decode(after), descending=True))
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return Slice([], has_next_page=False)
    return sliced(await database.rows(one_more(statement, first), {"viewer": member.person_id}), first)


async def encounter(database: Database, *, actor: Actor, id_: UUID) -> Met | None:
    """One encounter, for either of the two; None for everybody else."""
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return None
    rows = await database.rows(_ONE.where(Encounter.id == id_), {"viewer": member.person_id})
    return rows[0] if rows else None


async def encounters_with(database: Database, *, actor: Actor, people: Iterable[UUID]) -> Mapping[UUID, Sequence[Met]]:
    """All encounters between the actor and each of `people`, either way, newest first, but those that were undone. One
    statement."""
    found: dict[UUID, list[Met]] = {person: [] for person in people}
    member = member_with(actor, Scope.CONTACTS)
    if member is None or not found:
        return found
    values = {"viewer": member.person_id, "people": padded(list(found))}
    for row in await database.rows(_WITH, values):
        found[row.person_id].append(row)
    return found


_people: BindParameter[list[UUID]] = bindparam("people", expanding=True)
# Two index ranges; an OR of the two would read every encounter that the viewer ever had.
_WITH = (
    _encounters(_viewer, _other)
    .where(
        Encounter.id.in_(
            union_all(
                select(Encounter.id).where(Encounter.scanner_id == _viewer, Encounter.person_id.in_(_people)),
                select(Encounter.id).where(Encounter.person_id == _viewer, Encounter.scanner_id.in_(_people)),
            )
        ),
        Encounter.undone_at.is_(None),
    )
    .order_by(Encounter.scanned_at.desc(), Encounter.id.desc())
)


async def met(connection: AsyncConnection, ids: Sequence[UUID]) -> dict[UUID, Met]:
    """Encounters as they are stored, each as its own scanner sees it. Inside the transaction that wrote them."""
    if not ids:
        return {}
    return {row.encounter_id: row for row in await connection.execute(_STORED, {"ids": padded(list(ids))})}
