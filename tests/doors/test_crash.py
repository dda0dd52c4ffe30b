"""A server that is killed at a busy fair has kept all that it had answered: scans, check-ins, and words about leads."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from browser.served import SECRET, Served
from conftest import in_postgres, settings_for
from devices import KINDS, Told, devices, open_floor, send_again, stored

from server.app import create_app
from server.db import Database

ANSWERS = 8
"""Of each kind, after which it is killed, while others are on their way."""


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database for a campus of today: at the fair of all other tests the doors were closed long ago."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/busy.sqlite3"
        return
    server, name = request.getfixturevalue("postgres_url"), f"busy_{uuid4().hex}"
    asyncio.run(in_postgres(server, f"CREATE DATABASE {name}"))
    yield f"{server}/{name}"
    asyncio.run(in_postgres(server, f"DROP DATABASE {name} WITH (FORCE)"))


def test_nothing_that_was_answered_is_lost_or_doubled_when_a_server_is_killed(new_url: str, tmp_path: Path) -> None:
    served = Served(tmp_path, new_url)

    told = asyncio.run(_busy(served))
    served.process.wait()
    again, kept = asyncio.run(_afterwards(new_url, tmp_path, told))

    assert told.faults == again.faults == []
    for kind, table in KINDS.items():
        assert len(told.kept[kind]) >= ANSWERS
        assert told.kept[kind] - kept[kind] == set(), f"{table.__name__} is lost"
    assert told.cut != []
    assert {request[1] for _, request in told.cut} == set().union(*again.kept.values()) <= set().union(*kept.values())


async def _busy(served: Served) -> Told:
    told, database = Told(), Database.open(served.database_url)
    floor = await open_floor(database, secret=SECRET)
    await database.close()
    async with devices(floor, served.base_url, told, pause=0.05, share=0.25):
        for _ in range(6000):
            if min(map(len, told.kept.values())) >= ANSWERS:
                break
            await asyncio.sleep(0.01)
        served.process.kill()
        await asyncio.sleep(0.2)  # until every device has noticed
    return told


async def _afterwards(url: str, folder: Path, told: Told) -> tuple[Told, dict[str, set[UUID]]]:
    """What got no answer is sent to the next server; and what is kept in the end."""
    app = create_app(settings_for(url, folder))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://hallway.test") as client:
            again = await send_again(client, told)
    database = Database.open(url)
    kept = await stored(database)
    await database.close()
    return again, kept
