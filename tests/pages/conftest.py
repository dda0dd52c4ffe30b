"""Pages are asked for as a browser would, and read as one would."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest
from at_the_door import Doors
from conftest import SECRET, copied
from markup import Element, read
from roles import Roles

from server.badges.token import derive, write
from server.config import Settings
from server.db import Database
from server.seed import SeededCampus
from server.seed.people_rows import badge_seed

Code: TypeAlias = Callable[[str], str]
Open: TypeAlias = Callable[..., Awaitable[Element]]


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Pages write no statements, so that one database says as much of them as two."""
    return copied(sqlite_template, tmp_path)


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


@pytest.fixture
def doors(database: Database, settings: Settings, campus: SeededCampus) -> Doors:
    return Doors(database, settings, campus)
