"""A scan that was a mistake is undone: as if it had not been, but for the fact that it was."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import NOW, Execute
from hall import Hall

from server.actor import ANONYMOUS, Actor, Member, Program, Scope
from server.badges.errors import EncounterUndone
from server.contacts.errors import UndoTooLate
from server.contacts.queries import encounters, encounters_with
from server.contacts.receipts import receipts
from server.contacts.undo import undo_encounter
from server.errors import NotFound, ScopeMissing, SignInRequired

LATER = NOW + timedelta(hours=24)
UNDO = """mutation ($id: UUID!) { undoEncounter(input: {id: $id}) {
  __typename ... on UndoEncounterSuccess { contact { name } } ... on UndoTooLate { hours }
} }"""

UNDO_ALL = """mutation ($ids: [UUID!]!) { undoEncounters(ids: $ids) {
  ... on UndoEncountersSuccess { undone refused { id reason } } ... on UserError { message }
} }"""


async def undone(hall: Hall, key: str, id_: UUID, **facts: Any) -> UUID | None:
    actor: Actor = facts.pop("actor", Member(hall.person(key)))
    async with hall.database.write() as session:
        return await undo_encounter(session, actor=actor, encounter_id=id_, now=facts.pop("now", LATER))


async def met_before(hall: Hall, viewer: str, other: str) -> int:
    person = hall.person(other)
    return len((await encounters_with(hall.database, actor=Member(hall.person(viewer)), people=[person]))[person])


async def test_undo_the_only_scan(hall: Hall) -> None:
    met = await hall.scan("fay", "priya")
    assert await hall.contact("priya", "fay") is not None

    left = await undone(hall, "fay", met.encounter_id)

    assert (left, await hall.contact("fay", "priya"), await hall.contact("priya", "fay")) == (None, None, None)
    assert (await met_before(hall, "fay", "priya"), await met_before(hall, "priya", "fay")) == (0, 0)
    (fact,) = await hall.encounters("fay", "priya")
    assert fact.undone_at == LATER
    shown = await encounters(hall.database, actor=Member(hall.person("fay")), first=1)
    assert [(row.encounter_id, row.undone_at) for row in shown.rows] == [(met.encounter_id, LATER)]
    held = await receipts(hall.database, actor=Member(hall.person("priya")), first=100)
    assert hall.person("fay") not in {row.owner_id for row in held.rows}


async def test_undo_one_of_two_scans(hall: Hall) -> None:
    earlier, later = NOW - timedelta(hours=3), NOW - timedelta(hours=1)
    first = await hall.scan("fay", "priya", scanned_at=earlier)
    second = await hall.scan("fay", "priya", scanned_at=later)

    left = await undone(hall, "fay", first.encounter_id)
    contact = await hall.contact("fay", "priya")
    assert (left, contact.first_met_at, contact.last_met_at) == (contact.id, later, later)
    assert await met_before(hall, "priya", "fay") == 1

    assert await undone(hall, "fay", second.encounter_id) is None
    assert (await hall.contact("fay", "priya"), await hall.contact("priya", "fay")) == (None, None)


async def test_undo_leaves_what_the_scanned_one_scanned(hall: Hall) -> None:
    mine = await hall.scan("fay", "priya")
    await hall.scan("priya", "fay")

    left = await undone(hall, "fay", mine.encounter_id)

    contact, back = await hall.contact("fay", "priya"), await hall.contact("priya", "fay")
    assert (left, back.mutual) == (contact.id, True)
    assert await met_before(hall, "fay", "priya") == 1


async def test_undo_twice_and_send_the_scan_again(hall: Hall) -> None:
    scan = hall.sees("priya")
    await hall.send("fay", scan)

    answers = [await undone(hall, "fay", scan.id) for _ in range(2)]
    (again,) = await hall.send("fay", scan, now=LATER)
    new = await hall.scan("fay", "priya", now=LATER, scanned_at=LATER)

    assert (answers, type(again)) == ([None, None], EncounterUndone)
    assert (new.already_met, await met_before(hall, "fay", "priya")) == (False, 1)


async def test_undo_several_at_once(hall: Hall, execute: Execute) -> None:
    met = await hall.scan("fay", "priya")
    theirs = await hall.scan("ada", "priya")

    answer = await execute("fay", UNDO_ALL, ids=[str(theirs.encounter_id), str(met.encounter_id)])
    too_many = await execute("fay", UNDO_ALL, ids=[str(met.encounter_id)] * 501)

    refused = [{"id": str(theirs.encounter_id), "reason": "NotFound"}]
    assert answer["data"]["undoEncounters"] == {"undone": 1, "refused": refused}
    assert too_many["data"]["undoEncounters"] == {"message": "Send 500 at a time or fewer, not 501."}
    assert (await met_before(hall, "fay", "priya"), await met_before(hall, "ada", "priya") > 0) == (0, True)


async def test_undo_what_is_not_ones_own(hall: Hall, execute: Execute) -> None:
    met = await hall.scan("fay", "priya")
    program = Program(hall.person("fay"), frozenset({Scope.CONTACTS}))

    for key in ("priya", "ada"):
        with pytest.raises(NotFound):
            await undone(hall, key, met.encounter_id)
    with pytest.raises(SignInRequired):
        await undone(hall, "fay", met.encounter_id, actor=ANONYMOUS)
    with pytest.raises(ScopeMissing):
        await undone(hall, "fay", met.encounter_id, actor=program)
    with pytest.raises(UndoTooLate):
        await undone(hall, "fay", met.encounter_id, now=LATER + timedelta(seconds=1))

    assert await met_before(hall, "fay", "priya") == 1
    answer = await execute("fay", UNDO, id=str(met.encounter_id))
    assert answer["data"]["undoEncounter"] == {"__typename": "UndoEncounterSuccess", "contact": None}
