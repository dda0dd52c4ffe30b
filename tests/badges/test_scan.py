"""One person scans another's badge: what is kept, and in whose address book."""

from datetime import timedelta
from uuid import UUID

import pytest
from conftest import NOW
from hall import Hall
from sqlalchemy import delete, select

from server.badges.errors import (
    NotSavable,
)
from server.contacts.models import ContactState, ScanMethod
from server.db import Database
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Occurrence
from server.people.models import Audience, SavePolicy


async def test_scan_keeps_an_encounter_and_a_contact_for_both(hall: Hall) -> None:
    answer = await hall.scan("ada", "ben", event_id=hall.campus.events["fair"], note=" Ask about anodes. ")

    (encounter,) = await hall.encounters("ada", "ben")
    mine, theirs = await hall.contact("ada", "ben"), await hall.contact("ben", "ada")
    assert encounter.id == answer.encounter_id
    assert encounter.event_id == encounter.occurrence_id == hall.campus.events["fair"]
    assert encounter.note == answer.note == "Ask about anodes."
    assert (encounter.received_at, encounter.scanned_at) == (NOW, NOW - timedelta(seconds=5))
    assert encounter.how is ScanMethod.CAMERA
    assert encounter.granted == (
        "name pronouns headline email programme work country url campus languages interests open_to photo"
    )
    assert mine.id == answer.contact_id
    assert mine.made_by_id == theirs.made_by_id == encounter.id
    assert (mine.state, mine.mutual, theirs.state, theirs.mutual) == (ContactState.ACTIVE, True) * 2
    assert mine.first_met_at == mine.last_met_at == encounter.scanned_at
    assert answer.already_met is False
    assert answer.name == "Bến Nguyễn"


async def test_scan_of_somebody_who_does_not_save_back_is_one_sided(hall: Hall) -> None:
    answer = await hall.scan("ben", "yuki")

    (encounter,) = await hall.encounters("ben", "yuki")
    assert encounter.granted == "name pronouns headline programme work campus interests"
    assert answer.mutual is False
    assert answer.email is None
    assert await hall.contact("yuki", "ben") is None


async def test_scan_back_makes_both_mutual(hall: Hall) -> None:
    await hall.card("chen", saves_back=False)
    await hall.scan("ben", "chen")

    answer = await hall.scan("chen", "ben")

    assert answer.mutual is True
    assert answer.email == "ben@northgate.example"
    assert (await hall.contact("ben", "chen")).mutual is True


async def test_scan_by_somebody_whom_nobody_may_save_leaves_them_unsaved(hall: Hall) -> None:
    answer = await hall.scan("hana", "ben")

    assert answer.mutual is False
    assert await hall.contact("ben", "hana") is None


async def test_scan_by_somebody_who_blocked_the_other_leaves_them_unsaved(hall: Hall) -> None:
    await hall.block("ada", "ben")

    answer = await hall.scan("ada", "ben")

    assert answer.mutual is False
    assert await hall.contact("ben", "ada") is None


async def test_scan_again_adds_an_encounter_to_the_same_contact(hall: Hall) -> None:
    first = await hall.scan("ada", "ben", note="Anodes.", scanned_at=NOW - timedelta(hours=2))
    earlier = await hall.scan("ada", "ben", note="Before that.", scanned_at=NOW - timedelta(days=3))
    later = await hall.scan("ada", "ben", note="Cathodes.", scanned_at=NOW - timedelta(hours=1))

    contact = await hall.contact("ada", "ben")
    assert first.contact_id == earlier.contact_id == later.contact_id == contact.id
    assert (first.already_met, earlier.already_met, later.already_met) == (False, True, True)
    assert contact.first_met_at == NOW - timedelta(days=3)
    assert contact.last_met_at == NOW - timedelta(hours=1)
    assert [row.note for row in await hall.encounters("ada", "ben")] == ["Before that.", "Anodes.", "Cathodes."]


@pytest.mark.parametrize("spelling", ["as an address", "in lower case", "with spaces", "with O and l"])
async def test_scan_takes_the_code_as_it_is_typed(hall: Hall, spelling: str) -> None:
    code = hall.code("ben")
    typed = {
        "as an address": f"HTTPS://FAIR.EXAMPLE.EDU/B/{code}?from=poster",
        "in lower case": code.lower(),
        "with spaces": f" {code[:5]} {code[5:10]}-{code[10:]}\n",
        "with O and l": code.replace("0", "O").replace("1", "l"),
    }[spelling]

    answer = await hall.scan("ada", "ben", code=typed)

    assert answer.person_id == hall.person("ben")


async def test_scan_of_somebody_who_asks_to_confirm_waits_and_shows_nothing(hall: Hall) -> None:
    await hall.card("meiling-tan", name_audience=Audience.EVERYONE, email_audience=Audience.EVERYONE)

    answer = await hall.scan("ada", "meiling-tan")

    assert answer.state is ContactState.PENDING
    assert (answer.name, answer.given_name, answer.email, answer.affiliation) == (None, None, None, None)
    assert answer.mutual is False
    assert (await hall.encounters("ada", "meiling-tan"))[0].granted == ""
    assert await hall.contact("meiling-tan", "ada") is None


async def test_scan_after_confirming_is_no_longer_asked_opens_the_contact(hall: Hall) -> None:
    await hall.scan("ada", "meiling-tan")
    await hall.card("meiling-tan", saved_by=SavePolicy.EVERYONE)

    answer = await hall.scan("ada", "meiling-tan")

    assert (answer.state, answer.mutual) == (ContactState.ACTIVE, True)


async def test_scan_never_closes_an_open_contact(hall: Hall) -> None:
    await hall.scan("ada", "ben")
    await hall.card("ben", saved_by=SavePolicy.CONFIRM)

    answer = await hall.scan("ada", "ben")

    assert (answer.state, answer.mutual) == (ContactState.ACTIVE, True)


async def test_scan_at_the_same_event_only(hall: Hall, database: Database) -> None:
    await hall.card("ben", saved_by=SavePolicy.SAME_EVENT)
    fair, elsewhere = hall.campus.events["fair"], hall.campus.events["homecoming"]
    await attend(database, hall.person("ben"), fair)

    with pytest.raises(NotSavable):
        await hall.scan("ada", "ben")
    with pytest.raises(NotSavable):
        await hall.scan("ada", "ben", event_id=elsewhere)
    answer = await hall.scan("ada", "ben", event_id=fair)

    assert answer.person_id == hall.person("ben")


async def test_scan_of_somebody_who_works_at_the_event(hall: Hall, database: Database) -> None:
    await hall.card("fay", saved_by=SavePolicy.SAME_EVENT)

    answer = await hall.scan("ada", "fay", event_id=hall.campus.events["fair"])

    assert answer.person_id == hall.person("fay")


async def attend(database: Database, person_id: UUID, event_id: UUID) -> None:
    async with database.write() as session:
        await session.execute(delete(Attendance).where(Attendance.person_id == person_id))
        session.add(
            Attendance(
                occurrence_id=event_id,
                person_id=person_id,
                event_id=event_id,
                status=AttendanceStatus.GOING,
                created_at=NOW,
                updated_at=NOW,
            )
        )


async def test_scan_of_a_device_that_runs_a_little_ahead_is_kept_as_dated(hall: Hall) -> None:
    answer = await hall.scan("ada", "ben", scanned_at=NOW + timedelta(minutes=5))

    assert answer.scanned_at == NOW + timedelta(minutes=5)


async def test_scan_at_one_instance_of_a_series_remembers_which(hall: Hall, database: Database) -> None:
    (instance, *_) = await database.rows(
        select(Occurrence.id, Occurrence.event_id).where(Occurrence.recurrence_id.is_not(None), Occurrence.listed)
    )

    answer = await hall.scan("ada", "ben", event_id=instance.id)
    series = await hall.scan("ada", "ben", event_id=instance.event_id)

    assert (answer.event_id, answer.occurrence_id) == (instance.event_id, instance.id)
    assert (series.event_id, series.occurrence_id) == (instance.event_id, None)


async def test_scan_sent_again_is_answered_as_the_first_time(hall: Hall) -> None:
    scan = hall.sees("ben", note="Anodes.", event_id=hall.campus.events["fair"])
    (first,) = await hall.send("ada", scan)
    await hall.card("ben", saved_by=SavePolicy.NOBODY)
    await hall.block("ben", "ada")

    (again,) = await hall.send("ada", scan, now=NOW + timedelta(days=40))

    assert (again.encounter_id, again.contact_id) == (first.encounter_id, first.contact_id)
    assert (first.already_met, again.already_met) == (False, False)
    assert again.received_at == NOW
    assert len(await hall.encounters("ada", "ben")) == 1


async def test_scan_with_the_longest_note_is_kept(hall: Hall) -> None:
    answer = await hall.scan("ada", "ben", note="é" * 2000)

    assert answer.note == "é" * 2000
