"""An owner writes about contacts: every note stays, tags come and go, and nobody else sees either."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import NOW, Execute
from hall import Hall
from sqlalchemy import select

from schema.ids import global_id
from server.actor import ANONYMOUS, Actor, Member, Program, Scope
from server.contacts.errors import NoteConflict
from server.contacts.notes import Note, NoteKind
from server.contacts.queries import contacts
from server.contacts.undo import undo_encounter
from server.contacts.withdraw import Everybody, withdraw
from server.contacts.write_notes import Writing, write_notes
from server.contacts.written import own_tags, standing, written_about
from server.errors import InvalidInput, NotFound, Refusal, ScopeMissing, SignInRequired
from server.keys import new_key

NOTE, TAG, UNTAG = NoteKind.NOTE, NoteKind.TAG, NoteKind.UNTAG
NOTES = """query ($id: ID!) { node(id: $id) { ... on Contact { tags notes { text event { name } } } } }"""
BATCH = """mutation ($batch: NoteBatch!) { recordNotes(batch: $batch) {
  ... on RecordNotesSuccess { saved refused { id reason } }
} }"""


async def wrote(hall: Hall, owner: str, *notes: Writing | Refusal, actor: Actor | None = None) -> list[Any]:
    async with hall.database.write() as session:
        return await write_notes(session, actor=actor or Member(hall.person(owner)), notes=notes, now=NOW)


def about(contact: Any, text: str, kind: NoteKind = NOTE, *, at: datetime = NOW, **facts: Any) -> Writing:
    return Writing(facts.pop("id", new_key()), kind, text, at, contact.id)


async def read(hall: Hall, viewer: str, contact: UUID) -> tuple[list[str], list[str]]:
    """The notes, oldest first, and the tags."""
    rows = (await written_about(hall.database, actor=Member(hall.person(viewer)), contacts=[contact]))[contact]
    return [row.text for row in rows if row.kind is NOTE], standing(rows)


async def test_write_notes_and_tags_by_contact_and_by_scan(hall: Hall) -> None:
    met = await hall.scan("ben", "dana", note="Arms.")
    contact = await hall.contact("ben", "dana")

    answers = await wrote(
        hall,
        "ben",
        about(contact, "  Runs the team of nine.\n", at=NOW + timedelta(days=400)),
        Writing(new_key(), TAG, "Co-op", NOW, encounter_id=met.encounter_id),
        about(contact, " call   BACK ", TAG),
    )

    assert answers == [contact.id] * 3
    assert await read(hall, "ben", contact.id) == (["Arms.", "Runs the team of nine."], ["call BACK", "Co-op"])
    assert await read(hall, "dana", contact.id) == ([], [])
    (note,) = await hall.database.rows(select(Note.written_at).where(Note.kind == NOTE))
    assert note.written_at == NOW


async def test_tag_taken_off_and_put_on_again(hall: Hall) -> None:
    await hall.scan("ben", "dana")
    contact = await hall.contact("ben", "dana")

    moments = [NOW - timedelta(minutes=minutes) for minutes in (4, 3, 2, 1)]
    texts = [("Résumé", TAG), ("Co-op", TAG), ("resume", UNTAG), ("CO-OP", TAG)]
    await wrote(
        hall, "ben", *(about(contact, text, kind, at=at) for at, (text, kind) in zip(moments, texts, strict=True))
    )

    assert await read(hall, "ben", contact.id) == ([], ["CO-OP"])
    assert await own_tags(hall.database, actor=Member(hall.person("ben"))) == [("CO-OP", 1)]
    assert await own_tags(hall.database, actor=Member(hall.person("dana"))) == []
    assert await own_tags(hall.database, actor=ANONYMOUS) == []


async def test_write_the_same_twice_and_something_else_under_its_id(hall: Hall) -> None:
    await hall.scan("ben", "dana")
    contact = await hall.contact("ben", "dana")
    note = about(contact, "Arms.")

    first = await wrote(hall, "ben", note, note)
    again = await wrote(hall, "ben", note)
    (other,) = await wrote(hall, "ben", about(contact, "Legs.", id=note.id))

    assert (first, again, type(other)) == ([contact.id] * 2, [contact.id], NoteConflict)
    assert await read(hall, "ben", contact.id) == (["Arms."], [])


async def test_one_that_is_refused_fails_no_other(hall: Hall) -> None:
    met = await hall.scan("ben", "dana")
    contact, back = await hall.contact("ben", "dana"), await hall.contact("dana", "ben")

    answers = await wrote(
        hall,
        "ben",
        about(back, "Of somebody else's address book."),
        Writing(new_key(), NOTE, "By no scan.", NOW, encounter_id=new_key()),
        Writing(new_key(), NOTE, "About nobody.", NOW),
        about(contact, " \n"),
        about(contact, "x" * 41, TAG),
        about(contact, "\0"),
        NotFound(),
        about(contact, "Kept."),
    )
    (foreign,) = await wrote(hall, "dana", Writing(new_key(), NOTE, "Ben's scan.", NOW, encounter_id=met.encounter_id))

    assert [type(answer) for answer in answers] == [*[NotFound] * 3, *[InvalidInput] * 3, NotFound, UUID]
    assert type(foreign) is NotFound
    assert await read(hall, "ben", contact.id) == (["Kept."], [])


async def test_write_as_somebody_who_may_not(hall: Hall) -> None:
    program = Program(hall.person("ben"), frozenset({Scope.SCAN}))

    with pytest.raises(SignInRequired):
        await wrote(hall, "ben", actor=ANONYMOUS)
    with pytest.raises(ScopeMissing):
        await wrote(hall, "ben", actor=program)
    with pytest.raises(InvalidInput):
        await wrote(hall, "ben", *[NotFound()] * 501)


async def test_find_contacts_by_note_and_by_tag(hall: Hall) -> None:
    for key in ("dana", "chen"):
        await hall.scan("ben", key)
    dana, chen = await hall.contact("ben", "dana"), await hall.contact("ben", "chen")
    await wrote(hall, "ben", about(dana, "Torque limits."), about(dana, "Co-op", TAG), about(chen, "co-op", TAG))
    await wrote(hall, "ben", about(chen, "Glaze", TAG), about(chen, "glaze", UNTAG))

    async def found(viewer: str, **wanted: str) -> set[UUID]:
        actor = Member(hall.person(viewer))
        return {row.contact_id for row in (await contacts(hall.database, actor=actor, first=100, **wanted)).rows}

    assert await found("ben", text="torque") == {dana.id}
    assert await found("ben", tag="CO-OP") == await found("ben", text="co-op") == {dana.id, chen.id}
    assert await found("ben", tag="co-op", text="limits") == {dana.id}
    assert await found("ben", tag="glaze") == await found("ben", text="glaze") == set()
    assert await found("dana", text="torque") == await found("dana", tag="co-op") == set()


async def test_what_was_written_stays_when_the_card_is_withdrawn(hall: Hall, execute: Execute) -> None:
    fair = hall.campus.events["fair"]
    await hall.scan("ben", "dana", event_id=fair, note="Arms.")
    contact = await hall.contact("ben", "dana")
    id_ = global_id("contact", contact.id)
    entry = {"id": str(new_key()), "kind": "TAG", "text": "Co-op", "writtenAt": NOW.isoformat(), "contactId": id_}
    wrong = {**entry, "id": str(new_key()), "contactId": "contact_0"}

    recorded = await execute("ben", BATCH, batch=[entry, wrong])
    async with hall.database.write() as session:
        await withdraw(session, actor=Member(hall.person("dana")), from_whom=Everybody(), now=NOW)

    refused = [{"id": wrong["id"], "reason": "NotFound"}]
    assert recorded["data"]["recordNotes"] == {"saved": 1, "refused": refused}
    kept = {"tags": ["Co-op"], "notes": [{"text": "Arms.", "event": {"name": "Engineering Career Fair"}}]}
    assert (await execute("ben", NOTES, id=id_))["data"]["node"] == kept
    assert [await execute(viewer, NOTES, id=id_) for viewer in ("dana", None)] == [{"data": {"node": None}}] * 2


async def test_what_was_written_holds_a_contact_whose_scan_is_undone(hall: Hall) -> None:
    await hall.scan("fay", "priya")
    met = await hall.contact("fay", "priya")
    await wrote(hall, "fay", about(met, "Arms."))

    async with hall.database.write() as session:
        left = await undo_encounter(session, actor=Member(hall.person("fay")), encounter_id=met.made_by_id, now=NOW)

    assert left == met.id
    assert await read(hall, "fay", met.id) == (["Arms."], [])
