"""Each scan that is refused has its own answer, and leaves nothing behind."""

from datetime import timedelta
from typing import Any

import pytest
from conftest import NOW, SECRET
from hall import Hall
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
from server.contacts.models import ScanMethod
from server.db import Database
from server.errors import InvalidInput
from server.events.models import Event, Publication
from server.keys import new_key
from server.people.models import SavePolicy


async def test_scan_of_a_code_that_no_badge_has_is_refused(hall: Hall) -> None:
    with pytest.raises(BadgeUnknown):
        await hall.scan("ada", "ben", code=write(derive(SECRET, bytes(16))))


async def test_scan_of_a_misread_code_is_refused(hall: Hall) -> None:
    code = hall.code("ben")

    with pytest.raises(BadgeMalformed):
        await hall.scan("ada", "ben", code=code[1] + code[0] + code[2:])


async def test_scan_of_a_replaced_badge_is_refused_and_the_new_one_taken(hall: Hall, database: Database) -> None:
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


async def test_scan_of_a_revoked_badge_is_refused(hall: Hall, database: Database) -> None:
    (badge,) = await database.rows(select(Badge.id).where(Badge.person_id == hall.person("ben")))
    async with database.write() as session:
        await revoke_badge(session, actor=Member(hall.person("ben")), badge_id=badge.id, now=NOW)

    with pytest.raises(BadgeRevoked) as refusal:
        await hall.scan("ada", "ben")

    assert (refusal.value.replaced, refusal.value.revoked_at) == (False, NOW)
    assert await hall.contact("ada", "ben") is None


async def test_scan_of_ones_own_badge_is_refused(hall: Hall) -> None:
    with pytest.raises(OwnBadge):
        await hall.scan("ada", "ada")


async def test_blocked_and_unsavable_are_refused_alike(hall: Hall) -> None:
    await hall.block("ben", "ada")

    with pytest.raises(NotSavable) as blocked:
        await hall.scan("ada", "ben")
    with pytest.raises(NotSavable) as unsavable:
        await hall.scan("ada", "hana")

    assert vars(blocked.value) == vars(unsavable.value) == {}
    assert blocked.value.message == unsavable.value.message
    assert [await hall.contact("ada", "ben"), await hall.contact("ada", "hana")] == [None, None]
    assert [list(await hall.encounters("ada", key)) for key in ("ben", "hana")] == [[], []]


async def test_scan_of_a_contact_who_since_lets_nobody_save_them_is_refused(hall: Hall) -> None:
    first = await hall.scan("ada", "ben")
    await hall.card("ben", saved_by=SavePolicy.NOBODY)

    with pytest.raises(NotSavable):
        await hall.scan("ada", "ben")

    assert [row.id for row in await hall.encounters("ada", "ben")] == [first.encounter_id]


async def test_scan_from_the_future_is_refused(hall: Hall) -> None:
    with pytest.raises(ScanFromFuture) as refusal:
        await hall.scan("ada", "ben", scanned_at=NOW + timedelta(minutes=5, microseconds=1))

    assert refusal.value.ahead == timedelta(minutes=5, microseconds=1)


async def test_scan_of_thirty_days_ago_is_kept_and_an_older_one_refused(hall: Hall) -> None:
    await hall.scan("ada", "ben", scanned_at=NOW - timedelta(days=30))

    with pytest.raises(ScanTooOld):
        await hall.scan("ada", "ben", scanned_at=NOW - timedelta(days=30, microseconds=1))


async def test_scan_at_an_event_that_is_absent_or_a_draft_is_refused_alike(hall: Hall, database: Database) -> None:
    fair = hall.campus.events["fair"]
    async with database.write() as session:
        event = await session.get(Event, fair)
        assert event is not None
        event.publication = Publication.DRAFT

    with pytest.raises(EventUnknown) as draft:
        await hall.scan("ada", "ben", event_id=fair)
    with pytest.raises(EventUnknown) as absent:
        await hall.scan("ada", "ben", event_id=new_key())

    assert draft.value.message == absent.value.message
    assert await hall.contact("ada", "ben") is None


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
async def test_scan_with_a_used_id_and_other_content_is_refused(hall: Hall, difference: dict[str, Any]) -> None:
    first = hall.sees("ben", note="Anodes.")
    await hall.send("ada", first)
    facts: dict[str, Any] = {"id": first.id, "note": "Anodes.", **difference}
    scanned = facts.pop("scanned", "ben")
    if "event_id" in facts:
        facts["event_id"] = hall.campus.events[facts["event_id"]]

    with pytest.raises(EncounterConflict):
        await hall.scan("ada", scanned, **facts)

    (stored,) = await hall.encounters("ada", "ben")
    assert (stored.note, stored.how) == ("Anodes.", ScanMethod.CAMERA)


async def test_scan_with_somebody_elses_id_is_refused_and_tells_nothing(hall: Hall) -> None:
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
async def test_scan_with_a_note_that_can_not_be_kept_is_refused(hall: Hall, note: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await hall.scan("ada", "ben", note=note)

    (fault,) = refusal.value.faults
    assert (fault.path, fault.message) == (("note",), says)
