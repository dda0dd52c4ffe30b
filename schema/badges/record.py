"""Recording many scans at once."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.badges.batch import EncounterBatch, as_scans
from schema.badges.refusals import Busy
from schema.badges.scan import ScanBadgeInput, ScanBadgePayload, as_scan, as_success
from schema.context import Info
from schema.errors import InvalidInput, ScopeMissing, SignInRequired, as_error
from server.badges.send import MAX_SCANS, send_scans
from server.errors import Refusal


@strawberry.input(description="Scans that waited on a device.")
class RecordEncountersInput:
    encounters: list[ScanBadgeInput] = strawberry.field(description=f"At most {MAX_SCANS}.")


@strawberry.type(description="Each scan has its answer; those that are kept are on disk.")
class RecordEncountersSuccess:
    results: list[ScanBadgePayload] = strawberry.field(description="One for each scan, in the order of the input.")


RecordEncountersPayload = Annotated[
    RecordEncountersSuccess | SignInRequired | ScopeMissing | InvalidInput | Busy,
    strawberry.union("RecordEncountersPayload", description="An answer to each scan, or why none was looked at."),
]


@strawberry.type(description="A scan of a batch that was not kept.")
class RefusedEncounter:
    id: UUID = strawberry.field(description="The id that the device made.")
    reason: str = strawberry.field(
        description="The name of the type with which `scanBadge` would answer, such as `BadgeUnknown`."
    )
    message: str = strawberry.field(description="One sentence for a person: what is the matter, and what to do.")


@strawberry.type(description="The scans of a batch are on disk, but for those that are listed as refused.")
class RecordEncounterBatchSuccess:
    saved: int = strawberry.field(description="How many are kept, also those that were kept before.")
    refused: list[RefusedEncounter] = strawberry.field(description="The others, in the order of the batch.")
    results: list[ScanBadgePayload] | None = strawberry.field(
        default=None, description="With `inFull`, what `scanBadge` would answer to each, in the order of the batch."
    )


RecordEncounterBatchPayload = Annotated[
    RecordEncounterBatchSuccess | SignInRequired | ScopeMissing | InvalidInput | Busy,
    strawberry.union("RecordEncounterBatchPayload", description="What was refused, or why none was looked at."),
]


@strawberry.type
class RecordMutation:
    @strawberry.mutation(
        description=(
            f"Scan up to {MAX_SCANS} badges at once, such as those that waited while there was no network. Each is"
            " decided by itself, by the rules of `scanBadge`."
        )
    )
    async def record_encounters(
        self, info: Info, input: Annotated[RecordEncountersInput, strawberry.argument(description="The scans.")]
    ) -> RecordEncountersPayload:
        context = info.context
        answers = await send_scans(
            context.resources.encounters,
            actor=context.actor,
            now=context.now,
            scans=[as_scan(scan) for scan in input.encounters],
        )
        results = [_payload(answer) for answer in answers]
        return RecordEncountersSuccess(results=results)

    @strawberry.mutation(
        description=(
            f"The same for a gate that scans much: up to {MAX_SCANS} scans as one value, several times cheaper,"
            " and an answer only to those that are refused."
        )
    )
    async def record_encounter_batch(
        self,
        info: Info,
        batch: Annotated[EncounterBatch, strawberry.argument(description="The scans.")],
        sent_at: Annotated[
            datetime | None,
            strawberry.argument(
                description="Now by the device's clock: one that is wrong by more than two minutes is put right by it."
            ),
        ] = None,
        in_full: Annotated[
            bool, strawberry.argument(description="Whether `results` are wanted; they cost what a few scans do.")
        ] = False,
    ) -> RecordEncounterBatchPayload:
        context = info.context
        answers = await send_scans(
            context.resources.encounters,
            actor=context.actor,
            now=context.now,
            scans=as_scans(batch, sent_at),
            in_full=in_full,
        )
        refused = [
            RefusedEncounter(id=scan.id, reason=type(answer).__name__, message=answer.message)
            for scan, answer in zip(batch, answers, strict=True)
            if isinstance(answer, Refusal)
        ]
        results = [_payload(answer) for answer in answers] if in_full else None
        return RecordEncounterBatchSuccess(saved=len(answers) - len(refused), refused=refused, results=results)


def _payload(answer: Any) -> Any:
    return as_error(answer) if isinstance(answer, Refusal) else as_success(answer)
