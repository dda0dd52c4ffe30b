"""Scanning through GraphQL: each answer has its type, a batch answers each item, and nobody sees another's."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from camera import frame, png
from conftest import NOW, Execute
from hall import Hall
from PIL import Image
from starlette.datastructures import UploadFile

from schema.ids import global_id
from server.badges.send import MAX_SCANS
from server.keys import new_key
from server.people.models import SavePolicy

ANSWER = """
  __typename
  ... on ScanBadgeSuccess {
    alreadyMet
    encounter { id clientId outgoing note scannedAt receivedAt how person { name } contact { id } event { slug } }
    contact { id name state mutual person { name email } }
  }
  ... on UserError { message }
  ... on BadgeRevoked { revokedAt replaced }
  ... on InvalidInput { faults { path message } }
"""
SCAN = f"mutation Scan($input: ScanBadgeInput!) {{ scanBadge(input: $input) {{ {ANSWER} }} }}"
RECORD = f"""mutation Record($input: RecordEncountersInput!) {{
  recordEncounters(input: $input) {{
    __typename
    ... on RecordEncountersSuccess {{ results {{ {ANSWER} }} }}
    ... on InvalidInput {{ faults {{ path message }} }}
  }}
}}"""
BATCH = """mutation Batch($batch: EncounterBatch!) {
  recordEncounterBatch(batch: $batch) {
    __typename
    ... on RecordEncounterBatchSuccess { saved refused { id reason message } }
    ... on InvalidInput { faults { path message } }
  }
}"""
PHOTO = f"mutation Photo($input: ScanPhotoInput!) {{ scanPhoto(input: $input) {{ {ANSWER} }} }}"


def given(hall: Hall, key: str, **values: Any) -> dict[str, Any]:
    usual = {
        "id": str(new_key()),
        "code": hall.code(key),
        "scannedAt": (NOW - timedelta(seconds=5)).isoformat(),
        "how": "CAMERA",
    }
    return usual | values


async def scan(execute: Execute, who: str | None, input: dict[str, Any]) -> dict[str, Any]:
    answer = await execute(who, SCAN, input=input)
    assert "errors" not in answer
    result: dict[str, Any] = answer["data"]["scanBadge"]
    return result


async def test_scan_badge(hall: Hall, execute: Execute) -> None:
    fair = global_id("event", hall.campus.events["fair"])
    input = given(hall, "ben", note="Anodes.", eventId=fair)

    result = await scan(execute, "ada", input)

    contact = await hall.contact("ada", "ben")
    assert result == {
        "__typename": "ScanBadgeSuccess",
        "alreadyMet": False,
        "encounter": {
            "id": f"encounter_{input['id'].replace('-', '')}",
            "clientId": input["id"],
            "outgoing": True,
            "note": "Anodes.",
            "scannedAt": "2026-09-24T13:59:55+00:00",
            "receivedAt": "2026-09-24T14:00:00+00:00",
            "how": "CAMERA",
            "person": {"name": "Bến Nguyễn"},
            "contact": {"id": global_id("contact", contact.id)},
            "event": {"slug": result["encounter"]["event"]["slug"]},
        },
        "contact": {
            "id": global_id("contact", contact.id),
            "name": "Bến Nguyễn",
            "state": "ACTIVE",
            "mutual": True,
            "person": {"name": "Bến Nguyễn", "email": "ben@northgate.example"},
        },
    }


async def test_scan_badge_again_is_answered_alike(hall: Hall, execute: Execute) -> None:
    input = given(hall, "ben", note="Anodes.")

    assert await scan(execute, "ada", input) == await scan(execute, "ada", input)


@pytest.mark.parametrize(
    ("key", "values", "refusal"),
    [
        ("ben", {"code": "2ZSJ37NQRBVPZRT6AYFYJ233H"}, "BadgeUnknown"),
        ("ben", {"code": "nonsense"}, "BadgeMalformed"),
        ("ada", {}, "OwnBadge"),
        ("hana", {}, "NotSavable"),
        ("ben", {"scannedAt": (NOW + timedelta(hours=1)).isoformat()}, "ScanFromFuture"),
        ("ben", {"scannedAt": (NOW - timedelta(days=31)).isoformat()}, "ScanTooOld"),
        ("ben", {"eventId": "event_00000000000000000000000000000000"}, "EventUnknown"),
        ("ben", {"eventId": "no id at all"}, "EventUnknown"),
        ("ben", {"note": "x" * 2001}, "InvalidInput"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-",
)
async def test_scan_badge_is_refused(
    hall: Hall, execute: Execute, key: str, values: dict[str, Any], refusal: str
) -> None:
    result = await scan(execute, "ada", given(hall, key, **values))

    assert result["__typename"] == refusal
    assert result["message"].endswith(".")
    assert await hall.contact("ada", "ben") is None


async def test_scan_badge_by_nobody_is_refused(hall: Hall, execute: Execute) -> None:
    result = await scan(execute, None, given(hall, "ben"))

    assert result["__typename"] == "SignInRequired"


async def test_scan_badge_under_a_used_id_tells_nothing(hall: Hall, execute: Execute) -> None:
    hers = given(hall, "ben", note="Between us.")
    await scan(execute, "ada", hers)

    result = await scan(execute, "dana", hers)

    assert list(result) == ["__typename", "message"]
    assert result["__typename"] == "EncounterConflict"


async def test_scan_badge_of_somebody_who_decides_shows_nothing(hall: Hall, execute: Execute) -> None:
    result = await scan(execute, "ada", given(hall, "meiling-tan"))

    assert result["contact"]["name"] == "Somebody who shares no name"
    assert (result["contact"]["state"], result["contact"]["person"]) == ("PENDING", None)
    assert result["encounter"]["person"] is None


async def test_record_encounters_answers_each_in_order(hall: Hall, execute: Execute) -> None:
    twice = given(hall, "ben", note="Anodes.")
    inputs = [
        given(hall, "chen"),
        given(hall, "hana"),
        twice,
        given(hall, "dana", code="?"),
        twice,
        given(hall, "dana", eventId="nowhere"),
        twice | {"note": "Cathodes."},
    ]

    answer = await execute("ada", RECORD, input={"encounters": inputs})

    results = answer["data"]["recordEncounters"]["results"]
    assert [result["__typename"] for result in results] == [
        "ScanBadgeSuccess",
        "NotSavable",
        "ScanBadgeSuccess",
        "BadgeMalformed",
        "ScanBadgeSuccess",
        "EventUnknown",
        "EncounterConflict",
    ]
    assert results[2] == results[4]
    assert [row.note for row in await hall.encounters("ada", "ben")] == ["Anodes."]


async def test_record_encounters_reads_as_often_for_many_as_for_few(
    hall: Hall, execute: Execute, statements: list[str]
) -> None:
    fair = global_id("event", hall.campus.events["fair"])
    counts = []
    for keys in (("ben", "dana"), ("chen", "eli", "fay", "gus", "kofi", "jonas", "noor", "tomas")):
        inputs = [given(hall, key, eventId=fair) for key in keys]
        statements.clear()
        answer = await execute("ada", RECORD, input={"encounters": inputs})
        assert len(answer["data"]["recordEncounters"]["results"]) == len(keys)
        counts.append(len(statements))

    # Ten of the group (PostgreSQL: two more, to lock and to tell), and one for all events.
    assert counts == [12 + 2 * (hall.database.dialect == "postgresql")] * 2


@pytest.mark.parametrize("document", [RECORD, BATCH], ids=["typed", "scalar"])
async def test_record_too_many_is_refused_whole(hall: Hall, execute: Execute, document: str) -> None:
    many = [given(hall, "ben") for _ in range(MAX_SCANS + 1)]
    variables: dict[str, Any] = {"input": {"encounters": many}} if document is RECORD else {"batch": many}

    answer = await execute("ada", document, **variables)

    (result,) = answer["data"].values()
    assert result["__typename"] == "InvalidInput"
    assert result["faults"] == [{"path": ["encounters"], "message": "Send 500 at a time or fewer, not 501."}]
    assert await hall.encounters("ada", "ben") == []


async def test_record_encounter_batch_answers_those_that_are_refused(hall: Hall, execute: Execute) -> None:
    batch = [
        given(hall, "ben", note="Anodes."),
        given(hall, "hana"),
        given(hall, "chen", eventId=global_id("event", hall.campus.events["fair"])),
        given(hall, "dana", code="?"),
        given(hall, "eli", eventId="nowhere"),
    ]

    answer = await execute("ada", BATCH, batch=batch)

    result = answer["data"]["recordEncounterBatch"]
    assert result["saved"] == 2
    assert [(one["id"], one["reason"]) for one in result["refused"]] == [
        (batch[1]["id"], "NotSavable"),
        (batch[3]["id"], "BadgeMalformed"),
        (batch[4]["id"], "EventUnknown"),
    ]
    assert [row.note for row in await hall.encounters("ada", "ben")] == ["Anodes."]
    assert (await hall.encounters("ada", "chen"))[-1].event_id == hall.campus.events["fair"]


@pytest.mark.parametrize(
    "fault",
    [{"id": "1"}, {"how": "FAX"}, {"scannedAt": "yesterday"}, {"scannedAt": "2026-09-24T14:00:00"}, {"extra": 1}],
    ids=" ".join,
)
async def test_record_encounter_batch_that_can_not_be_read_says_where(
    hall: Hall, execute: Execute, fault: dict[str, Any]
) -> None:
    answer = await execute("ada", BATCH, batch=[given(hall, "ben"), given(hall, "chen") | fault])

    assert "This batch can't be read" in answer["errors"][0]["message"]
    assert "$[1]" in answer["errors"][0]["message"]
    assert await hall.encounters("ada", "ben") == []


async def photograph(execute: Execute, who: str | None, file: bytes, **values: Any) -> dict[str, Any]:
    input = {
        "id": str(new_key()),
        "photo": UploadFile(BytesIO(file), filename="badge.jpg"),
        "scannedAt": NOW.isoformat(),
        **values,
    }
    answer = await execute(who, PHOTO, input=input)
    assert "errors" not in answer
    result: dict[str, Any] = answer["data"]["scanPhoto"]
    return result


async def test_scan_photo(hall: Hall, execute: Execute) -> None:
    shot = png(frame(f"HTTP://HALLWAY.TEST/B/{hall.code('ben')}", 200, (640, 480), np.random.default_rng(1)))
    id_ = str(new_key())

    result = await photograph(execute, "ada", shot, id=id_, note="Anodes.")
    again = await photograph(execute, "ada", shot, id=id_, note="Anodes.")

    assert result["contact"]["name"] == "Bến Nguyễn"
    assert (result["encounter"]["how"], result["encounter"]["note"]) == ("PHOTO", "Anodes.")
    assert again == result


async def test_scan_photo_is_refused(hall: Hall, execute: Execute) -> None:
    await hall.card("ben", saved_by=SavePolicy.NOBODY)
    code = f"HTTP://HALLWAY.TEST/B/{hall.code('ben')}"
    shots = {
        "PhotoUnreadable": b"no picture",
        "NoCodeInPhoto": png(Image.new("L", (300, 300), 128)),
        "BadgeMalformed": png(frame("HTTPS://EXAMPLE.EDU/MENU", 200, (640, 480), np.random.default_rng(1))),
        "NotSavable": png(frame(code, 200, (640, 480), np.random.default_rng(1))),
    }

    answers = {name: (await photograph(execute, "ada", shot))["__typename"] for name, shot in shots.items()}

    assert answers == {name: name for name in shots}
    assert (await photograph(execute, None, shots["NotSavable"]))["__typename"] == "SignInRequired"
