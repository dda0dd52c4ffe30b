"""Scans of many people at once: nothing is lost or doubled, nobody waits for a neighbour's fault."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from conftest import NOW
from sqlalchemy import event, func, select
from sqlalchemy.exc import DBAPIError, OperationalError

from server.badges import record
from server.badges.arrive import arrive
from server.badges.errors import BadgeUnknown, Busy, EncounterConflict, NotSavable
from server.badges.facts import load_facts
from server.badges.record import EncounterWriter
from server.badges.scan import decide
from server.contacts.keep import keep
from server.contacts.models import Contact, ContactState, Encounter
from server.db import Database
from server.errors import Refusal
from server.people.models import SavePolicy

CROWD = ("ada", "ben", "chen", "dana", "eli", "fay", "gus", "kofi", "jonas", "noor", "tomas", "priya", "sofia")


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What was sent to the database meanwhile, without BEGIN and COMMIT; an `executemany` counts once."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(database.writer.sync_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.writer.sync_engine, "before_cursor_execute", note)


def expected(database: Database, on_sqlite: int) -> int:
    """PostgreSQL takes the locks by one statement more."""
    return on_sqlite + (database.dialect == "postgresql")


@pytest.mark.parametrize("size", [1, 2, 7, 12])
async def test_record_a_group_in_eight_statements_whatever_its_size(hall, database, size: int) -> None:
    scans = [hall.sees(key) for key in CROWD[1 : size + 1]]

    with statements(database) as sent:
        answers = await hall.send("ada", *scans)

    assert [type(answer).__name__ for answer in answers] == ["Row"] * size
    assert len(sent) == expected(database, 8), sent


async def test_record_a_group_with_events_in_nine_statements(hall, database) -> None:
    fair = hall.campus.events["fair"]

    with statements(database) as sent:
        await hall.send("ada", *(hall.sees(key, event_id=fair) for key in CROWD[1:]))

    assert len(sent) == expected(database, 9), sent


async def test_record_a_group_with_somebody_to_be_met_at_the_event_in_ten_statements(hall, database) -> None:
    await hall.card("fay", saved_by=SavePolicy.SAME_EVENT)
    fair = hall.campus.events["fair"]

    with statements(database) as sent:
        await hall.send("ada", *(hall.sees(key, event_id=fair) for key in CROWD[1:]))

    assert len(sent) == expected(database, 10), sent


async def test_record_a_group_that_was_recorded_before_in_six_statements(hall, database) -> None:
    scans = [hall.sees(key) for key in CROWD[1:]]
    await hall.send("ada", *scans)

    with statements(database) as sent:
        await hall.send("ada", *scans)

    assert len(sent) == expected(database, 6), sent


async def test_record_a_group_that_needs_no_full_answers_in_one_statement_less(hall, database) -> None:
    scans = [hall.sees(key) for key in CROWD[1:]]

    with statements(database) as sent:
        answers = await hall.send("ada", *scans, in_full=False)

    assert answers == [scan.id for scan in scans]
    assert len(sent) == expected(database, 7), sent


async def test_record_what_waits_in_one_transaction(hall, database) -> None:
    with statements(database) as sent:
        await asyncio.gather(*(hall.scan(key, "ben") for key in CROWD if key != "ben"))

    # The first to come doesn't wait; all others are written together.
    groups = sum(statement.startswith("INSERT INTO encounter") for statement in sent)
    assert groups in (1, 2)


async def test_record_answers_each_scan_by_itself(hall) -> None:
    scans = [hall.sees("ben"), hall.sees("ben", code="2ZSJ37NQRBVPZRT6AYFYJ233H"), hall.sees("hana"), hall.sees("chen")]

    answers = await hall.send("ada", *scans)

    assert [type(answer) for answer in answers[1:3]] == [BadgeUnknown, NotSavable]
    assert [answers[0].encounter_id, answers[3].encounter_id] == [scans[0].id, scans[3].id]


async def test_record_the_same_badge_twice_in_a_group(hall) -> None:
    earlier, later = NOW - timedelta(hours=2), NOW - timedelta(hours=1)

    first, second = await hall.send(
        "ada", hall.sees("ben", scanned_at=later, note="B"), hall.sees("ben", scanned_at=earlier, note="A")
    )

    contact = await hall.contact("ada", "ben")
    assert first.contact_id == second.contact_id == contact.id
    assert (first.already_met, second.already_met) == (False, True)
    assert (contact.first_met_at, contact.last_met_at) == (earlier, later)
    assert [row.note for row in await hall.encounters("ada", "ben")] == ["A", "B"]


async def test_record_the_same_id_twice_in_a_group(hall) -> None:
    scan = hall.sees("ben", note="Anodes.")

    first, same, other = await hall.send("ada", scan, scan, hall.sees("ben", id=scan.id, note="Cathodes."))

    assert (first.encounter_id, first.already_met) == (same.encounter_id, same.already_met) == (scan.id, False)
    assert type(other) is EncounterConflict
    assert [row.note for row in await hall.encounters("ada", "ben")] == ["Anodes."]


async def test_record_two_who_scan_each_other_in_one_group(hall) -> None:
    for key in ("ada", "ben"):
        await hall.card(key, saves_back=False)

    mine, theirs = await asyncio.gather(hall.scan("ada", "ben"), hall.scan("ben", "ada"))

    assert (await hall.contact("ada", "ben")).mutual is True
    assert (await hall.contact("ben", "ada")).mutual is True
    assert mine.contact_id != theirs.contact_id


async def test_record_64_at_once_of_one_badge(hall, database) -> None:
    scans = [hall.sees("ben", scanned_at=NOW - timedelta(seconds=n), note=str(n)) for n in range(64)]

    answers = await asyncio.gather(*(hall.send("ada", scan) for scan in scans))

    contact = await hall.contact("ada", "ben")
    assert {answer.contact_id for (answer,) in answers} == {contact.id}
    assert sorted(answer.already_met for (answer,) in answers) == [False] + [True] * 63
    assert sorted(int(row.note) for row in await hall.encounters("ada", "ben")) == list(range(64))
    assert (contact.first_met_at, contact.last_met_at) == (NOW - timedelta(seconds=63), NOW)


async def test_record_everybody_scanning_everybody(hall, database) -> None:
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


async def test_record_by_two_processes_at_once(hall, database_url: str) -> None:
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


async def test_record_by_two_processes_who_scan_each_other(hall, database_url: str) -> None:
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
    (answer,) = await waiting
    await second.close()
    await other.close()

    assert answer.mutual is True
    assert (await hall.contact("ada", "ben")).mutual is True


async def test_record_by_two_processes_under_one_id(hall, database_url: str) -> None:
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


async def test_record_the_same_batch_ten_times(hall, database) -> None:
    scans = [hall.sees(key, note=key) for key in CROWD[1:]]
    first = await hall.send("ada", *scans)
    stored = await rows(database)

    for _ in range(9):
        again = await hall.send("ada", *scans, now=NOW + timedelta(hours=1))
        assert [answer.already_met for answer in again] == [answer.already_met for answer in first]

    assert await rows(database) == stored


async def test_record_two_devices_in_either_order(hall) -> None:
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


async def test_record_is_busy_when_too_many_wait(hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "MAX_QUEUED", 10)

    waiting = [asyncio.create_task(hall.scan("ada", "ben")) for _ in range(20)]
    answers = await asyncio.gather(*waiting, return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert {type(answer) for answer in refused} == {Busy}
    assert 9 <= len(refused) <= 10
    assert len(await hall.encounters("ada", "ben")) == 20 - len(refused)


async def test_record_in_several_transactions_when_more_wait_than_one_takes(
    hall, database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "MAX_GROUP", 10)

    with statements(database) as sent:
        await asyncio.gather(*(hall.scan("ada", "ben") for _ in range(35)))

    assert sum(statement.startswith("INSERT INTO encounter") for statement in sent) >= 4
    assert len(await hall.encounters("ada", "ben")) == 35


async def test_record_goes_on_when_the_caller_goes_away(hall) -> None:
    scan = hall.sees("ben")
    gone = asyncio.create_task(hall.send("ada", scan))
    await asyncio.sleep(0)

    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    await hall.writer.close()

    assert [row.id for row in await hall.encounters("ada", "ben")] == [scan.id]


async def test_close_writes_what_waits_and_takes_nothing_more(hall) -> None:
    waiting = asyncio.create_task(hall.scan("ada", "ben"))
    await asyncio.sleep(0)

    await hall.writer.close()

    assert (await waiting).person_id == hall.person("ben")
    with pytest.raises(Busy):
        await hall.scan("ada", "chen")


async def test_record_when_one_request_breaks_the_others_are_kept(hall, database) -> None:
    """A row that no rule foresees: the database refuses it, so the whole group fails at first."""
    bad = hall.sees("ben")
    arrival = arrive(bad, scanner_id=hall.person("ada"), now=NOW)
    arrival.note = "\0" if database.dialect == "postgresql" else b"\0"  # type: ignore[assignment]
    if database.dialect == "sqlite":
        arrival.how = "FAX"  # type: ignore[assignment]

    answers = await asyncio.gather(
        hall.scan("dana", "ben"),
        hall.writer.submit([arrival]),
        hall.scan("eli", "ben"),
        hall.scan("fay", "ben"),
        return_exceptions=True,
    )

    assert isinstance(answers[1], Exception)
    assert not isinstance(answers[1], Refusal)
    assert [answers[n].person_id for n in (0, 2, 3)] == [hall.person("ben")] * 3
    assert await hall.encounters("ada", "ben") == []
    assert [len(await hall.encounters(key, "ben")) for key in ("dana", "eli", "fay")] == [1, 1, 1]


async def test_record_when_the_database_is_gone_fails_everybody_at_once(tmp_path, hall) -> None:
    nowhere = Database.open(f"sqlite:///{tmp_path}/no/such/folder.sqlite3")
    writer = EncounterWriter(nowhere)
    arrivals = [arrive(hall.sees("ben"), scanner_id=hall.person("ada"), now=NOW) for _ in range(8)]

    answers = await asyncio.gather(*(writer.submit([arrival]) for arrival in arrivals), return_exceptions=True)
    await writer.close()
    await nowhere.close()

    assert {type(answer) for answer in answers} == {OperationalError}
    assert issubclass(OperationalError, DBAPIError)
