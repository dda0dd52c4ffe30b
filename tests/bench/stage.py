"""Where measurements play: a database with a population of events and a crowd of people, and the application on it."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
from bench.measure import Clock
from bench.population import populate
from postgres import TemporaryPostgres, programs, unavailable
from sqlalchemy import insert
from starlette.applications import Starlette

from schema.context import Context, Resources
from server.actor import ANONYMOUS, Actor
from server.app import create_app
from server.badges.models import Badge, BadgeState
from server.badges.token import derive, hash_of, write
from server.config import Settings
from server.db import Database
from server.keys import derived_key
from server.people.models import Affiliation, Card, Person

NOW = datetime(2026, 9, 24, 14, 0, tzinfo=UTC)
SECRET = bytes(range(32))
PEOPLE = 2_000
_SEED = 16
"""Octets."""


@dataclass(frozen=True, slots=True)
class Stage:
    database: Database
    resources: Resources
    app: Starlette
    clock: Clock
    events: int
    people: list[UUID]
    codes: list[str]
    """Of the badges of `people`, in their order."""

    def context(self, actor: Actor = ANONYMOUS) -> Context:
        return Context(self.resources, actor, NOW)


@asynccontextmanager
async def stage(url: str, clock: Clock, events: int) -> AsyncIterator[Stage]:
    """Fills the empty database at `url` and opens the application on it."""
    await populate(url, events=events, now=NOW)
    settings = Settings(database_url=url, base_url="http://localhost:8000", secrets=(SECRET,))
    app = create_app(settings, now=lambda: NOW)
    async with app.router.lifespan_context(app):
        resources: Resources = app.state.resources
        people, codes = await crowd(resources.database)
        yield Stage(resources.database, resources, app, clock, events, people, codes)


@contextmanager
def databases(engine: str) -> Iterator[tuple[Iterator[str], Clock]]:
    """Addresses of empty databases, as many as are asked for, and the clock that counts all who work for them."""
    if engine == "sqlite":
        with tempfile.TemporaryDirectory(prefix="hallway-bench-") as folder:
            yield (f"sqlite:///{Path(folder) / f'{uuid4().hex}.sqlite3'}" for _ in iter(int, 1)), Clock()
        return
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield _made_in(given.rsplit("/", 1)[0]), Clock()
        return
    found = programs()
    if found is None:
        raise SystemExit(unavailable())
    server = TemporaryPostgres(found)
    server.start()
    try:
        assert server.process is not None
        yield _made_in(server.url), Clock(server.process.pid)
    finally:
        server.stop()


def _made_in(server: str) -> Iterator[str]:
    async def make(name: str) -> None:
        connection = await asyncpg.connect(f"{server}/postgres")
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()

    while True:
        name = f"bench_{uuid4().hex}"
        asyncio.run(make(name))
        yield f"{server}/{name}"


async def crowd(database: Database) -> tuple[list[UUID], list[str]]:
    """PEOPLE with cards as they come and a badge each."""
    ids = [derived_key("crowd", str(number)) for number in range(PEOPLE)]
    seeds = [number.to_bytes(_SEED, "big") for number in range(PEOPLE)]
    tokens = [derive(SECRET, seed) for seed in seeds]
    people = [
        {"id": id_, "name": f"Person {i}", "affiliation": Affiliation.STUDENT, "created_at": NOW, "updated_at": NOW}
        for i, id_ in enumerate(ids)
    ]
    badges = [
        {
            "id": derived_key("crowd badge", str(number)),
            "person_id": ids[number],
            "seed": seeds[number],
            "token_hash": hash_of(tokens[number]),
            "state": BadgeState.ACTIVE,
            "issued_at": NOW,
        }
        for number in range(PEOPLE)
    ]
    async with database.write() as session:
        await session.execute(insert(Person), people)
        await session.execute(insert(Card), [{"person_id": id_, "updated_at": NOW} for id_ in ids])
        await session.execute(insert(Badge), badges)
    return ids, [write(token) for token in tokens]
