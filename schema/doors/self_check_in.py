"""Checking in oneself by the code on the projector, in GraphQL."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema.attendance.instance import RecurrenceId, Slug, worked_at
from schema.badges.refusals import ScanFromFuture
from schema.context import Info
from schema.doors.change_stations import known
from schema.doors.refusals import (
    CalledOff,
    CheckInConflict,
    CodeNotShown,
    DoorShut,
    NotRegistered,
    OverCapacity,
    TooManyCodesTried,
    Waitlisted,
    WrongDay,
)
from schema.doors.types import CheckInSuccess, as_arrived
from schema.errors import NotFound, ScopeMissing, SignInRequired, as_error
from schema.ids import global_id
from server.badges import qr
from server.doors.code import shown_code
from server.doors.projected import event_of_place, when_i_came
from server.doors.self_check_in import check_in_myself
from server.errors import Refusal
from server.keys import new_key


@strawberry.type(description="What the projector shows for half a minute.")
class SelfCheckInCode:
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="The event's name.")
    code: str = strawberry.field(description="Eight letters and digits, for whoever types.")
    svg: str = strawberry.field(description="The square, as SVG with its light margin.")
    renews_at: datetime = strawberry.field(description="When the next one is shown, in UTC.")


@strawberry.type(description="The event of the square on a projector.")
class EventToCheckIn:
    id: strawberry.ID = strawberry.field(description="The event's, or the instance's: what `checkInMyself` takes.")
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="The event's name.")
    came_at: datetime | None = strawberry.field(description="When you came in, in UTC; null if you have not yet.")


@strawberry.input(description="What you read from the projector.")
class CheckInMyselfInput:
    event: strawberry.ID = strawberry.field(description="The event, or one instance of a series.")
    code: str = strawberry.field(description="The eight letters and digits; case and spaces don't matter.")
    id: UUID | None = strawberry.field(
        default=None, description="Made by your device; the same again is answered as the first time."
    )
    read_at: datetime | None = strawberry.field(
        default=None, description="When you read it, if that was without network, a day ago at most; null: now."
    )


CheckInMyselfPayload = Annotated[
    CheckInSuccess
    | CodeNotShown
    | TooManyCodesTried
    | NotRegistered
    | Waitlisted
    | WrongDay
    | OverCapacity
    | CalledOff
    | DoorShut
    | ScanFromFuture
    | CheckInConflict
    | SignInRequired
    | ScopeMissing
    | NotFound,
    strawberry.union("CheckInMyselfPayload", description="That you are in, or why not."),
]


@strawberry.type
class SelfCheckInQuery:
    @strawberry.field(
        description="The code for the projector, for whoever works at the event; null for others. A new one every 30 s."
    )
    async def self_check_in_code(
        self,
        info: Info,
        slug: Slug,
        recurrence_id: RecurrenceId = None,
    ) -> SelfCheckInCode | None:
        context = info.context
        found = await worked_at(info, slug, recurrence_id)
        if found is None:
            return None
        row, _ = found
        shown = shown_code(context.settings, row.key, context.now)
        svg = qr.svg(shown.address, label=f"QR code to check in: {shown.code}")
        return SelfCheckInCode(slug=row.slug, name=row.name, code=shown.code, svg=svg, renews_at=shown.renews_at)

    @strawberry.field(description="The event of the square on a projector; null where there is none that you may see.")
    async def event_to_check_in(
        self, info: Info, place: Annotated[str, strawberry.argument(description="What the address has after /C/.")]
    ) -> EventToCheckIn | None:
        context = info.context
        row = await event_of_place(context.database, actor=context.actor, place=place, now=context.now)
        if row is None:
            return None
        came_at = await when_i_came(context.database, actor=context.actor, occurrence_id=row.key)
        id_ = strawberry.ID(global_id("event", row.key))
        return EventToCheckIn(id=id_, slug=row.slug, name=row.name, came_at=came_at)


@strawberry.type
class SelfCheckInMutation:
    @strawberry.mutation(
        description=(
            "Check in yourself by the code on the projector: this one, or one of the two before. Ten tries a minute."
        )
    )
    async def check_in_myself(
        self, info: Info, input: Annotated[CheckInMyselfInput, strawberry.argument(description="The code.")]
    ) -> CheckInMyselfPayload:
        context = info.context
        async with context.database.write() as session:
            arrived = await check_in_myself(
                session,
                settings=context.settings,
                actor=context.actor,
                id_=input.id or new_key(),
                occurrence_id=known(input.event, "event"),
                code=input.code,
                read_at=input.read_at,
                now=context.now,
            )
        return as_error(arrived) if isinstance(arrived, Refusal) else as_arrived(arrived)
