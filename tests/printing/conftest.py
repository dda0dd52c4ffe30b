"""Badges that were printed once for all tests: setting them takes a second each."""

import asyncio
from collections.abc import Callable

import pytest
from conftest import CACHE
from desk import Desk
from paper import DESIGNS, Printed, print_on

from server.config import Settings
from server.db import Database
from server.seed import SeededCampus


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Printed]:
    """The cast's badges on a stock of DESIGNS."""
    folder = tmp_path_factory.mktemp("printed")
    made: dict[str, Printed] = {}

    def on(stock: str) -> Printed:
        if stock not in made:
            made[stock] = asyncio.run(print_on(folder, CACHE, DESIGNS[stock]))
        return made[stock]

    return on


@pytest.fixture
def desk(database: Database, settings: Settings, campus: SeededCampus) -> Desk:
    return Desk(database, settings, campus)
