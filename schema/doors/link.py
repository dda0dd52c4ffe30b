"""Staffing a door by a link, in GraphQL."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.context import Info
from schema.doors.change_stations import StationSuccess, as_success, known
from schema.errors import NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id
from server.doors import link as domain

_STATION = "The door."


@strawberry.type(description="A link by which a door is staffed. Whoever has it may stand there.")
class StationLinkSuccess:
    id: strawberry.ID = strawberry.field(description=_STATION)
    link: str = strawberry.field(description="The address to hand on. It is shown this once; Hallway keeps no copy.")


@strawberry.type(description="The door that a link is for.")
class LinkedStation:
    name: str = strawberry.field(description="The door's name.")
    event_name: str = strawberry.field(description="The event's name.")
    event_slug: str = strawberry.field(description="The event's name in addresses.")
    ends_at: datetime = strawberry.field(description="When the event ends, in UTC; two hours later the link is dead.")
    time_zone: str = strawberry.field(description="The IANA name of the event's time zone.")


MakeStationLinkPayload = Annotated[
    StationLinkSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("MakeStationLinkPayload", description="The link, or why there is none."),
]
WithdrawStationLinkPayload = Annotated[
    StationSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("WithdrawStationLinkPayload", description="The door, or why its link stays."),
]
JoinStationPayload = Annotated[
    StationSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("JoinStationPayload", description="The door, or why you don't stand there."),
]


@strawberry.type
class StationLinkQuery:
    @strawberry.field(description="The door of a link, for whoever has it; null once it is dead.")
    async def linked_station(
        self, info: Info, token: Annotated[str, strawberry.argument(description="The last part of the link.")]
    ) -> LinkedStation | None:
        row = await domain.station_of_link(info.context.database, token=token, now=info.context.now)
        if row is None:
            return None
        return LinkedStation(
            name=row.station,
            event_name=row.event_name,
            event_slug=row.slug,
            ends_at=row.ends_at,
            time_zone=row.time_zone,
        )


@strawberry.type
class StationLinkMutation:
    @strawberry.mutation(
        description="Make a link by which a door is staffed; the one before is dead. The event's organizers may."
    )
    async def make_station_link(
        self, info: Info, station: Annotated[strawberry.ID, strawberry.argument(description=_STATION)]
    ) -> MakeStationLinkPayload:
        context = info.context
        async with context.database.write() as session:
            made = await domain.make_link(session, actor=context.actor, station_id=known(station, "station"))
        return StationLinkSuccess(
            id=strawberry.ID(global_id("station", made.station.id)),
            link=f"{context.settings.base_url}/doors/join/{made.token}",
        )

    @strawberry.mutation(
        description="The link of a door is dead, and who joined by it stands there no more. The organizers may."
    )
    async def withdraw_station_link(
        self, info: Info, station: Annotated[strawberry.ID, strawberry.argument(description=_STATION)]
    ) -> WithdrawStationLinkPayload:
        context = info.context
        async with context.database.write() as session:
            key = known(station, "station")
            found = await domain.withdraw_link(session, actor=context.actor, station_id=key, now=context.now)
        return as_success(found)

    @strawberry.mutation(description="Stand at the door of a link, until two hours after the event.")
    async def join_station(
        self, info: Info, token: Annotated[str, strawberry.argument(description="The last part of the link.")]
    ) -> JoinStationPayload:
        context = info.context
        async with context.database.write() as session:
            found = await domain.join_station(session, actor=context.actor, token=token, now=context.now)
        return as_success(found)
