"""What organizers ask those who come, in GraphQL."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Context, Info
from schema.enums import described
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from schema.loaders import loader
from server import errors as kernel
from server.actor import Scope, member_with
from server.attendance.ask import ask_question, remove_question
from server.attendance.models import QuestionKind
from server.attendance.questions import questions
from server.attendance.seats import NOBODY

described(
    QuestionKind,
    "How a question is answered.",
    TEXT="In one’s own words, at most 1,000 characters.",
    CHOICE="With one of its `options`.",
)


@strawberry.type(description="What the organizers of an event ask those who come.")
class EventQuestion:
    id: strawberry.ID = strawberry.field(description="By which to answer or change it.")
    text: str = strawberry.field(description="The question.")
    kind: QuestionKind = strawberry.field(description="How it is answered.")
    options: list[str] = strawberry.field(description="What can be chosen; empty for TEXT.")
    required: bool = strawberry.field(description="Whether nobody comes without an answer.")
    answer: str | None = strawberry.field(description="What you answered. Others’ answers: `eventAttendees`.")


async def load_event_questions(context: Context, event_key: UUID | None) -> list[EventQuestion]:
    """Of an event that is visible to whoever asks. One statement for all events of a request."""
    member = member_with(context.actor, Scope.READ_EVENTS)
    person_id = member.person_id if member is not None else NOBODY

    async def load(keys: Sequence[UUID | None]) -> Mapping[UUID | None, list[EventQuestion]]:
        events = [key for key in keys if key is not None]
        found = await questions(context.database, events, person_id=person_id)
        return {key: [as_question(row) for row in found.get(key, [])] for key in events}

    return await loader(context, "questions", load).load(event_key) or []


def as_question(row: object) -> EventQuestion:
    """From a row of server.attendance.questions."""
    facts = row._mapping  # type: ignore[attr-defined]  # a row, whose columns no type says
    return EventQuestion(
        id=strawberry.ID(global_id("question", facts["id"])),
        text=facts["text"],
        kind=facts["kind"],
        options=[option for option in facts["options"].split("\n") if option],
        required=facts["required"],
        answer=facts["answer"],
    )


@strawberry.input(description="A question to those who come.")
class AskQuestionInput:
    event: strawberry.ID = strawberry.field(description="Of which event; of a series all instances ask it.")
    question: strawberry.ID | None = strawberry.field(
        default=None, description="Which of its questions is changed; null: a new one, the last."
    )
    text: str = strawberry.field(description="The question, at most 300 characters.")
    kind: QuestionKind = strawberry.field(description="How it is answered.")
    options: list[str] | None = strawberry.field(
        default=None, description="What can be chosen, for CHOICE: 2 to 30, as items or as lines of one."
    )
    required: bool = strawberry.field(default=False, description="Whether nobody comes without an answer.")


@strawberry.input(description="A question that is asked no longer.")
class RemoveQuestionInput:
    question: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.type(description="The questions are as you said.")
class QuestionSuccess:
    question: strawberry.ID = strawberry.field(description="The one that was asked, changed or removed.")


AskQuestionPayload = Annotated[
    QuestionSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("AskQuestionPayload", description="What is asked, or why it isn’t."),
]
RemoveQuestionPayload = Annotated[
    QuestionSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("RemoveQuestionPayload", description="What is asked no longer, or why it still is."),
]


@strawberry.type
class QuestionMutation:
    @strawberry.mutation(description="Ask something of those who come, or ask it otherwise. Its organizers may.")
    async def ask_question(
        self, info: Info, input: Annotated[AskQuestionInput, strawberry.argument(description="What, and where.")]
    ) -> AskQuestionPayload:
        context = info.context
        event = key_of(input.event, "event")
        if event is None:
            raise kernel.NotFound
        question = key_of(input.question, "question") if input.question is not None else None
        if input.question is not None and question is None:
            raise kernel.NotFound
        async with context.database.write() as session:
            id_ = await ask_question(
                session,
                actor=context.actor,
                key=event,
                text=input.text,
                kind=input.kind,
                options=input.options or (),
                required=input.required,
                question_id=question,
            )
        return QuestionSuccess(question=strawberry.ID(global_id("question", id_)))

    @strawberry.mutation(description="Ask something no longer; the answers to it go too. Its organizers may.")
    async def remove_question(
        self, info: Info, input: Annotated[RemoveQuestionInput, strawberry.argument(description="Which one.")]
    ) -> RemoveQuestionPayload:
        context = info.context
        question = key_of(input.question, "question")
        if question is None:
            raise kernel.NotFound
        async with context.database.write() as session:
            await remove_question(session, actor=context.actor, question_id=question)
        return QuestionSuccess(question=input.question)
