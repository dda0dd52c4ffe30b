"""A booth's team writes about those it met: everything is kept, nothing twice, and nobody else writes."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from booth import Fair, entry
from conftest import NOW, Execute

from server.actor import ANONYMOUS, Program, Scope
from server.db import Database
from server.errors import InvalidInput, ScopeMissing, SignInRequired
from server.keys import new_key
from server.leads.errors import EntryConflict, LeadUnknown
from server.leads.models import LeadEntryKind
from server.leads.write import write_entries

STARS, TAG, NOTE = LeadEntryKind.STARS, LeadEntryKind.TAG, LeadEntryKind.NOTE

BATCH = """mutation ($batch: LeadEntryBatch!, $sentAt: DateTime) { recordLeadEntries(batch: $batch, sentAt: $sentAt) {
  ... on RecordLeadEntriesSuccess { results { id kept } }
} }"""


async def test_write_what_each_colleague_says_beside_the_others(fair: Fair) -> None:
    ada = await fair.meets("dana", "ada")

    await fair.writes("dana", entry(ada, STARS, 4), entry(ada, NOTE, "Built a gripper."))
    await fair.writes("priya", entry(ada, STARS, 2), entry(ada, NOTE, "Wants London."), entry(ada, TAG, " Contrôls "))

    kept = {(row.author_id, row.kind, row.stars or row.text) for row in await fair.entries()}
    dana, priya = fair.hall.person("dana"), fair.hall.person("priya")
    assert kept == {
        (dana, STARS, 4),
        (dana, NOTE, "Built a gripper."),
        (priya, STARS, 2),
        (priya, NOTE, "Wants London."),
        (priya, TAG, "controls"),
    }


async def test_write_the_same_batch_ten_times(fair: Fair) -> None:
    ada = await fair.meets("dana", "ada")
    batch = [entry(ada, NOTE, str(n)) for n in range(20)]
    first = await fair.writes("dana", *batch)
    before = await fair.entries()

    again = [await fair.writes("dana", *batch) for _ in range(9)]

    assert again == [first] * 9
    assert first == [said.id for said in batch]
    assert await fair.entries() == before


async def test_write_two_colleagues_at_once(fair: Fair, database: Database) -> None:
    ada = await fair.meets("dana", "ada")
    said = {who: [entry(ada, STARS, n % 5 + 1, ago=n) for n in range(20)] for who in ("dana", "priya")}

    answers = await asyncio.gather(*(fair.writes(who, one) for who, some in said.items() for one in some))

    assert [answer for (answer,) in answers] == [one.id for some in said.values() for one in some]
    assert len(await fair.entries()) == 40


@pytest.mark.parametrize("who", ["kofi", "ada", "ruth", "gus", "siobhan"])
async def test_write_by_somebody_else(fair: Fair, who: str) -> None:
    """Who recruits at another booth, the visitor, the fair's host, its campus's administrator, and anybody."""
    ada = await fair.meets("dana", "ada")

    (answer,) = await fair.writes(who, entry(ada, NOTE, "Mine"))

    assert type(answer) is LeadUnknown
    assert await fair.entries() == []


async def test_write_before_the_scan_has_come(fair: Fair) -> None:
    scan = fair.hall.sees("ada", event_id=fair.event_id)
    note = entry(scan.id, NOTE, "First")

    (before,) = await fair.writes("dana", note)
    await fair.hall.send("dana", scan)
    (after,) = await fair.writes("dana", note)

    assert type(before) is LeadUnknown
    assert after == note.id


@pytest.mark.parametrize("days", [400, -20_000], ids=["ahead", "behind"])
async def test_write_by_a_wrong_clock(fair: Fair, execute: Execute, days: int) -> None:
    """Dana's phone is days wrong. She rated a minute ago, a second after she had rated otherwise."""
    ada, ahead = await fair.meets("dana", "ada"), timedelta(days=days)
    batch = [
        {
            "id": str(new_key()),
            "encounterId": str(ada),
            "kind": "STARS",
            "stars": stars,
            "writtenAt": (NOW + ahead - timedelta(seconds=ago)).isoformat(),
        }
        for stars, ago in ((5, 60), (1, 61))
    ]

    answers = [
        (await execute("dana", BATCH, batch=batch, sentAt=(NOW + ahead + timedelta(hours=turn)).isoformat()))["data"]
        for turn in range(2)
    ]
    before = await fair.lead("dana", "ada")
    await fair.writes("dana", entry(ada, STARS, 3, ago=30))

    assert answers == [{"recordLeadEntries": {"results": [{"id": one["id"], "kept": True} for one in batch]}}] * 2
    assert {row.written_at for row in await fair.entries()} == {NOW - timedelta(seconds=ago) for ago in (30, 60, 61)}
    assert list(before.stars.values()) == [5]
    assert list((await fair.lead("dana", "ada")).stars.values()) == [3]


async def test_write_under_an_id_of_before(fair: Fair) -> None:
    ada, ben = await fair.meets("dana", "ada"), await fair.meets("dana", "ben")
    id_ = new_key()

    answers = [
        *await fair.writes("dana", entry(ada, NOTE, "One", id=id_), entry(ben, NOTE, "One", id=id_)),
        *await fair.writes("priya", entry(ada, NOTE, "One", id=id_)),
    ]

    assert [type(answer) for answer in answers[1:]] == [EntryConflict, EntryConflict]
    assert answers[0] == id_
    assert [row.person_id for row in await fair.entries()] == [fair.hall.person("ada")]


async def test_write_what_is_none(fair: Fair) -> None:
    ada = await fair.meets("dana", "ada")
    faulty = [
        entry(ada, STARS, 6),
        entry(ada, NOTE, "  "),
        entry(ada, NOTE, "x" * 2001),
        entry(ada, TAG, "t" * 41),
        entry(ada, NOTE, "a\0b"),
        entry(ada, NOTE, "Naive", written_at=NOW.replace(tzinfo=None)),
        entry(ada, LeadEntryKind.ANSWER, "Yes"),
        entry(ada, LeadEntryKind.ANSWER, "Yes", question_id=uuid4()),
    ]
    right = entry(ada, NOTE, "Kept")

    *refused, kept = await fair.writes("dana", *faulty, right)

    assert [type(answer) for answer in refused] == [InvalidInput] * len(faulty)
    assert kept == right.id


async def test_write_by_programs_and_strangers(fair: Fair, database: Database) -> None:
    person = fair.hall.person("dana")
    async with database.write() as session:
        with pytest.raises(SignInRequired):
            await write_entries(session, actor=ANONYMOUS, entries=[], now=NOW)
        with pytest.raises(ScopeMissing):
            await write_entries(session, actor=Program(person, frozenset({Scope.CONTACTS})), entries=[], now=NOW)
        with pytest.raises(InvalidInput):
            await write_entries(session, actor=fair.member("dana"), entries=[LeadUnknown()] * 501, now=NOW)


async def test_write_500_in_as_many_statements_as_one(fair: Fair, database: Database, statements: list[str]) -> None:
    ada = await fair.meets("dana", "ada")
    statements.clear()

    await fair.writes("dana", entry(ada, NOTE, "One"))
    one = len(statements)
    await fair.writes("dana", *(entry(ada, NOTE, str(n)) for n in range(500)))

    assert one == len(statements) - one == (3 if database.dialect == "sqlite" else 5)
