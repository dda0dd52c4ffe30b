"""Many scan at once, by one process or several, in any order: one contact, every encounter, nothing twice."""

import asyncio
from datetime import timedelta
from typing import Any

from conftest import NOW
from hall import Hall
from sqlalchemy import func, select

from server.badges.arrive import arrive
from server.badges.errors import EncounterConflict
from server.badges.facts import load_facts
from server.badges.record import EncounterWriter
from server.badges.scan import decide
from server.contacts.keep import keep
from server.contacts.models import Contact, ContactState, Encounter
from server.db import Database
from server.errors import Refusal
from server.events.booths import Booth

CROWD = ("ada", "ben", "chen", "dana", "eli", "fay", "gus", "kofi", "jonas", "noor", "tomas", "priya", "sofia")


async def test_record_the_same_badge_twice_in_a_group(hall: Hall) -> None:
    earlier, later = NOW - timedelta(hours=2), NOW - timedelta(hours=1)

    first, second = await hall.send(
        "ada", hall.sees("ben", scanned_at=later, note="B"), hall.sees("ben", scanned_at=earlier, note="A")
    )

    contact = await hall.contact("ada", "ben")
    assert first.contact_id == second.contact_id == contact.id
    assert (first.already_met, second.already_met) == (False, True)
    assert (contact.first_met_at, contact.last_met_at) == (earlier, later)
    assert [row.note for row in await hall.encounters("ada", "ben")] == ["A", "B"]


async def test_record_the_same_id_twice_in_a_group(hall: Hall) -> None:
    scan = hall.sees("ben", note="Anodes.")

    first, same, other = await hall.send("ada", scan, scan, hall.sees("ben", id=scan.id, note="Cathodes."))

    assert (first.encounter_id, first.already_met) == (same.encounter_id, same.already_met) == (scan.id, False)
    assert type(other) is EncounterConflict
    assert [row.note for row in await hall.encounters("ada", "ben")] == ["Anodes."]


async def test_record_two_who_scan_each_other_in_one_group(hall: Hall) -> None:
    for key in ("ada", "ben"):
        await hall.card(key, saves_back=False)

    mine, theirs = await asyncio.gather(hall.scan("ada", "ben"), hall.scan("ben", "ada"))

    assert (await hall.contact("ada", "ben")).mutual is True
    assert (await hall.contact("ben", "ada")).mutual is True
    assert mine.contact_id != theirs.contact_id


async def test_record_64_at_once_of_one_badge(hall: Hall, database: Database) -> None:
    scans = [hall.sees("ben", scanned_at=NOW - timedelta(seconds=n), note=str(n)) for n in range(64)]

    answers = await asyncio.gather(*(hall.send("ada", scan) for scan in scans))

    contact = await hall.contact("ada", "ben")
    assert {answer.contact_id for (answer,) in answers} == {contact.id}
    assert sorted(answer.already_met for (answer,) in answers) == [False] + [True] * 63
    assert sorted(int(row.note) for row in await hall.encounters("ada", "ben")) == list(range(64))
    assert (contact.first_met_at, contact.last_met_at) == (NOW - timedelta(seconds=63), NOW)


async def test_record_everybody_scanning_everybody(hall: Hall, database: Database) -> None:
    before = (await database.rows(select(func.count()).select_from(Encounter)))[0][0]
    pairs = [(one, other) for one in CROWD for other in CROWD if one != other]

    answers = await asyncio.gather(*(hall.scan(*pair) for pair in pairs))

    assert len({answer.encounter_id for answer in answers}) == len(pairs)
    assert (await database.rows(select(func.count()).select_from(Encounter)))[0][0] == before + len(pairs)
    people = [hall.person(key) for key in CROWD]
    contacts = await database.rows(
        select(Contact.mutual, Contact.state).where(Contact.owner_id.in_(people), Contact.person_id.in_(people))
    )
    assert len(contacts) == len(pairs)
    assert {(row.mutual, row.state) for row in contacts} == {(True, ContactState.ACTIVE)}


async def test_record_by_two_processes_at_once(hall: Hall, database_url: str) -> None:
    other = Database.open(database_url)
    writers = [hall.writer, EncounterWriter(other)]
    pairs = [(one, two) for one in CROWD for two in CROWD if one != two]
    for key in CROWD:
        await hall.card(key, saves_back=False)

    async def scan(writer: EncounterWriter, scanner: str, *scans: Any) -> list[Any]:
        return await writer.submit([arrive(s, scanner_id=hall.person(scanner), now=NOW) for s in scans])

    # Half of each mutual pair goes through either process, and each scan through both, as after a lost answer.
    scans = [(one, hall.sees(two)) for one, two in pairs]
    answers = await asyncio.gather(
        *(scan(writers[(n + turn) % 2], one, sent) for turn in range(2) for n, (one, sent) in enumerate(scans))
    )
    await writers[1].close()
    await other.close()

    assert [answer for (answer,) in answers if isinstance(answer, Refusal)] == []
    found = await hall.database.rows(
        select(Contact.owner_id, Contact.person_id, Contact.mutual).where(
            Contact.owner_id.in_([hall.person(key) for key in CROWD]),
            Contact.person_id.in_([hall.person(key) for key in CROWD]),
        )
    )
    assert len(found) == len({(row.owner_id, row.person_id) for row in found}) == len(pairs)
    assert {row.mutual for row in found} == {True}
    for one, sent in scans:
        matching = [answer for (answer,) in answers if answer.encounter_id == sent.id]
        assert len(matching) == 2, one
        assert matching[0].already_met == matching[1].already_met


async def test_record_by_two_processes_who_scan_each_other(hall: Hall, database_url: str) -> None:
    """The one that comes second must see what the first wrote, or neither knows that it is mutual."""
    for key in ("ada", "ben"):
        await hall.card(key, saves_back=False)
    other = Database.open(database_url)
    second = EncounterWriter(other)
    (mine, theirs) = (
        arrive(hall.sees(scanned), scanner_id=hall.person(scanner), now=NOW)
        for scanner, scanned in (("ada", "ben"), ("ben", "ada"))
    )

    async with hall.database.write() as session:
        connection = await session.connection()
        outcome = decide([mine], await load_facts(connection, [mine]))
        await keep(connection, encounters=outcome.encounters, contacts=outcome.contacts)
        waiting = asyncio.create_task(second.submit([theirs]))
        await asyncio.sleep(0.3)
        assert not waiting.done()
    answer: Any = (await waiting)[0]
    await second.close()
    await other.close()

    assert answer.mutual is True
    assert (await hall.contact("ada", "ben")).mutual is True


async def test_record_by_two_processes_under_one_id(hall: Hall, database_url: str) -> None:
    """Only one of two different scans can have it, also when neither was there yet when the other came."""
    other = Database.open(database_url)
    second = EncounterWriter(other)
    scan = hall.sees("ben")
    mine = arrive(scan, scanner_id=hall.person("ada"), now=NOW)
    theirs = arrive(hall.sees("chen", id=scan.id), scanner_id=hall.person("dana"), now=NOW)

    async with hall.database.write() as session:
        connection = await session.connection()
        outcome = decide([mine], await load_facts(connection, [mine]))
        await keep(connection, encounters=outcome.encounters, contacts=outcome.contacts)
        waiting = asyncio.create_task(second.submit([theirs]))
        await asyncio.sleep(0.3)
    (answer,) = await waiting
    await second.close()
    await other.close()

    assert type(answer) is EncounterConflict
    assert await hall.contact("dana", "chen") is None


async def test_record_the_same_batch_ten_times(hall: Hall, database: Database) -> None:
    scans = [hall.sees(key, note=key) for key in CROWD[1:]]
    first = await hall.send("ada", *scans)
    stored = await rows(database)

    for _ in range(9):
        again = await hall.send("ada", *scans, now=NOW + timedelta(hours=1))
        assert [answer.already_met for answer in again] == [answer.already_met for answer in first]

    assert await rows(database) == stored


async def test_record_two_devices_in_either_order(hall: Hall) -> None:
    phone = [hall.sees("ben", scanned_at=NOW - timedelta(hours=h), note=f"phone {h}") for h in (5, 3)]
    tablet = [hall.sees("ben", scanned_at=NOW - timedelta(hours=h), note=f"tablet {h}") for h in (6, 2)]

    await hall.send("ada", *tablet, now=NOW)
    await hall.send("ada", *phone, now=NOW + timedelta(minutes=1))

    contact = await hall.contact("ada", "ben")
    notes = [row.note for row in await hall.encounters("ada", "ben")]
    assert notes == ["tablet 6", "phone 5", "phone 3", "tablet 2"]
    assert (contact.first_met_at, contact.last_met_at) == (NOW - timedelta(hours=6), NOW - timedelta(hours=2))


async def rows(database: Database) -> list[Any]:
    return [
        sorted(tuple(row) for row in await database.rows(select(table)))
        for table in (Encounter.__table__, Contact.__table__.alias())
    ]


async def test_who_stands_at_a_booth_scans_there_in_batches_too(hall: Hall) -> None:
    fair = hall.campus.events["fair"]
    scans = [hall.sees(key, event_id=fair) for key in ("ben", "chen")]

    await hall.send("dana", *scans)
    await hall.scan("ada", "ben", event_id=fair)
    await hall.scan("dana", "kofi")

    stands = select(Booth.label).join(Encounter, Encounter.booth_id == Booth.id)
    labels = [
        [row.label for row in await hall.database.rows(stands.where(Encounter.scanner_id == hall.person(key)))]
        for key in ("dana", "ada")
    ]
    assert labels == [["B7", "B7"], []]
