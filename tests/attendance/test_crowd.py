"""A thousand people answer at once."""

import asyncio
import random
from uuid import UUID

import make
from coming import Coming

from server.attendance.rsvp import Rsvp
from server.db import Database

PEOPLE, SEATS = 1000, 100


async def test_a_thousand_at_once_for_a_hundred_places_give_a_hundred_and_a_line(
    database: Database, coming: Coming
) -> None:
    async with database.write() as session:
        event = (await make.event(session, capacity=SEATS)).id
    people = await coming.people(PEOPLE)

    changed = await asyncio.gather(*(coming.says(person, event) for person in people))

    said = list((await coming.standing(event)).values())
    assert changed == [1] * PEOPLE
    assert said.count(("GOING", None)) == SEATS
    line = sorted(place for status, place in said if status == "WAITLISTED" and place is not None)
    assert line == list(range(1, PEOPLE - SEATS + 1))


async def test_coming_and_leaving_at_once_keeps_all_places_taken_and_the_line_in_order(
    database: Database, coming: Coming
) -> None:
    async with database.write() as session:
        event = (await make.event(session, capacity=10)).id
    people = await coming.people(60)
    for person in people[:40]:
        await coming.says(person, event)
    before = await coming.standing(event)
    leavers = people[:20]

    async def leave_or_come(person: UUID) -> None:
        await coming.says(person, event, Rsvp.NOT_GOING if person in leavers else Rsvp.GOING)

    at_once = leavers + people[40:]
    random.Random(7).shuffle(at_once)
    await asyncio.gather(*(leave_or_come(person) for person in at_once))

    after = await coming.standing(event)
    going = {person for person, said in after.items() if said == ("GOING", None)}
    waited = [person for person in people[20:40] if before[person][0] == "WAITLISTED"]
    assert going == set(waited[:10])
    places = [place for _, place in after.values() if place is not None]
    assert len(places) == len(set(places)) == 30
    assert [after[person][1] for person in waited[10:]] == [before[person][1] for person in waited[10:]]
