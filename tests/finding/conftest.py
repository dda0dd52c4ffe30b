"""Noor is a contact of Ada's and the other way round; she goes to the talk of Halden Robotics about its places."""

from collections.abc import AsyncIterator

import pytest
from hall import Hall, open_hall

from server.db import Database
from server.seed import SeededCampus


@pytest.fixture
async def hall(database: Database, campus: SeededCampus) -> AsyncIterator[Hall]:
    async with open_hall(database, campus) as hall:
        yield hall
