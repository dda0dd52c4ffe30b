"""Badges that were printed once for all tests: setting them takes a second each."""

import asyncio
from collections.abc import Callable

import pytest
from conftest import CACHE
from paper import DESIGNS, Printed, print_on


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
