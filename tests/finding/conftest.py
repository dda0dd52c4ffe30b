"""Noor is a contact of Ada's and the other way round; she goes to the talk of Halden Robotics about its places."""

from collections.abc import AsyncIterator

import pytest
from hall import Hall, open_hall
from sqlalchemy import update

from server.db import Database
from server.events.attendance import Attendance
from server.seed import SeededCampus


@pytest.fixture
async def nobody_tells(database: Database) -> None:
    """Of those who come, nobody lets anybody know so far."""
    async with database.write() as session:
        await session.execute(update(Attendance).values(seen_by_met=False))


@pytest.fixture
async def hall(database: Database, campus: SeededCampus) -> AsyncIterator[Hall]:
    async with open_hall(database, campus) as hall:
        yield hall
