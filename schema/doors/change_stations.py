"""Opening, renaming and closing doors, in GraphQL."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from server import errors as kernel
from server.doors.models import DoorStation
from server.doors.stations import change_station, close_station, open_station

_ANYWAY = "Whether whoever stands there may let in somebody who is not on the list."


@strawberry.input(description="A new door.")
class OpenStationInput:
    event: strawberry.ID = strawberry.field(description="The event, or one instance of a series.")
    name: str = strawberry.field(description="Its name, 1 to 80 characters, such as East door.")
    lets_in_anyway: bool = strawberry.field(default=False, description=_ANYWAY)


@strawberry.input(description="A door as it is to be.")
class ChangeStationInput:
    station: strawberry.ID = strawberry.field(description="Which.")
    name: str = strawberry.field(description="Its name, 1 to 80 characters.")
    lets_in_anyway: bool = strawberry.field(default=False, description=_ANYWAY)


@strawberry.type(description="The door is as you said.")
class StationSuccess:
    id: strawberry.ID = strawberry.field(description="By which `checkIn` and `doorStation` know it.")
    name: str = strawberry.field(description="Its name.")


OpenStationPayload = Annotated[
    StationSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("OpenStationPayload", description="The door, or why there is none."),
]
ChangeStationPayload = Annotated[
    StationSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("ChangeStationPayload", description="The door, or why it is as before."),
]
CloseStationPayload = Annotated[
    StationSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("CloseStationPayload", description="The door, or why it is as before."),
]


@strawberry.type
class StationMutation:
    @strawberry.mutation(description="Open a door of an event. Its organizers may.")
    async def open_station(
        self, info: Info, input: Annotated[OpenStationInput, strawberry.argument(description="The door.")]
    ) -> OpenStationPayload:
        context = info.context
        async with context.database.write() as session:
            station = await open_station(
                session,
                actor=context.actor,
                occurrence_id=known(input.event, "event"),
                name=input.name,
                lets_in_anyway=input.lets_in_anyway,
                now=context.now,
            )
        return as_success(station)

    @strawberry.mutation(description="Rename a door, and say whom its staff may let in. Its event's organizers may.")
    async def change_station(
        self, info: Info, input: Annotated[ChangeStationInput, strawberry.argument(description="The door.")]
    ) -> ChangeStationPayload:
        context = info.context
        async with context.database.write() as session:
            station = await change_station(
                session,
                actor=context.actor,
                station_id=known(input.station, "station"),
                name=input.name,
                lets_in_anyway=input.lets_in_anyway,
            )
        return as_success(station)

    @strawberry.mutation(
        description="Close a door: nobody is checked in there any more, and its link is dead. Its organizers may."
    )
    async def close_station(
        self, info: Info, station: Annotated[strawberry.ID, strawberry.argument(description="Which.")]
    ) -> CloseStationPayload:
        context = info.context
        async with context.database.write() as session:
            key = known(station, "station")
            closed = await close_station(session, actor=context.actor, station_id=key, now=context.now)
        return as_success(closed)


def as_success(station: DoorStation) -> StationSuccess:
    return StationSuccess(id=strawberry.ID(global_id("station", station.id)), name=station.name)


def known(id_: strawberry.ID, type_: str) -> UUID:
    """The key in an id. Raises NotFound."""
    key = key_of(id_, type_)
    if key is None:
        raise kernel.NotFound
    return key
