"""Scans of many people at once: nothing is lost or doubled, nobody waits for a neighbour's fault."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW
from hall import Hall
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from server.badges import record
from server.badges.arrive import arrive
from server.badges.errors import BadgeUnknown, Busy, NotSavable
from server.badges.record import EncounterWriter
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


def expected(database: Database, on_sqlite: int, *, told: int = 1) -> int:
    """PostgreSQL takes the locks by one statement more, and tells of what is new by another."""
    return on_sqlite + (1 + told) * (database.dialect == "postgresql")


@pytest.mark.parametrize("size", [1, 2, 7, 12])
async def test_record_a_group_in_eight_statements_whatever_its_size(hall: Hall, database: Database, size: int) -> None:
    scans = [hall.sees(key) for key in CROWD[1 : size + 1]]

    with statements(database) as sent:
        answers = await hall.send("ada", *scans)

    dana_with_her_employer = size > 2
    assert [type(answer).__name__ for answer in answers] == ["Row"] * size
    assert len(sent) == expected(database, 8 + dana_with_her_employer), sent


async def test_record_a_group_with_events_in_nine_statements(hall: Hall, database: Database) -> None:
    fair = hall.campus.events["fair"]

    with statements(database) as sent:
        await hall.send("ada", *(hall.sees(key, event_id=fair) for key in ("ben", "chen", "fay")))

    assert len(sent) == expected(database, 9), sent


async def test_record_a_group_where_cards_ask_for_the_event_in_ten_statements(hall: Hall, database: Database) -> None:
    await hall.card("fay", saved_by=SavePolicy.SAME_EVENT)
    fair = hall.campus.events["fair"]

    with statements(database) as sent:
        await hall.send("ada", *(hall.sees(key, event_id=fair) for key in ("ben", "chen", "fay")))

    assert len(sent) == expected(database, 10), sent


async def test_record_a_group_with_an_employers_people_at_an_event_in_eleven_statements(
    hall: Hall, database: Database
) -> None:
    fair = hall.campus.events["fair"]

    with statements(database) as sent:
        await hall.send("ada", *(hall.sees(key, event_id=fair) for key in CROWD[1:]))

    assert len(sent) == expected(database, 11), sent


async def test_record_a_group_that_was_recorded_before_in_six_statements(hall: Hall, database: Database) -> None:
    scans = [hall.sees(key) for key in CROWD[1:]]
    await hall.send("ada", *scans)

    with statements(database) as sent:
        await hall.send("ada", *scans)

    assert len(sent) == expected(database, 6, told=0), sent


async def test_record_a_group_that_needs_no_full_answers_in_one_statement_less(hall: Hall, database: Database) -> None:
    scans = [hall.sees(key) for key in CROWD[1:]]

    with statements(database) as sent:
        answers = await hall.send("ada", *scans, in_full=False)

    assert answers == [scan.id for scan in scans]
    assert len(sent) == expected(database, 8), sent


async def test_record_what_waits_in_one_transaction(hall: Hall, database: Database) -> None:
    with statements(database) as sent:
        await asyncio.gather(*(hall.scan(key, "ben") for key in CROWD if key != "ben"))

    # The first to come doesn't wait; all others are written together.
    groups = sum(statement.startswith("INSERT INTO encounter") for statement in sent)
    assert groups in (1, 2)


async def test_record_answers_each_scan_by_itself(hall: Hall) -> None:
    scans = [hall.sees("ben"), hall.sees("ben", code="2ZSJ37NQRBVPZRT6AYFYJ233H"), hall.sees("hana"), hall.sees("chen")]

    answers = await hall.send("ada", *scans)

    assert [type(answer) for answer in answers[1:3]] == [BadgeUnknown, NotSavable]
    assert [answers[0].encounter_id, answers[3].encounter_id] == [scans[0].id, scans[3].id]


async def test_record_is_busy_when_too_many_wait(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "MAX_QUEUED", 10)

    waiting = [asyncio.create_task(hall.scan("ada", "ben")) for _ in range(20)]
    answers = await asyncio.gather(*waiting, return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert {type(answer) for answer in refused} == {Busy}
    assert 9 <= len(refused) <= 10
    assert len(await hall.encounters("ada", "ben")) == 20 - len(refused)


async def test_record_in_several_transactions_when_more_wait_than_one_takes(
    hall: Hall, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "MAX_GROUP", 10)

    with statements(database) as sent:
        await asyncio.gather(*(hall.scan("ada", "ben") for _ in range(35)))

    assert sum(statement.startswith("INSERT INTO encounter") for statement in sent) >= 4
    assert len(await hall.encounters("ada", "ben")) == 35


async def test_record_goes_on_when_the_caller_goes_away(hall: Hall) -> None:
    scan = hall.sees("ben")
    gone = asyncio.create_task(hall.send("ada", scan))
    await asyncio.sleep(0)

    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    await hall.writer.close()

    assert [row.id for row in await hall.encounters("ada", "ben")] == [scan.id]


async def test_close_writes_what_waits_and_takes_nothing_more(hall: Hall) -> None:
    waiting = asyncio.create_task(hall.scan("ada", "ben"))
    await asyncio.sleep(0)

    await hall.writer.close()

    assert (await waiting).person_id == hall.person("ben")
    with pytest.raises(Busy):
        await hall.scan("ada", "chen")


async def test_record_when_one_request_breaks_the_others_are_kept(hall: Hall, database: Database) -> None:
    """A row that no rule foresees: the database refuses it, so the whole group fails at first."""
    bad = hall.sees("ben")
    arrival = arrive(bad, scanner_id=hall.person("ada"), now=NOW)
    arrival.note = "\0" if database.dialect == "postgresql" else b"\0"  # type: ignore[assignment]
    if database.dialect == "sqlite":
        arrival.how = "FAX"  # type: ignore[assignment]

    answers: Any = await asyncio.gather(
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


async def test_record_when_the_database_is_gone_fails_everybody_at_once(tmp_path: Path, hall: Hall) -> None:
    nowhere = Database.open(f"sqlite:///{tmp_path}/no/such/folder.sqlite3")
    writer = EncounterWriter(nowhere)
    arrivals = [arrive(hall.sees("ben"), scanner_id=hall.person("ada"), now=NOW) for _ in range(8)]

    answers = await asyncio.gather(*(writer.submit([arrival]) for arrival in arrivals), return_exceptions=True)
    await writer.close()
    await nowhere.close()

    assert {type(answer) for answer in answers} == {OperationalError}
