"""Many entries as one scalar, decoded by msgspec, as scans are."""

from datetime import datetime
from typing import Annotated, Any, NewType
from uuid import UUID

import msgspec
import strawberry
from graphql import GraphQLError

from schema.ids import key_of
from server.errors import FieldError, InvalidInput, Refusal
from server.leads.entry import MAX_NOTE, MAX_TAG, Entry
from server.leads.models import LeadEntryKind
from server.leads.write import MAX_ENTRIES


class BatchedEntry(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """One entry."""

    id: UUID
    encounter_id: UUID
    kind: LeadEntryKind
    written_at: Annotated[datetime, msgspec.Meta(tz=True)]
    stars: int | None = None
    text: str | None = None
    question: str | None = None


LeadEntryBatch = NewType("LeadEntryBatch", list[BatchedEntry])


def read_batch(value: Any) -> list[BatchedEntry]:
    """Raises GraphQLError, which says which entry holds what it shouldn't."""
    try:
        return msgspec.convert(value, list[BatchedEntry])
    except msgspec.ValidationError as fault:
        raise GraphQLError(f"This batch can't be read: {fault}.") from fault


def as_entries(batch: list[BatchedEntry], sent_at: datetime | None) -> list[Entry | Refusal]:
    return [_as_entry(entry, sent_at) for entry in batch]


def _as_entry(given: BatchedEntry, sent_at: datetime | None) -> Entry | Refusal:
    question = key_of(given.question, "lead-question") if given.question is not None else None
    if given.question is not None and question is None:
        return InvalidInput(FieldError(("question",), "Your organization asks no such question. Load the page again."))
    said = (given.kind, given.written_at, given.stars, given.text, question)
    return Entry(given.id, given.encounter_id, *said, sent_at)


LEAD_ENTRY_BATCH = strawberry.scalar(
    name="LeadEntryBatch",
    description=(
        f'A list of at most {MAX_ENTRIES} objects: `[{{"id": UUID made by the device, "encounterId": the UUID of a scan'
        ' of the person at the booth, "kind": one of `LeadEntryKind`, "writtenAt": RFC 3339, "stars": 1 to 5 for STARS,'
        f' "text": for TAG and UNTAG at most {MAX_TAG} characters, for NOTE and ANSWER {MAX_NOTE}, "question": ID for'
        " ANSWER}]`. An empty answer takes one back. Give it as a variable."
    ),
    parse_value=read_batch,
)
