"""What a person takes along, unpacked."""

import io
import zipfile
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest
from conftest import NOW

from server.actor import Member
from server.config import Settings
from server.db import Database
from server.files.store import open_files
from server.my_data.export import export_my_data
from server.seed import SeededCampus

Taken: TypeAlias = Callable[[str], Awaitable[dict[str, bytes]]]


@pytest.fixture
def taken(database: Database, settings: Settings, campus: SeededCampus) -> Taken:
    """The files of somebody's export by name: `await taken("ada")`."""

    async def run(key: str) -> dict[str, bytes]:
        actor = Member(campus.people[key])
        files = open_files(settings.files_url)
        stream = await export_my_data(database, files, actor=actor, base_url=settings.base_url, now=NOW)
        whole = io.BytesIO(b"".join([piece async for piece in stream]))
        with zipfile.ZipFile(whole) as file:
            assert file.testzip() is None
            return {name: file.read(name) for name in file.namelist()}

    return run
