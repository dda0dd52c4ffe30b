"""An owner finds a contact again by words: of what they see on the card, and of what they wrote themselves."""

import re
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, bindparam, func, literal, select
from sqlalchemy.sql.functions import coalesce

from server.contacts.living import blocked, card
from server.contacts.models import Contact, Encounter
from server.contacts.notes import Note, NoteKind
from server.contacts.written import tags_in_use
from server.db import Database, Key
from server.errors import FieldError, InvalidInput
from server.people.models import Block, Card, Person
from server.words import fold

MAX_TEXT = 200
"""Characters of what is searched for."""
_SEARCHED = ("name", "given_name", "family_name", "headline", "works_for")


async def matching(database: Database, *, owner: UUID, text: str) -> list[UUID]:
    """The owner's contacts in which every word of `text` begins a word, whatever its case and accents. Two
    statements.

    Raises InvalidInput when `text` is longer than MAX_TEXT.
    """
    if len(text) > MAX_TEXT:
        raise InvalidInput(FieldError(("text",), f"Search for {MAX_TEXT} characters or fewer."))
    # Not within a Latin word: "ben" is no "carbene". Scripts without spaces have no beginnings to look for.
    wanted = [re.compile(rf"(?<![a-z0-9]){re.escape(word)}") for word in _plain(text).split()]
    rows = await database.rows(_TEXTS, {"owner": owner})
    tags = await tags_in_use(database, owner=owner)
    found = []
    for row in rows:
        plain = _plain("\n".join((row.text, *tags.get(row.id, ()))))
        if all(word.search(plain) for word in wanted):
            found.append(row.id)
    return found


def _plain(text: str) -> str:
    return fold(text).replace("’", "'")


def _texts() -> Select[UUID, str]:
    """All words of each contact. Folding is done here, since the two databases fold differently."""
    notes = (
        select(func.aggregate_strings(Encounter.note, "\n"))
        .where(Encounter.scanner_id == Contact.owner_id, Encounter.person_id == Contact.person_id)
        .scalar_subquery()
    )
    written = (
        select(func.aggregate_strings(Note.text, "\n"))
        .where(Note.contact_id == Contact.id, Note.kind == NoteKind.NOTE)
        .scalar_subquery()
    )
    text: ColumnElement[str] = literal("", String)
    for part in (Contact.name, *(shown for shown in card if shown.name in _SEARCHED), notes, written):
        text = text + "\n" + coalesce(part, "")
    return (
        select(Contact.id, text.label("text"))
        .outerjoin(Person, Person.id == Contact.person_id)
        .outerjoin(Card, Card.person_id == Contact.person_id)
        .outerjoin(Block, blocked)
        .where(Contact.owner_id == bindparam("owner", type_=Key()))
    )


_TEXTS = _texts()
