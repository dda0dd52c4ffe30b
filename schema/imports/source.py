"""An address that is followed."""

from datetime import datetime

import strawberry

import schema.imports.enums  # noqa: F401  # describes the enums
from schema.context import Info
from schema.ids import global_id
from schema.imports.types import PlannedEvents, planned_events
from server.imports import models
from server.imports.answers import Answers
from server.imports.held import held_at
from server.imports.host import Host
from server.imports.models import SourceResult, SourceState
from server.imports.said import ImportedField


@strawberry.type(description="An address that is asked again and again for an organization's events.")
class ImportSource:
    id: strawberry.ID = strawberry.field(description="To ask, pause or remove it.")
    shown: str = strawberry.field(description="What may be shown of the address; the rest is kept like a password.")
    every_minutes: int = strawberry.field(description="How often it is asked, in minutes.")
    state: SourceState = strawberry.field(description="Whether it is asked by itself.")
    result: SourceResult | None = strawberry.field(description="How it went the last time; null before the first.")
    message: str = strawberry.field(description="A sentence or two about the last time; empty before the first.")
    checked_at: datetime | None = strawberry.field(description="When that was, in UTC.")
    next_at: datetime = strawberry.field(description="When it is asked again, in UTC, at the earliest.")
    failures: int = strawberry.field(description="How many times in a row it gave no calendar.")
    source: strawberry.Private[models.ImportSource]
    host: strawberry.Private[Host]

    @strawberry.field(
        description=(
            "New events there that are likely here already, made by hand or from elsewhere. They stay out until"
            " `decideHeldEvents` says what becomes of them."
        )
    )
    async def held(self, info: Info) -> PlannedEvents:
        return planned_events(await held_at(info.context.database, self.source, host=self.host))

    unknown_zones: list[str] = strawberry.field(
        description="Names of time zones it has that nobody knows. Their events are left out until somebody says more."
    )


@strawberry.type(description="An imported event that somebody changed here.")
class ChangedHere:
    name: str = strawberry.field(description="What it is called.")
    slug: str = strawberry.field(description="Its name in addresses.")
    fields: list[ImportedField] = strawberry.field(description="What was changed here, and stays.")


def as_source(source: models.ImportSource, host: Host) -> ImportSource:
    return ImportSource(
        id=strawberry.ID(global_id("import-source", source.id)),
        source=source,
        host=host,
        shown=source.shown,
        every_minutes=source.every_minutes,
        state=source.state,
        result=source.result,
        message=source.message,
        checked_at=source.checked_at,
        next_at=source.next_at,
        failures=source.failures,
        unknown_zones=list(Answers.read(source.answers).asked),
    )
