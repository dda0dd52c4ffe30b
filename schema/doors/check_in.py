"""Letting somebody in at a door, and taking it back, in GraphQL."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema.badges.refusals import BadgeMalformed, ScanFromFuture, ScanTooOld
from schema.context import Info
from schema.doors.refusals import (
    BadgeEnded,
    BadgeForeign,
    CalledOff,
    CheckInConflict,
    DoorShut,
    NotRegistered,
    OverCapacity,
    Waitlisted,
    WrongDay,
    WrongEvent,
)
from schema.doors.types import CheckInSuccess, as_arrived
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from server import errors as kernel
from server.doors.check_in import check_in
from server.doors.models import CheckInMethod
from server.doors.scan import DoorScan
from server.doors.undo import MAX_UNDONE, undo_check_in, undo_check_ins
from server.keys import new_key


@strawberry.input(description="Somebody at a door. Give `code` or `person`.")
class CheckInInput:
    station: strawberry.ID = strawberry.field(description="The station, which you staff.")
    id: UUID | None = strawberry.field(
        default=None,
        description="Made by your device; the same again is answered as the first time. Null: the server makes one.",
    )
    code: str | None = strawberry.field(default=None, description="The code of a badge, as read or typed.")
    person: strawberry.ID | None = strawberry.field(default=None, description="Who was found by name.")
    scanned_at: datetime | None = strawberry.field(default=None, description="When, by your device; null: now.")
    how: CheckInMethod = strawberry.field(default=CheckInMethod.TYPED, description="How they were found.")
    anyway: bool = strawberry.field(
        default=False, description="Whether you let them in although they are not on the list, where you may."
    )


CheckInPayload = Annotated[
    CheckInSuccess
    | NotRegistered
    | Waitlisted
    | WrongDay
    | WrongEvent
    | OverCapacity
    | CalledOff
    | BadgeEnded
    | BadgeForeign
    | BadgeMalformed
    | DoorShut
    | ScanFromFuture
    | ScanTooOld
    | CheckInConflict
    | SignInRequired
    | ScopeMissing
    | NotFound
    | InvalidInput,
    strawberry.union("CheckInPayload", description="That they are in, or why they were turned away."),
]


@strawberry.type(description="The check-in no longer counts; it stays written down that it was there.")
class UndoCheckInSuccess:
    id: strawberry.ID = strawberry.field(description="As it was given.")


UndoCheckInPayload = Annotated[
    UndoCheckInSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("UndoCheckInPayload", description="That it is undone, or why not."),
]


@strawberry.type(description="The check-ins no longer count, but for those that are listed.")
class UndoCheckInsSuccess:
    refused: list[UUID] = strawberry.field(description="Those that are not there, or not at a station that you staff.")


UndoCheckInsPayload = Annotated[
    UndoCheckInsSuccess | SignInRequired | ScopeMissing | InvalidInput,
    strawberry.union("UndoCheckInsPayload", description="Which are undone, or why none was looked at."),
]


@strawberry.type
class CheckInMutation:
    @strawberry.mutation(description="Let somebody in at a station that you staff, by role or by its link.")
    async def check_in(
        self, info: Info, input: Annotated[CheckInInput, strawberry.argument(description="Whom, and where.")]
    ) -> CheckInPayload:
        context = info.context
        scan = as_door_scan(input, now=context.now)
        async with context.database.write() as session:
            arrived = await check_in(session, actor=context.actor, scan=scan, now=context.now)
        return as_arrived(arrived)

    @strawberry.mutation(
        description="Take a check-in back, at a station that you staff. The second time changes nothing."
    )
    async def undo_check_in(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Which check-in.")]
    ) -> UndoCheckInPayload:
        context = info.context
        key = key_of(id, "check-in")
        if key is None:
            raise kernel.NotFound
        async with context.database.write() as session:
            undone = await undo_check_in(session, actor=context.actor, check_in_id=key, now=context.now)
        return UndoCheckInSuccess(id=strawberry.ID(global_id("check-in", undone.id)))

    @strawberry.mutation(description=f"The same for what waited on a device: up to {MAX_UNDONE} check-ins at once.")
    async def undo_check_ins(
        self, info: Info, ids: Annotated[list[UUID], strawberry.argument(description="The ids that the device made.")]
    ) -> UndoCheckInsPayload:
        context = info.context
        async with context.database.write() as session:
            answers = await undo_check_ins(session, actor=context.actor, ids=ids, now=context.now)
        refused = [id_ for id_, answer in zip(ids, answers, strict=True) if answer is not None]
        return UndoCheckInsSuccess(refused=refused)


def as_door_scan(input: CheckInInput, *, now: datetime) -> DoorScan:
    """Raises NotFound for what is no id of a station or a person."""
    station = key_of(input.station, "station")
    person = key_of(input.person, "person") if input.person else None
    if station is None or (input.person and person is None):
        raise kernel.NotFound
    return DoorScan(
        id=input.id or new_key(),
        station_id=station,
        scanned_at=input.scanned_at or now,
        how=input.how,
        code=input.code or None,
        person_id=person,
        anyway=input.anyway,
    )
