"""What somebody may scan badges for: contacts for everybody, a door and a booth for whoever stands there."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Context, Info
from schema.enums import described
from schema.events.queries import load_event
from schema.events.types import Event, as_events
from schema.selection import selected
from server.actor import Scope, member_with
from server.events import find


class ScanJobKind(StrEnum):
    CONTACT = "CONTACT"
    CHECK_IN = "CHECK_IN"
    LEAD = "LEAD"


described(
    ScanJobKind,
    "What becomes of a badge that is scanned.",
    CONTACT="Its person is in your address book.",
    CHECK_IN="Its person is checked in at a door.",
    LEAD="Its person is a lead of the organization whose booth it is.",
)


@strawberry.type(description="Something that you may scan badges for.")
class ScanJob:
    event_key: strawberry.Private[UUID | None] = None
    event_slug: strawberry.Private[str] = ""
    kind: ScanJobKind = strawberry.field(description="What becomes of a badge.")
    place: strawberry.ID | None = strawberry.field(
        default=None, description="The station or the booth; null where there is none, as for contacts."
    )
    label: str = strawberry.field(description="What it is called where there are several, such as the door's name.")

    @strawberry.field(description="Where; null where no event was named, or it is not for you to see.")
    async def event(self, info: Info) -> Event | None:
        context = info.context
        if self.event_key is not None:
            return await load_event(context, self.event_key)
        if not self.event_slug:
            return None
        row = await find.event(
            context.database,
            actor=context.actor,
            now=context.now,
            slug=self.event_slug,
            recurrence_id=None,
            wanted=selected(info),
        )
        return as_events([row])[0] if row is not None else None


Places = Callable[[Context], Awaitable[list[ScanJob]]]

PLACES: list[Places] = []
"""What gives the stations and the booths that the viewer staffs at this moment: one function for each capability, which
adds its own."""


async def doors_and_booths(context: Context) -> list[ScanJob]:
    return [job for places in PLACES for job in await places(context)]


@strawberry.type
class ScanJobHolder:
    """What `Viewer` has of this capability."""

    @strawberry.field(
        description="What you may scan badges for: contacts always, doors and booths while you stand there."
    )
    async def scan_jobs(self, info: Info) -> list[ScanJob]:
        return [_contacts(), *await doors_and_booths(info.context)]


@strawberry.type
class ScanJobQuery:
    @strawberry.field(
        description="One of `viewer.scanJobs`, as the scanner's address names it; null where it is none of yours."
    )
    async def scan_job(
        self,
        info: Info,
        event: Annotated[str, strawberry.argument(description="Slug of the event at which contacts are made.")] = "",
        station: Annotated[strawberry.ID | None, strawberry.argument(description="The `place` of a door.")] = None,
        booth: Annotated[strawberry.ID | None, strawberry.argument(description="The `place` of a booth.")] = None,
    ) -> ScanJob | None:
        context = info.context
        if member_with(context.actor, Scope.SCAN) is None:
            return None
        place = station or booth
        if not place:
            return _contacts(event)
        return next((job for job in await doors_and_booths(context) if job.place == place), None)


def _contacts(event: str = "") -> ScanJob:
    return ScanJob(kind=ScanJobKind.CONTACT, label="Contacts", event_slug=event)
