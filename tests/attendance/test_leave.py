"""Whoever erases their account makes room."""

import make
from coming import Coming
from conftest import NOW

from server.attendance.leave import leave_everything
from server.config import Settings
from server.db import Database


async def test_the_place_of_who_leaves_hallway_goes_to_the_next(
    database: Database, coming: Coming, settings: Settings
) -> None:
    async with database.write() as session:
        event = await make.event(session, capacity=1)
    ana, ben = await coming.people(2)
    for person in (ana, ben):
        await coming.says(person, event.id)

    async with database.write() as session:
        await leave_everything(session, settings=settings, person_id=ana, now=NOW)

    assert await coming.standing(event.id) == {ben: ("GOING", None)}
    assert [to for to, _, _ in await coming.mails()] == [f"{ben.hex}@north.example"]
