"""What a booth's team writes about its leads."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.enums import described
from schema.errors import InvalidInput, ScopeMissing, SignInRequired
from schema.leads.batch import LeadEntryBatch, as_entries
from server.errors import Refusal
from server.leads.models import LeadEntryKind
from server.leads.write import MAX_ENTRIES, write_entries

described(
    LeadEntryKind,
    "What an entry of a booth's team says of a lead. Of several that contradict each other, the last written holds.",
    STARS="How promising the colleague finds them: 1 to 5.",
    TAG="A tag, the team's.",
    UNTAG="The tag is taken off again.",
    NOTE="A note; it stays as it is, beside those of others.",
    ANSWER="What they said to one of the organization's questions.",
)


@strawberry.type(description="What became of an entry.")
class LeadEntryResult:
    id: UUID = strawberry.field(description="The id that the device made.")
    kept: bool = strawberry.field(description="Whether it is on disk, be it since before.")
    reason: str | None = strawberry.field(
        description="The refusal's name, such as `LeadUnknown`, with which it can be sent again later; null if kept."
    )
    message: str | None = strawberry.field(
        description="One sentence for a person: what is the matter, and what to do; null if kept."
    )


@strawberry.type(description="Each entry has its answer; those that are kept are on disk.")
class RecordLeadEntriesSuccess:
    results: list[LeadEntryResult] = strawberry.field(description="One for each entry, in the order of the batch.")


RecordLeadEntriesPayload = Annotated[
    RecordLeadEntriesSuccess | SignInRequired | ScopeMissing | InvalidInput,
    strawberry.union("RecordLeadEntriesPayload", description="An answer to each entry, or why none was looked at."),
]


@strawberry.type
class LeadEntryMutation:
    @strawberry.mutation(
        description=(
            f"Rate, tag, note and answer about people whom your booth met: up to {MAX_ENTRIES} entries at once, such as"
            " those that waited while there was no network. The same sent again, in any order, comes to the same. A"
            " program needs SCAN."
        )
    )
    async def record_lead_entries(
        self,
        info: Info,
        batch: Annotated[LeadEntryBatch, strawberry.argument(description="The entries.")],
        sent_at: Annotated[
            datetime | None,
            strawberry.argument(
                description="Now by the device's clock: one that is wrong by more than two minutes is put right by it."
            ),
        ] = None,
    ) -> RecordLeadEntriesPayload:
        context = info.context
        async with context.database.write() as session:
            entries = as_entries(batch, sent_at)
            answers = await write_entries(session, actor=context.actor, entries=entries, now=context.now)
        results = [
            _result(entry.id, answer if isinstance(answer, Refusal) else None)
            for entry, answer in zip(batch, answers, strict=True)
        ]
        return RecordLeadEntriesSuccess(results=results)


def _result(id_: UUID, refusal: Refusal | None) -> LeadEntryResult:
    return LeadEntryResult(
        id=id_,
        kept=refusal is None,
        reason=type(refusal).__name__ if refusal is not None else None,
        message=refusal.message if refusal is not None else None,
    )
