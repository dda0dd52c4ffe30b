"""Writing one thing about a lead."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired
from schema.ids import key_of
from server import errors
from server.leads.entry import Entry
from server.leads.errors import LeadUnknown
from server.leads.models import LeadEntryKind
from server.leads.write import write_entries


@strawberry.input(description="One thing about a lead.")
class WriteAboutLeadInput:
    id: UUID = strawberry.field(description="New for each; the same sent again is harmless.")
    lead: strawberry.ID = strawberry.field(description="About whom.")
    kind: LeadEntryKind = strawberry.field(description="What it says.")
    stars: int | None = strawberry.field(default=None, description="1 to 5, for STARS.")
    text: str | None = strawberry.field(
        default=None, description="The tag, note or answer; an empty answer takes back."
    )
    question: strawberry.ID | None = strawberry.field(default=None, description="Which question, for ANSWER.")


@strawberry.type(description="It is on disk, and your team sees it.")
class WriteAboutLeadSuccess:
    lead: strawberry.ID = strawberry.field(description="About whom.")


WriteAboutLeadPayload = Annotated[
    WriteAboutLeadSuccess | SignInRequired | ScopeMissing | NotFound | InvalidInput,
    strawberry.union("WriteAboutLeadPayload", description="That it is kept, or why not."),
]


@strawberry.type
class WriteAboutLeadMutation:
    @strawberry.mutation(
        description="Rate, tag, note or answer about one lead; many at once: `recordLeadEntries`. A program needs SCAN."
    )
    async def write_about_lead(
        self, info: Info, input: Annotated[WriteAboutLeadInput, strawberry.argument(description="What, of whom.")]
    ) -> WriteAboutLeadPayload:
        context = info.context
        lead = key_of(input.lead, "lead")
        question = key_of(input.question, "lead-question") if input.question is not None else None
        if lead is None or (input.question is not None and question is None):
            raise errors.NotFound
        entry = Entry(input.id, lead, input.kind, context.now, input.stars, input.text, question)
        async with context.database.write() as session:
            (answer,) = await write_entries(session, actor=context.actor, entries=[entry], now=context.now)
        if isinstance(answer, LeadUnknown):
            raise errors.NotFound
        if isinstance(answer, errors.InvalidInput):
            raise answer
        return WriteAboutLeadSuccess(lead=input.lead)
