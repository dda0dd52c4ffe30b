"""One door, as whoever stands there sees it, in GraphQL."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

import schema.doors.types  # noqa: F401  # describes the enums
from schema.context import Info
from schema.doors.counts import DoorCounts, load_counts
from schema.ids import global_id, key_of
from server.doors import door as domain
from server.doors.listed import find_by_name
from server.doors.models import Doubt
from server.events.attendance import AttendanceStatus


@strawberry.type(description="Somebody who came in. Whoever stands at a door sees their name, as on their badge.")
class DoorArrival:
    id: strawberry.ID = strawberry.field(description="By which to undo it.")
    name: str = strawberry.field(description="Who.")
    at: datetime = strawberry.field(description="When, by the clock of the device, in UTC.")
    station: str | None = strawberry.field(description="Through which door; null at the desk, and by themselves.")
    doubt: Doubt | None = strawberry.field(description="Why they would have been turned away; null: on the list.")
    first_at: datetime | None = strawberry.field(
        description="When they had come in before, in UTC; null for the first time."
    )
    first_station: str | None = strawberry.field(description="Through which door that was; null as `station`.")


@strawberry.type(description="Somebody on the list, found by name.")
class ListedPerson:
    person_id: strawberry.ID = strawberry.field(description="By which `checkIn` knows them.")
    name: str = strawberry.field(description="Who.")
    status: AttendanceStatus | None = strawberry.field(
        description="What they answered; null for who works there, or holds a badge of the event."
    )
    came: bool = strawberry.field(description="Whether they are in.")


@strawberry.type(description="A door of an event, as its organizer named it.")
class DoorStation:
    row: strawberry.Private[Any]
    id: strawberry.ID = strawberry.field(description="By which `checkIn` knows it.")
    name: str = strawberry.field(description="Its name.")
    lets_in_anyway: bool = strawberry.field(
        description="Whether whoever stands there may let in somebody who is not on the list."
    )
    has_link: bool = strawberry.field(description="Whether there is a link by which it is staffed.")
    closed_at: datetime | None = strawberry.field(description="When it was closed, in UTC; null while it is open.")
    event_id: strawberry.ID = strawberry.field(description="The event's, or the instance's.")
    event_slug: str = strawberry.field(description="The event's name in addresses.")
    event_name: str = strawberry.field(description="The event's name.")
    recurrence_id: datetime | None = strawberry.field(description="Which instance of a series it is; null if single.")
    time_zone: str = strawberry.field(description="The IANA name of the event's time zone.")
    starts_at: datetime = strawberry.field(description="When the event begins, in UTC.")
    ends_at: datetime = strawberry.field(description="When it ends, in UTC.")
    organizes: bool = strawberry.field(description="Whether you organize the event.")
    registers: bool = strawberry.field(
        description="Whether you may register somebody on the spot: you work at the event, not just here by its link."
    )

    @strawberry.field(description="How many are in.")
    async def counts(self, info: Info) -> DoorCounts:
        return await load_counts(info.context, self.row.occurrence_id)

    @strawberry.field(description="How many came in through this door before any other.")
    async def came(self, info: Info) -> int:
        counts = await load_counts(info.context, self.row.occurrence_id)
        return next((door.came for door in counts.doors if door.station == self.id), 0)

    @strawberry.field(description="Who came in through this door, newest first.")
    async def arrivals(
        self, info: Info, first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20
    ) -> list[DoorArrival]:
        rows = await domain.arrivals(
            info.context.database,
            occurrence_id=self.row.occurrence_id,
            station_id=self.row.id,
            limit=min(max(first, 1), 100),
        )
        return [_as_arrival(row) for row in rows]

    @strawberry.field(description="Those of the list who are called so, twenty at most; who is not in yet first.")
    async def found(
        self, info: Info, text: Annotated[str, strawberry.argument(description="Beginnings of words of the name.")] = ""
    ) -> list[ListedPerson]:
        rows = await find_by_name(
            info.context.database, event_id=self.row.event_id, occurrence_id=self.row.occurrence_id, text=text
        )
        return [
            ListedPerson(
                person_id=strawberry.ID(global_id("person", row.id)), name=row.name, status=row.status, came=row.came
            )
            for row in rows
        ]


@strawberry.type
class DoorStationQuery:
    @strawberry.field(
        description="A door for whoever works at its event, and for whoever joined by its link; null for others."
    )
    async def door_station(
        self,
        info: Info,
        id: Annotated[strawberry.ID | None, strawberry.argument(description="Which; null gives null.")] = None,
    ) -> DoorStation | None:
        context = info.context
        key = key_of(id or "", "station")
        if key is None:
            return None
        row = await domain.door(context.database, actor=context.actor, station_id=key, now=context.now)
        return as_station(row) if row is not None else None


def as_station(row: Any) -> DoorStation:
    return DoorStation(
        row=row,
        id=strawberry.ID(global_id("station", row.id)),
        name=row.name,
        lets_in_anyway=row.lets_in_anyway,
        has_link=row.has_link,
        closed_at=row.closed_at,
        event_id=strawberry.ID(global_id("event", row.occurrence_id)),
        event_slug=row.slug,
        event_name=row.event_name,
        recurrence_id=row.recurrence_id,
        time_zone=row.time_zone,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        organizes=row.organizes,
        registers=bool(row.works),
    )


def _as_arrival(row: Any) -> DoorArrival:
    again = row.first_id != row.id
    return DoorArrival(
        id=strawberry.ID(global_id("check-in", row.id)),
        name=row.name,
        at=row.scanned_at,
        station=row.station,
        doubt=row.doubt,
        first_at=row.first_at if again else None,
        first_station=row.first_station if again else None,
    )
