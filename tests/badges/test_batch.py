"""What waited on a phone comes in at once: with its own clock, and as often as the answer is lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from conftest import NOW, Execute
from hall import Hall

from server.contacts.models import Contact, Encounter
from server.keys import new_key

BATCH = """mutation Batch($batch: EncounterBatch!, $sentAt: DateTime, $inFull: Boolean! = false) {
  recordEncounterBatch(batch: $batch, sentAt: $sentAt, inFull: $inFull) {
    ... on RecordEncounterBatchSuccess {
      saved
      refused { id reason message }
      results { __typename ... on ScanBadgeSuccess { alreadyMet contact { name } } ... on UserError { message } }
    }
    ... on InvalidInput { faults { path message } }
  }
}"""
DAY = timedelta(days=1)


def waited(hall: Hall, key: str, *, scanned_at: datetime = NOW - timedelta(hours=1), **values: Any) -> dict[str, Any]:
    usual = {"id": str(new_key()), "code": hall.code(key), "scannedAt": scanned_at.isoformat(), "how": "CAMERA"}
    return usual | values


async def send(execute: Execute, batch: list[dict[str, Any]], **variables: Any) -> Any:
    answer = await execute("ada", BATCH, batch=batch, **variables)
    return answer["data"]["recordEncounterBatch"]


async def test_batch_is_answered_in_full_where_that_is_wanted(hall: Hall, execute: Execute) -> None:
    batch = [waited(hall, "ben"), waited(hall, "hana"), waited(hall, "chen")]

    result = await send(execute, batch, inFull=True)

    assert (result["saved"], [one["id"] for one in result["refused"]]) == (2, [batch[1]["id"]])
    assert [one["__typename"] for one in result["results"]] == ["ScanBadgeSuccess", "NotSavable", "ScanBadgeSuccess"]
    assert result["results"][0]["contact"]["name"] == "Bến Nguyễn"
    assert result["results"][1]["message"] == result["refused"][0]["message"]
    assert (await send(execute, batch))["results"] is None


async def test_the_same_batch_ten_times_gives_the_same_rows_and_answers(hall: Hall, execute: Execute) -> None:
    batch = [*(waited(hall, key) for key in ("ben", "chen", "hana", "ben")), waited(hall, "dana", code="?")]
    first = await send(execute, batch, sentAt=NOW.isoformat())
    rows = await everything(hall)

    # Each sending says another time, and the ninth is from a phone whose clock was put right meanwhile.
    for turn in range(9):
        sent_at = NOW + timedelta(seconds=turn) if turn < 8 else NOW - 3 * DAY
        assert await send(execute, batch, sentAt=sent_at.isoformat()) == first

    assert await everything(hall) == rows


async def everything(hall: Hall) -> tuple[list[Any], list[Any]]:
    encounters, contacts = Encounter.__table__, Contact.__table__
    return (
        list(await hall.database.rows(encounters.select().order_by(encounters.c.id))),
        list(await hall.database.rows(contacts.select().order_by(contacts.c.id))),
    )


@pytest.mark.parametrize(
    ("ago", "clock", "kept_ago"),
    [
        (timedelta(hours=1), timedelta(), timedelta(hours=1)),
        (timedelta(hours=1), timedelta(seconds=-90), timedelta(hours=1, seconds=90)),
        (timedelta(hours=1), timedelta(days=400), timedelta(hours=1)),
        (timedelta(days=7), timedelta(days=-20_000), timedelta(days=7)),
        (timedelta(hours=-3), timedelta(), timedelta()),
        (timedelta(hours=-3), timedelta(hours=5), timedelta()),
    ],
    ids=["right", "believed", "a year ahead", "never set", "put back since", "wrong and put back"],
)
async def test_clock_of_a_phone_is_put_right(
    hall: Hall, execute: Execute, ago: timedelta, clock: timedelta, kept_ago: timedelta
) -> None:
    """`ago` as the phone tells it when it sends, `clock` how far it is ahead."""
    scan = waited(hall, "ben", scanned_at=NOW + clock - ago)

    result = await send(execute, [scan], sentAt=(NOW + clock).isoformat())

    (encounter,) = await hall.encounters("ada", "ben")
    assert (result["saved"], NOW - encounter.scanned_at, encounter.received_at) == (1, kept_ago, NOW)


async def test_a_scan_that_waited_too_long_is_refused_whatever_the_clock(hall: Hall, execute: Execute) -> None:
    ages = [31 * DAY, 4_000 * DAY, 700_000 * DAY]
    batch = [waited(hall, "ben", scanned_at=NOW - age) for age in ages]

    result = await send(execute, batch, sentAt=NOW.isoformat())
    wrong = await send(execute, batch, sentAt=(NOW + 9 * DAY).isoformat())

    assert [one["reason"] for one in result["refused"]] == ["ScanTooOld"] * 3
    assert [one["reason"] for one in wrong["refused"]] == ["ScanTooOld"] * 3
    assert await hall.encounters("ada", "ben") == []
