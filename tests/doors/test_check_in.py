"""Who comes to a door comes in, once, whatever is scanned how often."""

from datetime import timedelta

import pytest
from at_the_door import Doors
from conftest import NOW

from server.badges.errors import BadgeMalformed, ScanFromFuture, ScanTooOld
from server.doors import errors
from server.doors.models import CheckInMethod, Doubt
from server.errors import InvalidInput, NotFound

LATER = NOW + timedelta(minutes=20)


async def test_somebody_on_the_list_comes_in(doors: Doors) -> None:
    door = await doors.open()

    arrived = await doors.scan("fay", doors.sees(door, "ada"))

    assert (arrived.name, arrived.station, arrived.first_at, arrived.doubt) == ("Ada Okafor", "East door", None, None)
    assert await doors.attendances("ada") == [("GOING", NOW)]


async def test_second_scan_says_when_and_where_the_first_was(doors: Doors) -> None:
    east, west = await doors.open("East door"), await doors.open("West door")
    await doors.scan("fay", doors.sees(east, "ada"))

    again = await doors.scan("lena", doors.sees(west, "ada", scanned_at=LATER), LATER)

    assert (again.first_at, again.first_station) == (NOW, "East door")
    assert [row.station_id for row in await doors.rows()] == [east, west]
    assert await doors.attendances("ada") == [("GOING", NOW)]


async def test_the_same_scan_again_is_the_same(doors: Doors) -> None:
    door = await doors.open()
    scan = doors.sees(door, "ada")

    first = await doors.scan("fay", scan)
    second = await doors.scan("fay", scan, LATER)

    assert first == second
    assert len(await doors.rows()) == 1


async def test_an_id_that_was_used_for_somebody_else(doors: Doors) -> None:
    door = await doors.open()
    scan = doors.sees(door, "ada")
    await doors.scan("fay", scan)

    with pytest.raises(errors.CheckInConflict):
        await doors.scan("fay", doors.sees(door, "ben", id=scan.id))


async def test_an_undone_check_in_does_not_count(doors: Doors) -> None:
    door = await doors.open()
    first = await doors.scan("fay", doors.sees(door, "ada"))
    second = await doors.scan("fay", doors.sees(door, "ada", scanned_at=LATER), LATER)

    await doors.undo("lena", first.id)
    came_second = await doors.came("ada")
    await doors.undo("lena", second.id)
    await doors.undo("fay", second.id, LATER)

    assert came_second == LATER
    assert await doors.attendances("ada") == [("GOING", None)]
    assert [row.undone_by_id for row in await doors.rows()] == [doors.campus.people["lena"]] * 2


async def test_nobody_else_checks_in_or_undoes(doors: Doors) -> None:
    door = await doors.open()
    arrived = await doors.scan("fay", doors.sees(door, "ada"))

    for stranger in ("ada", "dana", "chen"):
        with pytest.raises(NotFound):
            await doors.scan(stranger, doors.sees(door, "ben"))
        with pytest.raises(NotFound):
            await doors.undo(stranger, arrived.id)

    assert await doors.came("ada") == NOW


async def test_who_is_not_on_the_list_is_let_in_only_where_the_organizer_allows(doors: Doors) -> None:
    strict, kind = await doors.open("Strict"), await doors.open("Kind", anyway=True)

    with pytest.raises(errors.NotRegistered) as refused:
        await doors.scan("fay", doors.sees(strict, "chen", anyway=True))
    with pytest.raises(errors.NotRegistered) as may:
        await doors.scan("fay", doors.sees(kind, "chen"))
    arrived = await doors.scan("fay", doors.sees(kind, "chen", anyway=True))

    choice = errors.DoorChoice
    assert refused.value.choices == [choice.REGISTER, choice.SEND_TO_DESK]
    assert may.value.choices == [choice.LET_IN, choice.REGISTER, choice.SEND_TO_DESK]
    assert arrived.doubt is Doubt.NOT_REGISTERED
    assert await doors.attendances("chen") == [("GOING", NOW)]


async def test_the_host_may_let_anybody_in(doors: Doors) -> None:
    door = await doors.open()

    arrived = await doors.scan("ruth", doors.sees(door, "chen", anyway=True))

    assert arrived.doubt is Doubt.NOT_REGISTERED


async def test_who_was_let_in_and_undone_is_not_on_the_list(doors: Doors) -> None:
    door = await doors.open(anyway=True)
    arrived = await doors.scan("fay", doors.sees(door, "chen", anyway=True))

    await doors.undo("fay", arrived.id)

    assert await doors.attendances("chen") == []


async def test_who_stands_at_a_booth_speaks_or_works_there_is_on_the_list(doors: Doors) -> None:
    door = await doors.open()

    arrived = [await doors.scan("fay", doors.sees(door, who)) for who in ("dana", "ilse", "lena")]

    assert [one.doubt for one in arrived] == [None, None, None]


async def test_a_badge_that_ended(doors: Doors) -> None:
    door = await doors.open()
    await doors.change_badge("ada", state="REPLACED", ended_at=NOW)

    with pytest.raises(errors.BadgeEnded) as refused:
        await doors.scan("fay", doors.sees(door, "ada"))

    assert (refused.value.name, refused.value.replaced) == ("Ada Okafor", True)


async def test_a_badge_of_nobody_here(doors: Doors) -> None:
    door = await doors.open()

    with pytest.raises(errors.BadgeForeign):
        await doors.scan("fay", doors.sees(door, "ada", code="2ZSJ37NQRBVPZRT6AYFYJ233H"))
    with pytest.raises(BadgeMalformed):
        await doors.scan("fay", doors.sees(door, "ada", code="2ZSJ3"))


async def test_a_badge_for_another_event(doors: Doors) -> None:
    door = await doors.open()
    await doors.change_badge("chen", event_id=doors.campus.events["robot-night"])

    with pytest.raises(errors.WrongEvent) as refused:
        await doors.scan("fay", doors.sees(door, "chen"))

    assert refused.value.event == "Robot night with pizza"


async def test_as_many_as_there_are_places(doors: Doors) -> None:
    door = await doors.open(anyway=True)
    await doors.change_fair(capacity=1)
    await doors.scan("fay", doors.sees(door, "ada"))

    with pytest.raises(errors.OverCapacity) as refused:
        await doors.scan("fay", doors.sees(door, "ben"))
    again = await doors.scan("fay", doors.sees(door, "ada", scanned_at=LATER), LATER)
    anyway = await doors.scan("fay", doors.sees(door, "ben", anyway=True))

    assert refused.value.capacity == 1
    assert again.first_at == NOW
    assert anyway.doubt is Doubt.OVER_CAPACITY


async def test_an_event_that_was_cancelled(doors: Doors) -> None:
    door = await doors.open(anyway=True)
    await doors.cancel()

    with pytest.raises(errors.CalledOff):
        await doors.scan("ruth", doors.sees(door, "ada", anyway=True))

    assert await doors.rows() == []


async def test_another_day(doors: Doors) -> None:
    door = await doors.open()
    tomorrow = NOW + timedelta(days=1)

    with pytest.raises(errors.DoorShut):
        await doors.scan("fay", doors.sees(door, "ada", scanned_at=tomorrow), tomorrow)


async def test_somebody_found_by_name(doors: Doors) -> None:
    door = await doors.open()

    arrived = await doors.scan("fay", doors.sees(door, "ada", how=CheckInMethod.NAME))

    assert arrived.name == "Ada Okafor"
    assert [row.badge_id for row in await doors.rows()] == [None]


async def test_what_no_scan_can_say(doors: Doors) -> None:
    door = await doors.open()

    with pytest.raises(ScanFromFuture):
        await doors.scan("fay", doors.sees(door, "ada", scanned_at=LATER))
    with pytest.raises(ScanTooOld):
        await doors.scan("fay", doors.sees(door, "ada", scanned_at=NOW - timedelta(days=31)))
    with pytest.raises(InvalidInput):
        await doors.scan("fay", doors.sees(door, "ada", how=CheckInMethod.SELF))
    with pytest.raises(InvalidInput):
        await doors.scan("fay", doors.sees(door, "ada", code=None))
