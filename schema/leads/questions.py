"""What an organization's people ask those whom they meet, in GraphQL."""

from typing import Annotated, Any

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from server import errors
from server.attendance.models import QuestionKind
from server.leads.questions import ask_at_booth, end_question


@strawberry.type(description="What an organization's people ask those whom they meet.")
class LeadQuestion:
    id: strawberry.ID = strawberry.field(description="By which to answer or end it.")
    text: str = strawberry.field(description="The question.")
    kind: QuestionKind = strawberry.field(description="How it is answered.")
    options: list[str] = strawberry.field(description="What can be chosen; empty for TEXT.")
    everywhere: bool = strawberry.field(description="Whether it is asked at every fair; false: at this one.")


def as_question(row: Any) -> LeadQuestion:
    """From a row of server.leads.questions."""
    return LeadQuestion(
        id=strawberry.ID(global_id("lead-question", row.id)),
        text=row.text,
        kind=row.kind,
        options=[option for option in row.options.split("\n") if option],
        everywhere=row.event_id is None,
    )


@strawberry.input(description="A question to those whom a booth meets.")
class AskAtBoothInput:
    booth: strawberry.ID = strawberry.field(description="At which booth.")
    text: str = strawberry.field(description="The question, at most 300 characters.")
    kind: QuestionKind = strawberry.field(description="How it is answered.")
    options: list[str] | None = strawberry.field(
        default=None, description="What can be chosen, for CHOICE: 2 to 30, as items or as lines of one."
    )
    everywhere: bool = strawberry.field(
        default=False, description="Whether all booths of the organization ask it, for whoever recruits for it."
    )


@strawberry.input(description="A question that a booth asks no longer.")
class EndLeadQuestionInput:
    booth: strawberry.ID = strawberry.field(description="At which booth.")
    question: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.type(description="The questions are as you said.")
class LeadQuestionSuccess:
    question: strawberry.ID = strawberry.field(description="The one that is asked, or is no longer.")


AskAtBoothPayload = Annotated[
    LeadQuestionSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("AskAtBoothPayload", description="What is asked, or why it isn’t."),
]
EndLeadQuestionPayload = Annotated[
    LeadQuestionSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("EndLeadQuestionPayload", description="What is asked no longer, or why it still is."),
]


@strawberry.type
class LeadQuestionMutation:
    @strawberry.mutation(description="Ask something of those whom your booth meets. Its team may.")
    async def ask_at_booth(
        self, info: Info, input: Annotated[AskAtBoothInput, strawberry.argument(description="What, and where.")]
    ) -> AskAtBoothPayload:
        context = info.context
        booth = key_of(input.booth, "booth")
        if booth is None:
            raise errors.NotFound
        async with context.database.write() as session:
            id_ = await ask_at_booth(
                session,
                actor=context.actor,
                booth_id=booth,
                text=input.text,
                kind=input.kind,
                options=input.options or (),
                everywhere=input.everywhere,
            )
        return LeadQuestionSuccess(question=strawberry.ID(global_id("lead-question", id_)))

    @strawberry.mutation(description="Ask something no longer; what was answered stays. Its team may.")
    async def end_lead_question(
        self, info: Info, input: Annotated[EndLeadQuestionInput, strawberry.argument(description="Which one.")]
    ) -> EndLeadQuestionPayload:
        context = info.context
        booth, question = key_of(input.booth, "booth"), key_of(input.question, "lead-question")
        if booth is None or question is None:
            raise errors.NotFound
        async with context.database.write() as session:
            await end_question(session, actor=context.actor, booth_id=booth, question_id=question, now=context.now)
        return LeadQuestionSuccess(question=input.question)
