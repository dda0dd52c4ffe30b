"""The doors of an event and who came, for whoever works there, in GraphQL."""

from datetime import datetime
from typing import Any

import strawberry

from schema.attachments import Attachment, attachment
from schema.attendance.instance import RecurrenceId, Slug, worked_at
from schema.context import Info
from schema.doors.counts import DoorCounts, load_counts
from schema.doors.door import DoorStation, as_station
from schema.ids import global_id
from server.doors import numbers
from server.doors.as_csv import arrivals_csv
from server.doors.chart import arrivals_chart
from server.doors.door import stations_of_event
from server.doors.models import Doubt


@strawberry.type(description="A quarter of an hour at the doors.")
class ArrivalQuarter:
    starts_at: datetime = strawberry.field(description="Its beginning, in UTC.")
    came: int = strawberry.field(description="How many came in it.")
    inside: int = strawberry.field(description="How many had come by its end.")


@strawberry.type(description="Somebody who was let in at two doors that did not know of each other. They came once.")
class DoorConflict:
    name: str = strawberry.field(description="Who.")
    first_at: datetime = strawberry.field(description="When they came, in UTC.")
    first_station: str = strawberry.field(description="Through which door.")
    again_at: datetime = strawberry.field(description="When the other door scanned them, in UTC.")
    again_station: str = strawberry.field(description="Which door that was.")


@strawberry.type(description="Somebody who is in and was not on the list.")
class DoubtfulArrival:
    id: strawberry.ID = strawberry.field(description="By which to undo it.")
    name: str = strawberry.field(description="Who.")
    doubt: Doubt = strawberry.field(description="Why they would have been turned away.")
    at: datetime = strawberry.field(description="When they came, in UTC.")
    station: str | None = strawberry.field(description="Through which door; null at the desk.")


@strawberry.type(description="The doors of an event, or of one instance of a series.")
class EventDoors:
    row: strawberry.Private[Any]
    id: strawberry.ID = strawberry.field(description="The event's, or the instance's.")
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="The event's name.")
    time_zone: str = strawberry.field(description="The IANA name of its time zone.")
    recurrence_id: datetime | None = strawberry.field(description="Which instance of a series it is; null if single.")
    organizes: bool = strawberry.field(description="Whether you open and close doors; false: you stand at one.")

    @strawberry.field(description="How many are in.")
    async def counts(self, info: Info) -> DoorCounts:
        return await load_counts(info.context, self.row.key)

    @strawberry.field(description="Its doors, open ones first, then by name.")
    async def stations(self, info: Info) -> list[DoorStation]:
        context = info.context
        rows = await stations_of_event(context.database, actor=context.actor, occurrence_id=self.row.key)
        return [as_station(row) for row in rows]

    @strawberry.field(description="Arrivals per quarter of an hour, from the first to the last.")
    async def quarters(self, info: Info) -> list[ArrivalQuarter]:
        found = await numbers.quarters(info.context.database, self.row.key)
        return [ArrivalQuarter(starts_at=one.starts_at, came=one.came, inside=one.inside) for one in found]

    @strawberry.field(description="The same as a picture (SVG); null where nobody came.")
    async def arrivals_chart(self, info: Info) -> str | None:
        found = await numbers.quarters(info.context.database, self.row.key)
        return arrivals_chart(found, zone=self.time_zone) or None

    @strawberry.field(description="Who was let in at two doors that did not know of each other; none for door staff.")
    async def conflicts(self, info: Info) -> list[DoorConflict]:
        if not self.organizes:
            return []
        return [
            DoorConflict(
                name=row.name,
                first_at=row.first_at,
                first_station=row.first_station,
                again_at=row.again_at,
                again_station=row.again_station,
            )
            for row in await numbers.conflicts(info.context.database, self.row.key)
        ]

    @strawberry.field(description="Who is in and was not on the list; none for door staff.")
    async def doubtful(self, info: Info) -> list[DoubtfulArrival]:
        if not self.organizes:
            return []
        return [
            DoubtfulArrival(
                id=strawberry.ID(global_id("check-in", row.id)),
                name=row.name,
                doubt=row.doubt,
                at=row.scanned_at,
                station=row.station,
            )
            for row in await numbers.doubts(info.context.database, self.row.key)
        ]

    @strawberry.field(description="All arrivals as a table (RFC 4180); null for door staff.")
    async def csv(self, info: Info) -> Attachment | None:
        if not self.organizes:
            return None
        text = await arrivals_csv(info.context.database, occurrence_id=self.row.key, zone=self.time_zone)
        return attachment(text, media_type="text/csv; charset=utf-8", filename=f"{self.slug}-arrivals.csv")


@strawberry.type
class EventDoorsQuery:
    @strawberry.field(
        description=(
            "The doors of an event, for whoever posts it or works at it; null for others. Of a series the next"
            " instance, or the last when all are over; with `recurrenceId` that one."
        )
    )
    async def event_doors(
        self,
        info: Info,
        slug: Slug,
        recurrence_id: RecurrenceId = None,
    ) -> EventDoors | None:
        found = await worked_at(info, slug, recurrence_id)
        if found is None:
            return None
        row, standing = found
        return EventDoors(
            row=row,
            id=strawberry.ID(global_id("event", row.key)),
            slug=row.slug,
            name=row.name,
            time_zone=row.time_zone,
            recurrence_id=row.recurrence_id,
            organizes=standing.organizes,
        )
