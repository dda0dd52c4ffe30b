"""The composition root: settings become one ASGI application. The one file that knows everyone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware

from schema.context import Resources
from server import clock, pages
from server.attendance import fill_due
from server.attendance.ask_calendars import ask_calendars
from server.badges.record import EncounterWriter
from server.config import Settings
from server.contacts import expire
from server.db import Database
from server.events import index_campus
from server.imports.ask import ASK_EVERY
from server.live import Live
from server.mail.courier import courier
from server.migrate import require_migrated
from server.my_data.tidy import TIDY_EVERY, TIDY_FIRST, tidy
from server.pages.error_pages import broken_page, error_pages
from server.pages.page import Site
from server.periodic import Periodic
from server.printing.printer import Printer
from server.web import graphql, health, sign_in, static
from server.web.errors import Failures
from server.web.kept_answers import KeptAnswers
from server.web.security import Security


def create_app(settings: Settings, *, now: clock.Clock = clock.now) -> Starlette:
    """The whole application. Opens the database lazily; on start-up it raises SetupError when that is not migrated."""
    database = Database.open(settings.database_url)
    resources = Resources(settings, database, EncounterWriter(database), Live(database), now)
    site = Site(resources)
    mail = courier(database, settings, now)
    printer = Printer(database, settings, resources.live, now)
    periodic = [
        Periodic(lambda: expire.expire_due(database, now=now()), name="Ending grants", every=expire.EVERY),
        Periodic(
            lambda: fill_due.fill_due(database, settings, now=now()), name="Filling waitlists", every=fill_due.EVERY
        ),
        Periodic(lambda: ask_calendars(database, settings, now=now()), name="Asking calendars", every=ASK_EVERY),
        Periodic(lambda: index_campus.index_due(database), name="Indexing campuses", every=index_campus.EVERY),
        Periodic(lambda: tidy(database, settings, now=now()), name="Tidying", every=TIDY_EVERY, first=TIDY_FIRST),
    ]

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await require_migrated(database)
        await resources.files.ready()
        await mail.start()
        printer.start()
        for work in periodic:
            work.start()
        yield
        for work in periodic:
            await work.close()
        await printer.close()
        await resources.live.close()
        await mail.close()
        await resources.encounters.close()
        await database.close()

    app = Starlette(
        routes=[
            *graphql.routes(resources),
            *sign_in.routes(resources),
            *health.routes(resources),
            *static.routes(),
            *pages.routes(site),
        ],
        middleware=[
            Middleware(KeptAnswers, resources),
            Middleware(Security, settings),
            Middleware(Failures, broken_page(site)),
        ],
        exception_handlers=error_pages(site),
        lifespan=lifespan,
    )
    app.state.resources = resources
    app.state.courier = mail
    return app
