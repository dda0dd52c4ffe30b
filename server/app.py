"""The composition root: settings become one ASGI application. The one file that knows everyone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from schema.context import Resources
from server.badges.record import EncounterWriter
from server.config import Settings
from server.db import Database
from server.migrate import require_migrated
from server.web import graphql


def create_app(settings: Settings) -> Starlette:
    """The whole application. Opens the database lazily; on start-up it raises SetupError when that is not migrated."""
    database = Database.open(settings.database_url)
    resources = Resources(settings, database, EncounterWriter())

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await require_migrated(database)
        yield
        await database.close()

    app = Starlette(routes=[*graphql.routes(resources)], lifespan=lifespan)
    app.state.resources = resources
    return app
