"""An owner reads what they wrote about their contacts: notes, newest first, and the tags that stand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, literal_column, null, select, union_all

from server.actor import Actor, Scope, member_with
from server.contacts.models import Contact, Encounter
from server.contacts.notes import Note, NoteKind
from server.db import Database, Key, padded
from server.words import fold

_owner = bindparam("owner", type_=Key())
_contacts: Any = bindparam("contacts", expanding=True)
_none = null().cast(Key)
_COLUMNS = (Note.contact_id, Note.id, Note.kind, Note.text, Note.written_at, Note.received_at)
_WITH_SCANS = (
    select(
        Contact.id,
        Encounter.id,
        literal_column(f"'{NoteKind.NOTE}'", Note.kind.type),
        Encounter.note,
        Encounter.scanned_at,
        Encounter.received_at,
        Encounter.event_id,
        Encounter.occurrence_id,
    )
    .join(Encounter, and_(Encounter.scanner_id == _owner, Encounter.person_id == Contact.person_id))
    .where(Contact.owner_id == _owner, Contact.id.in_(_contacts), Encounter.note.is_not(None))
)
_ABOUT = union_all(
    select(*_COLUMNS, _none.label("event_id"), _none.label("occurrence_id")).where(
        Note.owner_id == _owner, Note.contact_id.in_(_contacts)
    ),
    _WITH_SCANS,
).order_by("written_at", "received_at", "id")
_TAGS = (
    select(*_COLUMNS)
    .where(Note.owner_id == _owner, Note.kind != NoteKind.NOTE)
    .order_by(Note.written_at, Note.received_at, Note.id)
)


async def written_about(
    database: Database, *, actor: Actor, contacts: Iterable[UUID]
) -> Mapping[UUID, Sequence[Row[Any]]]:
    """All that the actor wrote about each of `contacts`, oldest first, also with a scan: (contact_id, id, kind, text,
    written_at, received_at, event_id, occurrence_id). One statement."""
    found: dict[UUID, list[Row[Any]]] = {contact: [] for contact in contacts}
    member = member_with(actor, Scope.CONTACTS)
    if member is None or not found:
        return found
    values = {"owner": member.person_id, "contacts": padded(list(found))}
    for row in await database.rows(_ABOUT, values):
        found[row.contact_id].append(row)
    return found


def standing(rows: Iterable[Row[Any]]) -> list[str]:
    """The tags among `rows`, which are in order, that were not taken off again; in the order of their letters.

    Case and accents make no tag another; it stands as it was last put on.
    """
    tags: dict[str, str] = {}
    for row in rows:
        if row.kind is NoteKind.TAG:
            tags[fold(row.text)] = row.text
        elif row.kind is NoteKind.UNTAG:
            tags.pop(fold(row.text), None)
    return [tags[folded] for folded in sorted(tags)]


async def tags_in_use(database: Database, *, owner: UUID) -> dict[UUID, list[str]]:
    """The tags of each of the owner's contacts that has some. One statement."""
    by_contact: dict[UUID, list[Row[Any]]] = {}
    for row in await database.rows(_TAGS, {"owner": owner}):
        by_contact.setdefault(row.contact_id, []).append(row)
    found = {contact: standing(rows) for contact, rows in by_contact.items()}
    return {contact: tags for contact, tags in found.items() if tags}


async def own_tags(database: Database, *, actor: Actor) -> list[tuple[str, int]]:
    """The actor's tags, each with how many contacts have it, the most used first. One statement."""
    member = member_with(actor, Scope.CONTACTS)
    if member is None:
        return []
    counted: dict[str, tuple[str, int]] = {}
    for tags in (await tags_in_use(database, owner=member.person_id)).values():
        for tag in tags:
            counted[fold(tag)] = (tag, counted.get(fold(tag), (tag, 0))[1] + 1)
    return sorted(counted.values(), key=lambda tag: (-tag[1], fold(tag[0])))


async def tagged(database: Database, *, owner: UUID, tag: str) -> list[UUID]:
    """The owner's contacts that have a tag, whatever its case and accents. One statement."""
    wanted = fold(" ".join(tag.split()))
    found = await tags_in_use(database, owner=owner)
    return [contact for contact, tags in found.items() if wanted in map(fold, tags)]
