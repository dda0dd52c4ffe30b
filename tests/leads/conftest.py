"""The fair of the demo, with Halden Robotics at booth B7: Dana and Priya stand there."""

from collections.abc import AsyncIterator

import pytest
from booth import Fair
from hall import open_hall

from server.db import Database
from server.seed import SeededCampus


@pytest.fixture
async def fair(database: Database, campus: SeededCampus) -> AsyncIterator[Fair]:
    async with open_hall(database, campus) as hall:
        yield await Fair.opened(hall)
