"""What organizers do for those who come, in GraphQL."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema.attendance.rsvp import RsvpClosed
from schema.context import Info
from schema.errors import (
    InvalidInput,
    NotFound,
    NotPermitted,
    ScopeMissing,
    SignInRequired,
    UserError,
    answers,
)
from schema.ids import key_of
from server import errors as kernel
from server.attendance import errors
from server.attendance.by_hand import give_place, take_place
from server.attendance.let_in import let_in
from server.attendance.write_to import write_to_attendees

_EVENT = "The event, or one instance of a series."


@strawberry.input(description="Somebody whose place is given or taken.")
class PlaceInput:
    event: strawberry.ID = strawberry.field(description=_EVENT)
    person: strawberry.ID = strawberry.field(description="Who, by `personId`.")


@strawberry.input(description="Somebody who may come although the event is for others.")
class LetInInput:
    event: strawberry.ID = strawberry.field(description=_EVENT)
    email: str = strawberry.field(description="The address of their account.")


@strawberry.input(description="A message to those who come.")
class WriteToAttendeesInput:
    event: strawberry.ID = strawberry.field(description=_EVENT)
    message: str = strawberry.field(description="Plain text of 1 to 5,000 characters.")
    waiting_too: bool = strawberry.field(default=False, description="Whether it goes to those who wait, too.")


@strawberry.type(description="The list is as you said, and they are told by mail.")
class PlaceSuccess:
    event: strawberry.ID = strawberry.field(description="As it was given.")


@strawberry.type(description="The mail is on its way.")
class ToldSuccess:
    sent: int | None = strawberry.field(
        description="To how many; null where only whoever reads it may know whether there is anybody."
    )


@answers(errors.EventFull)
@strawberry.type(description="All places are taken.")
class EventFull(UserError):
    capacity: int = strawberry.field(description="How many there are.")


@answers(errors.TooManyMessages)
@strawberry.type(description="Enough was written for a day.")
class TooManyMessages(UserError):
    retry_at: datetime = strawberry.field(description="When it can go on, in UTC.")


GivePlacePayload = Annotated[
    PlaceSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | RsvpClosed | EventFull,
    strawberry.union("GivePlacePayload", description="That they have a place, or why not."),
]
TakePlacePayload = Annotated[
    PlaceSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | RsvpClosed,
    strawberry.union("TakePlacePayload", description="That they are off the list, or why not."),
]
LetInPayload = Annotated[
    ToldSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput | TooManyMessages,
    strawberry.union("LetInPayload", description="That they may come, or why not."),
]
WriteToAttendeesPayload = Annotated[
    ToldSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput | TooManyMessages,
    strawberry.union("WriteToAttendeesPayload", description="To how many it went, or why to nobody."),
]


@strawberry.type
class OrganizeMutation:
    @strawberry.mutation(description="Give a free place to somebody who waits, before others. Its organizers may.")
    async def give_place(
        self, info: Info, input: Annotated[PlaceInput, strawberry.argument(description="Whom.")]
    ) -> GivePlacePayload:
        context = info.context
        async with context.database.write() as session:
            await give_place(
                session,
                settings=context.settings,
                actor=context.actor,
                occurrence_id=_key(input.event, "event"),
                person_id=_key(input.person, "person"),
                now=context.now,
            )
        return PlaceSuccess(event=input.event)

    @strawberry.mutation(description="Take somebody off the list; the next in line gets the place. Its organizers may.")
    async def take_place(
        self, info: Info, input: Annotated[PlaceInput, strawberry.argument(description="Whom.")]
    ) -> TakePlacePayload:
        context = info.context
        async with context.database.write() as session:
            await take_place(
                session,
                settings=context.settings,
                actor=context.actor,
                occurrence_id=_key(input.event, "event"),
                person_id=_key(input.person, "person"),
                now=context.now,
            )
        return PlaceSuccess(event=input.event)

    @strawberry.mutation(description="Let somebody answer for an event that is for others. Its organizers may.")
    async def let_in(
        self, info: Info, input: Annotated[LetInInput, strawberry.argument(description="Whom.")]
    ) -> LetInPayload:
        context = info.context
        async with context.database.write() as session:
            await let_in(
                session,
                settings=context.settings,
                actor=context.actor,
                occurrence_id=_key(input.event, "event"),
                email=input.email,
                now=context.now,
            )
        return ToldSuccess(sent=None)

    @strawberry.mutation(
        description="Write to all who come, by mail; nobody sees an address. Five times a day. Its organizers may."
    )
    async def write_to_attendees(
        self, info: Info, input: Annotated[WriteToAttendeesInput, strawberry.argument(description="What.")]
    ) -> WriteToAttendeesPayload:
        context = info.context
        async with context.database.write() as session:
            sent = await write_to_attendees(
                session,
                settings=context.settings,
                actor=context.actor,
                occurrence_id=_key(input.event, "event"),
                message=input.message,
                waiting_too=input.waiting_too,
                now=context.now,
            )
        return ToldSuccess(sent=sent)


def _key(id_: strawberry.ID, type_: str) -> UUID:
    key = key_of(id_, type_)
    if key is None:
        raise kernel.NotFound
    return key
