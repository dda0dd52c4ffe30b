"""Pages are asked for as a browser would, and read as one would."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import SECRET
from markup import Element, read
from roles import Roles

from server.badges.token import derive, write
from server.config import Settings
from server.db import Database
from server.seed import SeededCampus
from server.seed.people_rows import badge_seed

Code: TypeAlias = Callable[[str], str]
Open: TypeAlias = Callable[..., Awaitable[Element]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Pages write no statements, so that one database says as much of them as two."""
    said = any(mark.args[0] == "database_url" for mark in metafunc.definition.iter_markers("parametrize"))
    if "database_url" in metafunc.fixturenames and not said:
        metafunc.definition.add_marker(pytest.mark.parametrize("database_url", ["sqlite"], indirect=True))


@pytest.fixture
def code(campus: SeededCampus) -> Code:
    """The 25 letters of somebody's badge."""
    return lambda key: write(derive(SECRET, badge_seed(SECRET, campus.people[key])))


@pytest.fixture
def open_page(client: httpx.AsyncClient) -> Open:
    """Opens an address: `await open_page("/scan", status=422)`."""

    async def run(address: str, *, status: int = 200) -> Element:
        response = await client.get(address)
        assert (response.status_code, response.headers["content-type"]) == (status, "text/html; charset=utf-8")
        return read(response.text)

    return run


@pytest.fixture
def roles(database: Database, settings: Settings, campus: SeededCampus) -> Roles:
    return Roles(database, settings, campus)
