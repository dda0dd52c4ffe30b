"""Many check-ins as one scalar, such as those that waited while there was no network, in GraphQL."""

from datetime import datetime
from typing import Annotated, Any, NewType
from uuid import UUID

import msgspec
import strawberry
from graphql import GraphQLError

import schema.doors.types  # noqa: F401  # describes the enums
from schema.context import Info
from schema.errors import InvalidInput, ScopeMissing, SignInRequired
from schema.ids import key_of
from server.doors.check_in import MAX_CHECK_INS
from server.doors.decide import Answer, Arrived
from server.doors.models import CheckInMethod, Doubt
from server.doors.scan import DoorScan
from server.doors.send import OwnCheckIn, send_check_ins
from server.errors import NotFound, Refusal


class BatchedCheckIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """One check-in, in the spelling of `CheckInInput`."""

    id: UUID
    scanned_at: Annotated[datetime, msgspec.Meta(tz=True)]
    how: CheckInMethod
    station: str | None = None
    event: str | None = None
    code: str | None = None
    person: str | None = None


CheckInBatch = NewType("CheckInBatch", list[BatchedCheckIn])


def read_check_ins(value: Any) -> list[BatchedCheckIn]:
    """Raises GraphQLError, which says which check-in holds what it shouldn't."""
    try:
        return msgspec.convert(value, list[BatchedCheckIn])
    except msgspec.ValidationError as fault:
        raise GraphQLError(f"This batch can't be read: {fault}.") from fault


CHECK_IN_BATCH = strawberry.scalar(
    name="CheckInBatch",
    description=(
        f'A list of at most {MAX_CHECK_INS} objects: `[{{"id": UUID, "station": ID, "scannedAt": RFC 3339, "how": one'
        ' of `CheckInMethod`, "code": text or null, "person": ID or null}]`. Your own by a projector\'s code has'
        " `event` instead of `station`, and `how` is SELF. Give it as a variable."
    ),
    parse_value=read_check_ins,
)


@strawberry.type(description="What became of one check-in of a batch.")
class RecordedCheckIn:
    id: UUID = strawberry.field(description="The id that the device made.")
    kept: bool = strawberry.field(description="Whether it is on disk. What is not, never will be: don't send it again.")
    reason: str | None = strawberry.field(
        description="Where it is not kept, the type with which `checkIn` would answer, such as `BadgeForeign`."
    )
    message: str | None = strawberry.field(description="Where it is not kept, one sentence for a person.")
    name: str | None = strawberry.field(description="Who came in; null where it is not kept.")
    doubt: Doubt | None = strawberry.field(description="Why they would have been turned away, had anybody known.")
    first_at: datetime | None = strawberry.field(
        description="When they had come in before, in UTC; null for the first time."
    )
    first_station: str | None = strawberry.field(description="At which station that was; null as `firstAt`.")


@strawberry.type(description="Each check-in has its answer; those that are kept are on disk.")
class RecordCheckInsSuccess:
    results: list[RecordedCheckIn] = strawberry.field(description="One for each, in the order of the batch.")


RecordCheckInsPayload = Annotated[
    RecordCheckInsSuccess | SignInRequired | ScopeMissing | InvalidInput,
    strawberry.union("RecordCheckInsPayload", description="An answer to each check-in, or why none was looked at."),
]


@strawberry.type
class RecordCheckInsMutation:
    @strawberry.mutation(
        description=(
            f"Check-ins that waited on a device, {MAX_CHECK_INS} at most. Whoever came is in: a list or a room that was"
            " full is a doubt for the organizer, and refuses nobody. Doors may send in any order."
        )
    )
    async def record_check_ins(
        self,
        info: Info,
        batch: Annotated[CheckInBatch, strawberry.argument(description="The check-ins.")],
        sent_at: Annotated[
            datetime | None,
            strawberry.argument(
                description="Now by the device's clock: one that is wrong by more than two minutes is put right by it."
            ),
        ] = None,
    ) -> RecordCheckInsPayload:
        context = info.context
        items = [_as_item(item, sent_at) for item in batch]
        async with context.database.write() as session:
            answers = await send_check_ins(
                session, settings=context.settings, actor=context.actor, items=items, now=context.now
            )
        results = [_as_recorded(item.id, answer) for item, answer in zip(batch, answers, strict=True)]
        return RecordCheckInsSuccess(results=results)


def _as_item(item: BatchedCheckIn, sent_at: datetime | None) -> DoorScan | OwnCheckIn | Refusal:
    if item.how is CheckInMethod.SELF:
        event = key_of(item.event or "", "event")
        if event is None:
            return NotFound()
        return OwnCheckIn(item.id, event, item.code or "", item.scanned_at, sent_at)
    station = key_of(item.station or "", "station")
    person = key_of(item.person, "person") if item.person is not None else None
    if station is None or (item.person is not None and person is None):
        return NotFound()
    return DoorScan(item.id, station, item.scanned_at, item.how, item.code, person, sent_at=sent_at)


def _as_recorded(id_: UUID, answer: Answer) -> RecordedCheckIn:
    arrived = answer if isinstance(answer, Arrived) else None
    return RecordedCheckIn(
        id=id_,
        kept=arrived is not None,
        reason=type(answer).__name__ if isinstance(answer, Refusal) else None,
        message=answer.message if isinstance(answer, Refusal) else None,
        name=arrived.name if arrived else None,
        doubt=arrived.doubt if arrived else None,
        first_at=arrived.first_at if arrived else None,
        first_station=arrived.first_station if arrived and arrived.first_at else None,
    )
