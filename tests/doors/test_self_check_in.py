"""People check in themselves by the code on the projector."""

from datetime import timedelta
from typing import Any

import pytest
from at_the_door import Doors
from conftest import NOW

from server.actor import Member
from server.doors import errors
from server.doors.code import LETTERS, shown_code
from server.doors.decide import Arrived
from server.doors.models import CheckInMethod
from server.doors.self_check_in import check_in_myself
from server.doors.send import OwnCheckIn, send_check_ins
from server.errors import Refusal
from server.keys import new_key

SECOND = timedelta(seconds=1)


class Hall:
    """Those who read the projector of the fair."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self.code = shown_code(doors.settings, doors.fair, NOW).code

    async def types(self, who: str, code: str, **more: object) -> Arrived | Refusal:
        facts = {"id_": new_key(), "read_at": None, "now": NOW, **more}
        async with self.doors.database.write() as session:
            return await check_in_myself(
                session,
                settings=self.doors.settings,
                actor=Member(self.doors.campus.people[who]),
                occurrence_id=self.doors.fair,
                code=code,
                **facts,  # type: ignore[arg-type]
            )


async def test_the_code_on_the_projector_lets_in(doors: Doors) -> None:
    hall = Hall(doors)

    arrived = await hall.types("ada", f" {hall.code[:4].lower()}-{hall.code[4:]} ")

    assert isinstance(arrived, Arrived)
    assert len(hall.code) == LETTERS
    assert await doors.came("ada") == NOW
    [row] = await doors.rows()
    assert (row.how, row.station_id, row.late) == (CheckInMethod.SELF, None, False)


async def test_a_code_is_good_for_two_more_half_minutes(doors: Doors) -> None:
    hall = Hall(doors)

    good = await hall.types("ada", hall.code, now=NOW + 89 * SECOND)
    old = await hall.types("ben", hall.code, now=NOW + 90 * SECOND)
    early = await hall.types("ben", shown_code(doors.settings, doors.fair, NOW + 30 * SECOND).code)

    assert isinstance(good, Arrived)
    assert type(old) is type(early) is errors.CodeNotShown
    assert await doors.came("ben") is None


async def test_the_code_of_another_event(doors: Doors) -> None:
    hall = Hall(doors)

    refused = await hall.types("ada", shown_code(doors.settings, doors.campus.events["robot-night"], NOW).code)

    assert type(refused) is errors.CodeNotShown


async def test_ten_tries_a_minute_each(doors: Doors) -> None:
    hall = Hall(doors)
    for _ in range(10):
        await hall.types("ada", "00000000")

    with pytest.raises(errors.TooManyCodesTried):
        await hall.types("ada", hall.code)
    other = await hall.types("ben", hall.code)
    later = await hall.types("ada", hall.code, now=NOW + 61 * SECOND)

    assert isinstance(other, Arrived)
    assert isinstance(later, Arrived)


async def test_what_was_read_without_network_is_late(doors: Doors) -> None:
    hall = Hall(doors)
    back = NOW + timedelta(hours=2)

    late = await hall.types("ada", hall.code, read_at=NOW, now=back)
    too_late = await hall.types("ben", hall.code, read_at=NOW, now=NOW + timedelta(hours=25))

    assert isinstance(late, Arrived)
    assert type(too_late) is errors.CodeNotShown
    [row] = await doors.rows()
    assert (row.scanned_at, row.late) == (NOW, True)


async def test_what_was_read_by_a_wrong_clock(doors: Doors) -> None:
    """A phone two days ahead, which says so when it sends; and sends again, since no answer came."""
    hall, days, back = Hall(doors), timedelta(days=2), NOW + timedelta(hours=2)
    mine: dict[str, Any] = {"id": new_key(), "occurrence_id": doors.fair, "code": hall.code, "read_at": NOW + days}

    kept = []
    for now, sent_at in ((back, None), (back, back + days), (back + 9 * SECOND, back + days + 10 * SECOND)):
        async with doors.database.write() as session:
            actor = Member(doors.campus.people["ada"])
            items = [OwnCheckIn(**mine, sent_at=sent_at)]
            kept += await send_check_ins(session, settings=doors.settings, actor=actor, items=items, now=now)

    [row] = await doors.rows()
    assert [type(answer).__name__ for answer in kept] == ["ScanFromFuture", "Arrived", "Arrived"]
    assert (row.scanned_at, row.late) == (NOW, True)


async def test_what_was_sent_again_after_the_clock_was_put_right_is_one(doors: Doors) -> None:
    """The first answer was lost; then the phone, two days ahead, got the right time."""
    hall, days, back = Hall(doors), timedelta(days=2), NOW + timedelta(hours=2)
    mine: dict[str, Any] = {"id": new_key(), "occurrence_id": doors.fair, "code": hall.code, "read_at": NOW + days}

    kept = []
    for who, now, sent_at in (("ada", back, back + days), ("ada", back + SECOND, back + SECOND), ("ben", back, back)):
        async with doors.database.write() as session:
            actor = Member(doors.campus.people[who])
            items = [OwnCheckIn(**mine, sent_at=sent_at)]
            kept += await send_check_ins(session, settings=doors.settings, actor=actor, items=items, now=now)

    [row] = await doors.rows()
    assert [type(answer).__name__ for answer in kept] == ["Arrived", "Arrived", "CodeNotShown"]
    assert kept[0] == kept[1]
    assert (row.scanned_at, row.late) == (NOW, True)


async def test_who_is_not_on_the_list_asks_at_the_door(doors: Doors) -> None:
    hall = Hall(doors)

    for late in (None, NOW):
        with pytest.raises(errors.NotRegistered) as refused:
            await hall.types("chen", hall.code, read_at=late)
        assert refused.value.choices == []
        assert refused.value.message.startswith("You are not on the list")

    assert await doors.rows() == []
