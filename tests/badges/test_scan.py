"""What happens when one person scans another's badge, and what each refusal says."""

from datetime import timedelta

import pytest
from conftest import NOW, SECRET
from sqlalchemy import select

from server.actor import Member
from server.badges.errors import (
    BadgeMalformed,
    BadgeRevoked,
    BadgeUnknown,
    EncounterConflict,
    EventUnknown,
    NotSavable,
    OwnBadge,
    ScanFromFuture,
    ScanTooOld,
)
from server.badges.issue import replace_badge, revoke_badge
from server.badges.models import Badge
from server.badges.token import derive, write
from server.contacts.models import ContactState, ScanMethod
from server.errors import InvalidInput
from server.events.models import Event, Publication
from server.keys import new_key
from server.people.models import Audience, SavePolicy


async def test_scan_keeps_an_encounter_and_a_contact_for_both(hall) -> None:
    answer = await hall.scan("ada", "ben", event_id=hall.campus.events["fair"], note=" Ask about anodes. ")

    (encounter,) = await hall.encounters("ada", "ben")
    mine, theirs = await hall.contact("ada", "ben"), await hall.contact("ben", "ada")
    assert encounter.id == answer.encounter_id
    assert encounter.event_id == encounter.occurrence_id == hall.campus.events["fair"]
    assert encounter.note == answer.note == "Ask about anodes."
    assert (encounter.received_at, encounter.scanned_at) == (NOW, NOW - timedelta(seconds=5))
    assert encounter.how is ScanMethod.CAMERA
    assert encounter.granted == "name pronouns headline email programme work country url"
    assert mine.id == answer.contact_id
    assert mine.made_by_id == theirs.made_by_id == encounter.id
    assert (mine.state, mine.mutual, theirs.state, theirs.mutual) == (ContactState.ACTIVE, True) * 2
    assert mine.first_met_at == mine.last_met_at == encounter.scanned_at
    assert answer.already_met is False
    assert answer.name == "Bến Nguyễn"


async def test_scan_of_somebody_who_does_not_save_back_is_one_sided(hall) -> None:
    answer = await hall.scan("ben", "yuki")

    (encounter,) = await hall.encounters("ben", "yuki")
    assert encounter.granted == "name pronouns headline programme work"
    assert answer.mutual is False
    assert answer.email is None
    assert await hall.contact("yuki", "ben") is None


async def test_scan_back_makes_both_mutual(hall) -> None:
    await hall.scan("ben", "yuki")

    answer = await hall.scan("yuki", "ben")

    assert answer.mutual is True
    assert answer.email == "ben@northgate.example"
    assert (await hall.contact("ben", "yuki")).mutual is True


async def test_scan_by_somebody_whom_nobody_may_save_leaves_them_unsaved(hall) -> None:
    answer = await hall.scan("hana", "ben")

    assert answer.mutual is False
    assert await hall.contact("ben", "hana") is None


async def test_scan_by_somebody_who_blocked_the_other_leaves_them_unsaved(hall) -> None:
    await hall.block("ada", "ben")

    answer = await hall.scan("ada", "ben")

    assert answer.mutual is False
    assert await hall.contact("ben", "ada") is None


async def test_scan_again_adds_an_encounter_to_the_same_contact(hall) -> None:
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
async def test_scan_takes_the_code_as_it_is_typed(hall, spelling: str) -> None:
    code = hall.code("ben")
    typed = {
        "as an address": f"HTTPS://FAIR.EXAMPLE.EDU/B/{code}?from=poster",
        "in lower case": code.lower(),
        "with spaces": f" {code[:5]} {code[5:10]}-{code[10:]}\n",
        "with O and l": code.replace("0", "O").replace("1", "l"),
    }[spelling]

    answer = await hall.scan("ada", "ben", code=typed)

    assert answer.person_id == hall.person("ben")


async def test_scan_of_a_code_that_no_badge_has_is_refused(hall) -> None:
    with pytest.raises(BadgeUnknown):
        await hall.scan("ada", "ben", code=write(derive(SECRET, bytes(16))))


async def test_scan_of_a_misread_code_is_refused(hall) -> None:
    code = hall.code("ben")

    with pytest.raises(BadgeMalformed):
        await hall.scan("ada", "ben", code=code[1] + code[0] + code[2:])


async def test_scan_of_a_replaced_badge_is_refused_and_the_new_one_taken(hall, database) -> None:
    (badge,) = await database.rows(select(Badge.id).where(Badge.person_id == hall.person("ben")))
    async with database.write() as session:
        new = await replace_badge(
            session, secret=SECRET, actor=Member(hall.person("ben")), badge_id=badge.id, now=NOW - timedelta(hours=1)
        )

    with pytest.raises(BadgeRevoked) as refusal:
        await hall.scan("ada", "ben")
    answer = await hall.scan("ada", "ben", code=write(derive(SECRET, new.seed)))

    assert (refusal.value.replaced, refusal.value.revoked_at) == (True, NOW - timedelta(hours=1))
    assert answer.person_id == hall.person("ben")


async def test_scan_of_a_revoked_badge_is_refused(hall, database) -> None:
    (badge,) = await database.rows(select(Badge.id).where(Badge.person_id == hall.person("ben")))
    async with database.write() as session:
        await revoke_badge(session, actor=Member(hall.person("ben")), badge_id=badge.id, now=NOW)

    with pytest.raises(BadgeRevoked) as refusal:
        await hall.scan("ada", "ben")

    assert (refusal.value.replaced, refusal.value.revoked_at) == (False, NOW)
    assert await hall.contact("ada", "ben") is None


async def test_scan_of_ones_own_badge_is_refused(hall) -> None:
    with pytest.raises(OwnBadge):
        await hall.scan("ada", "ada")


async def test_blocked_and_unsavable_are_refused_alike(hall) -> None:
    await hall.block("ben", "ada")

    with pytest.raises(NotSavable) as blocked:
        await hall.scan("ada", "ben")
    with pytest.raises(NotSavable) as unsavable:
        await hall.scan("ada", "hana")

    assert vars(blocked.value) == vars(unsavable.value) == {}
    assert blocked.value.message == unsavable.value.message
    assert [await hall.contact("ada", "ben"), await hall.contact("ada", "hana")] == [None, None]
    assert [list(await hall.encounters("ada", key)) for key in ("ben", "hana")] == [[], []]


async def test_scan_of_a_contact_who_since_lets_nobody_save_them_is_refused(hall) -> None:
    first = await hall.scan("ada", "ben")
    await hall.card("ben", saved_by=SavePolicy.NOBODY)

    with pytest.raises(NotSavable):
        await hall.scan("ada", "ben")

    assert [row.id for row in await hall.encounters("ada", "ben")] == [first.encounter_id]


async def test_scan_of_somebody_who_asks_to_confirm_waits_and_shows_nothing(hall) -> None:
    await hall.card("meiling-tan", name_audience=Audience.EVERYONE, email_audience=Audience.EVERYONE)

    answer = await hall.scan("ada", "meiling-tan")

    assert answer.state is ContactState.PENDING
    assert (answer.name, answer.given_name, answer.email, answer.affiliation) == (None, None, None, None)
    assert answer.mutual is False
    assert (await hall.encounters("ada", "meiling-tan"))[0].granted == ""
    assert await hall.contact("meiling-tan", "ada") is None


async def test_scan_after_confirming_is_no_longer_asked_opens_the_contact(hall) -> None:
    await hall.scan("ada", "meiling-tan")
    await hall.card("meiling-tan", saved_by=SavePolicy.EVERYONE)

    answer = await hall.scan("ada", "meiling-tan")

    assert (answer.state, answer.mutual) == (ContactState.ACTIVE, True)


async def test_scan_never_closes_an_open_contact(hall) -> None:
    await hall.scan("ada", "ben")
    await hall.card("ben", saved_by=SavePolicy.CONFIRM)

    answer = await hall.scan("ada", "ben")

    assert (answer.state, answer.mutual) == (ContactState.ACTIVE, True)


async def test_scan_at_the_same_event_only(hall, database) -> None:
    await hall.card("ben", saved_by=SavePolicy.SAME_EVENT)
    fair, elsewhere = hall.campus.events["fair"], hall.campus.events["homecoming"]
    await attend(database, hall.person("ben"), fair)

    with pytest.raises(NotSavable):
        await hall.scan("ada", "ben")
    with pytest.raises(NotSavable):
        await hall.scan("ada", "ben", event_id=elsewhere)
    answer = await hall.scan("ada", "ben", event_id=fair)

    assert answer.person_id == hall.person("ben")


async def test_scan_of_somebody_who_works_at_the_event(hall, database) -> None:
    await hall.card("fay", saved_by=SavePolicy.SAME_EVENT)

    answer = await hall.scan("ada", "fay", event_id=hall.campus.events["fair"])

    assert answer.person_id == hall.person("fay")


async def attend(database, person_id, event_id) -> None:
    from sqlalchemy import delete

    from server.events.models import Attendance, AttendanceStatus

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


async def test_scan_of_a_device_that_runs_a_little_ahead_is_kept_as_dated(hall) -> None:
    answer = await hall.scan("ada", "ben", scanned_at=NOW + timedelta(minutes=5))

    assert answer.scanned_at == NOW + timedelta(minutes=5)


async def test_scan_from_the_future_is_refused(hall) -> None:
    with pytest.raises(ScanFromFuture) as refusal:
        await hall.scan("ada", "ben", scanned_at=NOW + timedelta(minutes=5, microseconds=1))

    assert refusal.value.ahead == timedelta(minutes=5, microseconds=1)


async def test_scan_of_thirty_days_ago_is_kept_and_an_older_one_refused(hall) -> None:
    await hall.scan("ada", "ben", scanned_at=NOW - timedelta(days=30))

    with pytest.raises(ScanTooOld):
        await hall.scan("ada", "ben", scanned_at=NOW - timedelta(days=30, microseconds=1))


async def test_scan_at_an_event_that_is_absent_or_a_draft_is_refused_alike(hall, database) -> None:
    fair = hall.campus.events["fair"]
    async with database.write() as session:
        event = await session.get(Event, fair)
        event.publication = Publication.DRAFT

    with pytest.raises(EventUnknown) as draft:
        await hall.scan("ada", "ben", event_id=fair)
    with pytest.raises(EventUnknown) as absent:
        await hall.scan("ada", "ben", event_id=new_key())

    assert draft.value.message == absent.value.message
    assert await hall.contact("ada", "ben") is None


async def test_scan_at_one_instance_of_a_series_remembers_which(hall, database) -> None:
    from server.events.models import Occurrence

    (instance, *_) = await database.rows(
        select(Occurrence.id, Occurrence.event_id).where(Occurrence.recurrence_id.is_not(None), Occurrence.listed)
    )

    answer = await hall.scan("ada", "ben", event_id=instance.id)
    series = await hall.scan("ada", "ben", event_id=instance.event_id)

    assert (answer.event_id, answer.occurrence_id) == (instance.event_id, instance.id)
    assert (series.event_id, series.occurrence_id) == (instance.event_id, None)


async def test_scan_sent_again_is_answered_as_the_first_time(hall) -> None:
    scan = hall.sees("ben", note="Anodes.", event_id=hall.campus.events["fair"])
    (first,) = await hall.send("ada", scan)
    await hall.card("ben", saved_by=SavePolicy.NOBODY)
    await hall.block("ben", "ada")

    (again,) = await hall.send("ada", scan, now=NOW + timedelta(days=40))

    assert (again.encounter_id, again.contact_id) == (first.encounter_id, first.contact_id)
    assert (first.already_met, again.already_met) == (False, False)
    assert again.received_at == NOW
    assert len(await hall.encounters("ada", "ben")) == 1


@pytest.mark.parametrize(
    "difference",
    [
        {"note": "Something else."},
        {"scanned_at": NOW - timedelta(seconds=6)},
        {"how": ScanMethod.TYPED},
        {"event_id": "fair"},
        {"scanned": "chen"},
    ],
    ids=lambda difference: next(iter(difference)),
)
async def test_scan_with_a_used_id_and_other_content_is_refused(hall, difference) -> None:
    first = hall.sees("ben", note="Anodes.")
    await hall.send("ada", first)
    event = {"event_id": hall.campus.events["fair"]} if "event_id" in difference else {}
    scanned = difference.get("scanned", "ben")
    facts = {name: value for name, value in difference.items() if name != "scanned"}

    with pytest.raises(EncounterConflict):
        await hall.scan("ada", scanned, **({"id": first.id, "note": "Anodes."} | facts | event))

    (stored,) = await hall.encounters("ada", "ben")
    assert (stored.note, stored.how) == ("Anodes.", ScanMethod.CAMERA)


async def test_scan_with_somebody_elses_id_is_refused_and_tells_nothing(hall) -> None:
    hers = hall.sees("ben", note="Between Ada and Ben.")
    await hall.send("ada", hers)

    with pytest.raises(EncounterConflict) as refusal:
        await hall.scan("dana", "ben", id=hers.id, note="Between Ada and Ben.")

    assert vars(refusal.value) == {}
    assert await hall.contact("dana", "ben") is None


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("x" * 2001, "Keep the note to 2000 characters; this one has 2001."),
        ("a\0b", "The note holds a character that no text has. Type it again."),
        ("a\ud800b", "The note holds a character that no text has. Type it again."),
    ],
    ids=["too long", "NUL", "half a letter"],
)
async def test_scan_with_a_note_that_can_not_be_kept_is_refused(hall, note: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await hall.scan("ada", "ben", note=note)

    (fault,) = refusal.value.faults
    assert (fault.path, fault.message) == (("note",), says)


async def test_scan_with_the_longest_note_is_kept(hall) -> None:
    answer = await hall.scan("ada", "ben", note="é" * 2000)

    assert answer.note == "é" * 2000
