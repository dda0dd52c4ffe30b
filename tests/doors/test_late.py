"""Doors without network send later, in any order: the same rows result, and who came came once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from at_the_door import Doors
from conftest import NOW, Execute

from schema.ids import global_id
from server.badges.errors import ScanTooOld
from server.doors import errors
from server.doors.decide import Arrived
from server.doors.models import Doubt
from server.doors.numbers import conflicts, doubts
from server.keys import new_key

LATER = NOW + timedelta(minutes=20)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BATCH = """mutation ($batch: CheckInBatch!, $sentAt: DateTime) { recordCheckIns(batch: $batch, sentAt: $sentAt) {
  ... on RecordCheckInsSuccess { results { kept reason name firstAt } }
} }"""


async def test_two_doors_offline_at_once(doors: Doors) -> None:
    east, west = await doors.open("East door"), await doors.open("West door")
    first = doors.sees(east, "ada", scanned_at=NOW - timedelta(minutes=30))
    second = doors.sees(west, "ada", scanned_at=NOW - timedelta(minutes=10))

    [later] = await doors.send("lena", second)
    [earlier] = await doors.send("fay", first, now=LATER)

    assert isinstance(earlier, Arrived)
    assert isinstance(later, Arrived)
    assert await doors.attendances("ada") == [("GOING", first.scanned_at)]
    [conflict] = await conflicts(doors.database, doors.fair)
    assert (conflict.name, conflict.first_station, conflict.again_station) == ("Ada Okafor", "East door", "West door")


async def test_who_knew_of_the_first_makes_no_conflict(doors: Doors) -> None:
    east, west = await doors.open("East door"), await doors.open("West door")
    await doors.scan("fay", doors.sees(east, "ada"))

    await doors.scan("lena", doors.sees(west, "ada", scanned_at=LATER), LATER)

    assert await conflicts(doors.database, doors.fair) == []


async def test_whoever_was_let_in_is_in_and_the_organizer_sees_why_not(doors: Doors) -> None:
    door = await doors.open()
    await doors.change_fair(capacity=1)

    answers = await doors.send("fay", doors.sees(door, "ada"), doors.sees(door, "ben"), doors.sees(door, "chen"))

    assert [answer.doubt for answer in answers if isinstance(answer, Arrived)] == [None, None, Doubt.NOT_REGISTERED]
    assert [row.name for row in await doubts(doors.database, doors.fair)] == ["Chen Meiling 陳美玲"]


async def test_one_that_is_refused_stops_no_other(doors: Doors) -> None:
    door = await doors.open()
    await doors.change_badge("ben", state="REVOKED", ended_at=NOW - timedelta(minutes=5))
    before = doors.sees(door, "ben", scanned_at=NOW - timedelta(minutes=9))

    answers = await doors.send(
        "fay", doors.sees(door, "ben"), before, doors.sees(door, "ada", code="2ZSJ3"), doors.sees(door, "ada")
    )

    assert [type(answer).__name__ for answer in answers] == ["BadgeEnded", "Arrived", "BadgeMalformed", "Arrived"]
    assert isinstance(answers[0], errors.BadgeEnded)


async def test_the_same_batch_ten_times(doors: Doors) -> None:
    door = await doors.open()
    batch = [doors.sees(door, who) for who in ("ada", "ben", "ada", "chen")]

    answers = [await doors.send("fay", *batch, now=LATER) for _ in range(10)]

    assert answers == [answers[0]] * 10
    assert len(await doors.rows()) == 4


async def test_32_at_once(doors: Doors) -> None:
    doorways = [await doors.open(f"Door {n}") for n in range(4)]
    who = ("ada", "ben", "noor", "tomas")
    scans = [doors.sees(doorways[n % 4], who[n // 4 % 4]) for n in range(32)]

    answers = await asyncio.gather(*(doors.scan(("fay", "lena")[n % 2], scan) for n, scan in enumerate(scans)))

    assert len({answer.id for answer in answers}) == len(await doors.rows()) == 32
    assert [await doors.attendances(one) for one in who] == [[("GOING", NOW)]] * 4


async def test_the_last_place_is_given_once(doors: Doors) -> None:
    door = await doors.open()
    await doors.change_fair(capacity=3)
    who = ("ada", "ben", "noor", "tomas", "bruno", "omar", "ravi", "jose")

    answers = await asyncio.gather(*(doors.scan("fay", doors.sees(door, one)) for one in who), return_exceptions=True)

    assert sum(isinstance(answer, Arrived) for answer in answers) == 3
    assert sum(isinstance(answer, errors.OverCapacity) for answer in answers) == 5


@pytest.mark.parametrize("ahead", [3 * DAY, -40 * DAY], ids=["ahead", "behind"])
async def test_the_clock_of_a_door_is_put_right(doors: Doors, execute: Execute, ahead: timedelta) -> None:
    """Lena's phone is days wrong. Ada came to her an hour ago, and to Fay half an hour ago."""
    east, west = await doors.open("East door"), await doors.open("West door")
    seen = {"how": "CAMERA", "code": doors.code("ada"), "station": global_id("station", east)}
    wrong = {**seen, "id": str(doors.fair), "scannedAt": (NOW + ahead - HOUR).isoformat()}

    async def sent(**variables: Any) -> Any:
        return (await execute("lena", BATCH, batch=[wrong], **variables))["data"]["recordCheckIns"]["results"]

    believed = await sent()
    [second] = await doors.send("fay", doors.sees(west, "ada", scanned_at=NOW - HOUR / 2))
    answers = [await sent(sentAt=(NOW + ahead + turn * HOUR).isoformat()) for turn in range(3)]

    assert [(one["kept"], one["name"]) for one in believed] == [(False, None)]
    assert answers == [[{"kept": True, "reason": None, "name": "Ada Okafor", "firstAt": None}]] * 3
    assert isinstance(second, Arrived)
    assert [row.scanned_at for row in await doors.rows()] == [NOW - HOUR, NOW - HOUR / 2]
    assert await doors.came("ada") == NOW - HOUR


async def test_what_a_door_sends_again_after_its_clock_was_put_right_is_one(doors: Doors) -> None:
    door, before = await doors.open(), NOW - timedelta(days=40)
    scan = doors.sees(door, "ada", scanned_at=before)

    [first] = await doors.send("fay", replace(scan, sent_at=before))
    [again] = await doors.send("fay", replace(scan, sent_at=LATER), now=LATER)
    [other] = await doors.send("fay", replace(scan, id=new_key(), sent_at=LATER), now=LATER)

    [row] = await doors.rows()
    assert first == again
    assert row.scanned_at == NOW
    assert isinstance(other, ScanTooOld)


async def test_what_was_undone_without_network_does_not_count(doors: Doors, execute: Execute) -> None:
    door = await doors.open()
    ada, ben = doors.sees(door, "ada"), doors.sees(door, "ben")
    await doors.send("fay", ada, ben)
    undo = "mutation ($ids: [UUID!]!) { undoCheckIns(ids: $ids) { ... on UndoCheckInsSuccess { refused } } }"
    ids = [str(ada.id), str(unknown := new_key())]

    answers = [(await execute(who, undo, ids=ids))["data"]["undoCheckIns"] for who in ("siobhan", "fay", "fay")]

    assert [answer["refused"] for answer in answers] == [ids, [str(unknown)], [str(unknown)]]
    assert [row.undone_at for row in await doors.rows()].count(None) == 1
    assert (await doors.came("ada"), await doors.came("ben")) == (None, NOW)
