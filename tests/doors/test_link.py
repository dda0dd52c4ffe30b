"""A door is staffed by a link, as long as it is good."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from at_the_door import Doors
from conftest import NOW
from sqlalchemy import select

from server.actor import ANONYMOUS, Member
from server.doors.check_in import check_in
from server.doors.door import door as door_of
from server.doors.errors import DoorChoice, NotRegistered
from server.doors.link import join_station, make_link, station_of_link, withdraw_link
from server.doors.mine import stations_of
from server.doors.models import DoorStation
from server.doors.stations import change_station, close_station, open_station
from server.errors import InvalidInput, NotFound, NotPermitted, SignInRequired
from server.rosters.may import RosterAudience, allowed

OVER = NOW + timedelta(hours=12)


async def linked(doors: Doors, door: UUID) -> str:
    async with doors.database.write() as session:
        ruth = Member(doors.campus.people["ruth"])
        return (await make_link(session, actor=ruth, station_id=door)).token


async def joined(doors: Doors, who: str, token: str, now: datetime = NOW) -> None:
    async with doors.database.write() as session:
        actor = Member(doors.campus.people[who])
        await join_station(session, actor=actor, token=token, now=now)


async def test_whoever_opens_the_link_stands_there(doors: Doors) -> None:
    east, west = await doors.open("East door"), await doors.open("West door")
    token = await linked(doors, east)

    await joined(doors, "shira", token)
    await joined(doors, "shira", token)
    arrived = await doors.scan("shira", doors.sees(east, "ada"))

    assert arrived.station == "East door"
    with pytest.raises(NotFound):
        await doors.scan("shira", doors.sees(west, "ada"))


async def test_whoever_came_by_the_link_sends_to_the_desk_who_is_not_on_the_list(doors: Doors) -> None:
    door = await doors.open()
    await joined(doors, "shira", await linked(doors, door))

    with pytest.raises(NotRegistered) as refused:
        await doors.scan("shira", doors.sees(door, "chen"))

    assert refused.value.choices == [DoorChoice.SEND_TO_DESK]
    assert refused.value.message == "Chen Meiling 陳美玲 is not on the list. Send them to the desk."


async def test_the_link_is_not_in_the_database(doors: Doors) -> None:
    door = await doors.open()

    token = await linked(doors, door)

    [row] = await doors.database.rows(select(DoorStation.link_hash))
    assert len(token) == 43
    assert token.encode() not in row.link_hash
    found = await station_of_link(doors.database, token=token, now=NOW)
    assert found is not None
    assert found.station == "East door"


async def test_a_link_that_is_withdrawn_ends_who_joined_by_it(doors: Doors) -> None:
    door = await doors.open()
    token = await linked(doors, door)
    await joined(doors, "shira", token)

    async with doors.database.write() as session:
        await withdraw_link(session, actor=Member(doors.campus.people["ruth"]), station_id=door, now=NOW)

    for who in ("shira", "grace"):
        with pytest.raises(NotFound):
            await doors.scan(who, doors.sees(door, "ada"))
    with pytest.raises(NotFound):
        await joined(doors, "grace", token)


async def test_a_new_link_ends_the_old_one_and_nobody_who_joined(doors: Doors) -> None:
    door = await doors.open()
    old = await linked(doors, door)
    await joined(doors, "shira", old)

    new = await linked(doors, door)
    await joined(doors, "grace", new)

    with pytest.raises(NotFound):
        await joined(doors, "lukasz", old)
    await doors.scan("shira", doors.sees(door, "ada"))


async def test_a_link_ends_with_the_event(doors: Doors) -> None:
    door = await doors.open()
    token = await linked(doors, door)
    await joined(doors, "shira", token)
    shira, fay = Member(doors.campus.people["shira"]), Member(doors.campus.people["fay"])

    with pytest.raises(NotFound):
        await joined(doors, "grace", token, OVER)

    assert await station_of_link(doors.database, token=token, now=OVER) is None
    assert await door_of(doors.database, actor=shira, station_id=door, now=NOW) is not None
    assert await door_of(doors.database, actor=shira, station_id=door, now=OVER) is None
    assert await door_of(doors.database, actor=fay, station_id=door, now=OVER) is not None


async def test_everybody_finds_the_doors_at_which_they_stand(doors: Doors) -> None:
    east, west = await doors.open("East door"), await doors.open("West door")
    await joined(doors, "shira", await linked(doors, west))
    async with doors.database.write() as session:
        await close_station(session, actor=Member(doors.campus.people["gus"]), station_id=east, now=NOW)

    async def names(who: str, now: datetime = NOW) -> list[str]:
        actor = Member(doors.campus.people[who])
        return [row.name for row in await stations_of(doors.database, actor=actor, now=now)]

    assert (await names("fay"), await names("shira"), await names("ada")) == (["West door"], ["West door"], [])
    assert await names("fay", OVER) == []
    assert await stations_of(doors.database, actor=ANONYMOUS, now=NOW) == []


async def test_what_organizers_do_only_they_do(doors: Doors) -> None:
    door = await doors.open()

    for who in ("fay", "ada"):
        actor = Member(doors.campus.people[who])
        async with doors.database.write() as session:
            with pytest.raises(NotPermitted):
                await make_link(session, actor=actor, station_id=door)
            with pytest.raises(NotPermitted):
                await change_station(session, actor=actor, station_id=door, name="Mine", lets_in_anyway=True)
            with pytest.raises(NotPermitted):
                await close_station(session, actor=actor, station_id=door, now=NOW)
    async with doors.database.write() as session:
        with pytest.raises(SignInRequired):
            await check_in(session, actor=ANONYMOUS, scan=doors.sees(door, "ada"), now=NOW)


async def test_who_joined_takes_the_sealed_list_along(doors: Doors) -> None:
    door = await doors.open()
    await joined(doors, "shira", await linked(doors, door))

    async def may(who: str) -> bool:
        actor = Member(doors.campus.people[who])
        slug, audience = "engineering-career-fair", RosterAudience.CHECK_IN
        return await allowed(doors.database, actor=actor, slug=slug, audience=audience, now=NOW) is not None

    before = (await may("shira"), await may("grace"))
    async with doors.database.write() as session:
        await withdraw_link(session, actor=Member(doors.campus.people["ruth"]), station_id=door, now=NOW)

    assert before == (True, False)
    assert await may("shira") is False


async def test_a_name_is_open_once(doors: Doors) -> None:
    first = await doors.open("East door")
    ruth = Member(doors.campus.people["ruth"])

    for name in ("east Door", " ", "x" * 81, "two\nlines"):
        with pytest.raises(InvalidInput):
            await doors.open(name)
    async with doors.database.write() as session:
        await close_station(session, actor=ruth, station_id=first, now=NOW)
        again = await open_station(
            session, actor=ruth, occurrence_id=doors.fair, name="East door", lets_in_anyway=False, now=NOW
        )

    assert again.id != first
