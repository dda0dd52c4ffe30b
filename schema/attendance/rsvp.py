"""Saying whether one comes."""

from datetime import datetime
from typing import Annotated

import strawberry

import schema.attendance.types  # noqa: F401  # describes the enums
from schema.context import Info
from schema.enums import described
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired, UserError, answers
from schema.events.queries import load_event
from schema.events.types import Event
from schema.ids import key_of
from server import errors as kernel
from server.attendance import errors
from server.attendance.errors import WhyClosed
from server.attendance.rsvp import Rsvp, rsvp
from server.attendance.seats import NOBODY

described(
    Rsvp,
    "What somebody answers.",
    GOING="I come; where all places are taken, I wait for one.",
    INTERESTED="I may come; keep it in my agenda.",
    NOT_GOING="I don’t come; whatever place I had is free again.",
)


@strawberry.input(description="What you answer to a question of the organizers.")
class AnswerInput:
    question: strawberry.ID = strawberry.field(description="Which one of the event's `questions`.")
    text: str | None = strawberry.field(default=None, description="The answer; null takes it back.")


@strawberry.input(description="An answer.")
class RsvpInput:
    event: strawberry.ID = strawberry.field(description="The event, or one instance of a series.")
    answer: Rsvp = strawberry.field(description="Whether you come.")
    all_to_come: bool = strawberry.field(
        default=False, description="Also for all instances of the series that start later, as far as they take answers."
    )
    seen_by_met: bool = strawberry.field(
        default=False, description="Whether those whom you have met may see that you come."
    )
    answers: list[AnswerInput] | None = strawberry.field(
        default=None,
        description="To the questions of the organizers, where you come; what is not named stays as it was.",
    )


@strawberry.type(description="Your answer is kept. The organizers see your name with it.")
class RsvpSuccess:
    event: Event | None = strawberry.field(
        description="The event as it is now, with `viewerAttendance`; null for a program that may not see it."
    )
    changed: int = strawberry.field(description="For how many instances your answer is another than before.")


@answers(errors.RsvpClosed)
@strawberry.type(description="The event takes no such answer now.")
class RsvpClosed(UserError):
    why: WhyClosed = strawberry.field(description="What stands against it.")
    opens_at: datetime | None = strawberry.field(description="When it takes answers, in UTC, where that is the reason.")


@answers(errors.NotEligible)
@strawberry.type(description="The event is for others; `message` says for whom, and what your card says.")
class NotEligible(UserError):
    pass


RsvpPayload = Annotated[
    RsvpSuccess | SignInRequired | ScopeMissing | NotFound | RsvpClosed | NotEligible | InvalidInput,
    strawberry.union("RsvpPayload", description="What became of the answer, or why it isn’t kept."),
]


@strawberry.type
class RsvpMutation:
    @strawberry.mutation(description="Say whether you come to an event. The organizers see your name with your answer.")
    async def rsvp(
        self, info: Info, input: Annotated[RsvpInput, strawberry.argument(description="Where, and what.")]
    ) -> RsvpPayload:
        context = info.context
        key = key_of(input.event, "event")
        if key is None:
            raise kernel.NotFound
        async with context.database.write() as session:
            changed = await rsvp(
                session,
                settings=context.settings,
                actor=context.actor,
                occurrence_id=key,
                answer=input.answer,
                all_to_come=input.all_to_come,
                seen_by_met=input.seen_by_met,
                answers=[(key_of(a.question, "question") or NOBODY, a.text) for a in input.answers or ()],
                now=context.now,
            )
        context.loaders.pop("event", None)  # an earlier mutation of the same request may have read it
        return RsvpSuccess(event=await load_event(context, key), changed=changed)
