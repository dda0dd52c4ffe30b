"""Real databases for every test: a copy of one migrated, seeded template, on SQLite and on PostgreSQL."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import asyncpg
import httpx
import hypothesis
import pytest
from memory import folder
from postgres import TemporaryPostgres, programs, unavailable
from sqlalchemy import Engine, event

from server.actor import ANONYMOUS, Member
from server.config import Settings
from server.db import Database
from server.migrate import migrate
from server.periodic import BACKGROUND
from server.seed import SeededCampus, seed, seeded_campus

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from schema.context import Resources

if fast := folder():
    # Here and in what the tests start; pytest's own folders follow.
    tempfile.tempdir = os.environ["TMPDIR"] = fast

# How long something takes says more of the machine than of the code.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")

NOW = datetime(2026, 9, 24, 14, 0, tzinfo=UTC)
"""The moment at which tests happen: 10:00 in Boston on the day of the fair."""

SECRET = bytes(range(32))
CACHE = Path(tempfile.gettempdir()) / "hallway-test-cache"
"""Shared by all tests of a machine, and the next time: what is in it takes seconds to make."""
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Real input that nobody here wrote; tests that read it skip where it is absent."""


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"no corpus of real files at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Where databases may be made; no database name at its end."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given.rsplit("/", 1)[0]
        return
    found = programs()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(unavailable())
        pytest.skip(unavailable())
    server = TemporaryPostgres(found)
    server.start()
    yield server.url
    server.stop()


async def prepare(url: str) -> None:
    """Migrate and seed the template."""
    database = Database.open(url)
    try:
        await migrate(database)
        await seed(database, secret=SECRET, now=NOW)
    finally:
        await database.close()


async def in_postgres(url: str, statement: str) -> None:
    connection = await asyncpg.connect(f"{url}/postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    asyncio.run(prepare(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    name = f"template_{uuid4().hex}"
    asyncio.run(in_postgres(postgres_url, f"CREATE DATABASE {name}"))
    asyncio.run(prepare(f"{postgres_url}/{name}"))
    return name


def copied(template: Path, folder: Path) -> str:
    """The address of an SQLite database that is as `template` is."""
    path = folder / "test.sqlite3"
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own, migrated and seeded with the campus of fixtures/campus."""
    if request.param == "sqlite":
        yield copied(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    server = request.getfixturevalue("postgres_url")
    template = request.getfixturevalue("postgres_template")
    name = f"test_{uuid4().hex}"
    asyncio.run(in_postgres(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
    yield f"{server}/{name}"
    asyncio.run(in_postgres(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database.open(database_url)
    yield database
    await database.close()


def settings_for(database_url: str, folder: Path) -> Settings:
    """Of the demo campus; what it keeps beside the database goes below `folder`."""
    return Settings(
        database_url=database_url,
        base_url="http://hallway.test",
        secrets=(SECRET,),
        demo=True,
        campus_name="Northgate",
        folder=folder / "var",
        cache=CACHE,
        sign_up_domains=("northgate.example",),
    )


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path)


@pytest.fixture(scope="session")
def campus() -> SeededCampus:
    """Ids by the keys of fixtures/campus, as in `campus.people["ada"]`; needs no database."""
    return seeded_campus()


@pytest.fixture
async def resources(database: Database, settings: Settings) -> AsyncIterator["Resources"]:
    async with sharing(settings, database) as resources:
        yield resources


@asynccontextmanager
async def sharing(settings: Settings, database: Database) -> AsyncIterator["Resources"]:
    """What one process shares, at the moment NOW."""
    # Here, so that tests of what lies below GraphQL run without it.
    from schema.context import Resources
    from server.badges.record import EncounterWriter
    from server.live import Live

    encounters = EncounterWriter(database)
    live = Live(database)
    yield Resources(settings, database, encounters, live, lambda: NOW)
    await live.close()
    await encounters.close()


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """The SQL that this process was asked to run since the test began, or since the list was cleared.

    Without what it does by itself in the background, whenever that comes round.
    """
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")) and not _in_background():
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def _in_background() -> bool:
    try:
        task = asyncio.current_task()
    except RuntimeError:  # a thread without a loop
        return False
    return task is not None and task.get_name() == BACKGROUND


Execute = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def execute(resources: "Resources", campus: SeededCampus) -> Execute:
    """Runs a GraphQL document in process: `await execute("ada", document, **variables)`; None is nobody.

    The answer is what a client gets: `data`, and `errors` where there are any.
    """

    from schema import schema
    from schema.context import Context

    async def run(key: str | None, document: str, **variables: Any) -> dict[str, Any]:
        actor = ANONYMOUS if key is None else Member(campus.people[key])
        result = await schema.execute(document, variables, context_value=Context(resources, actor, NOW))
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            answer["errors"] = [error.formatted for error in result.errors]
        return answer

    return run


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator["Starlette"]:
    """The whole application, started, at the moment NOW."""
    from server.app import create_app

    app = create_app(settings, now=lambda: NOW)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(app: "Starlette", settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client that is nobody until it signs in; it keeps cookies, and follows no redirects."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.base_url) as client:
        yield client


SignIn = Callable[[str], Awaitable[httpx.AsyncClient]]


@pytest.fixture
def sign_in(client: httpx.AsyncClient, campus: SeededCampus) -> SignIn:
    """Signs `client` in as one of the cast: `await sign_in("ada")`."""
    from server.people.demo_sign_in import demo_path

    async def run(key: str) -> httpx.AsyncClient:
        response = await client.get(demo_path(SECRET, campus.people[key]))
        assert response.status_code == 303
        return client

    return run
