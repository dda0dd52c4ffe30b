"""A file between its preview and its import."""

import strawberry

from schema.ids import global_id
from schema.imports.types import ImportRemark, PlannedEvents, planned_events, remarks
from server.imports.answer import CHOICES
from server.imports.preview import Preview


@strawberry.type(description="What a file would bring if it were imported now. It is kept for a day.")
class ImportDraft:
    id: strawberry.ID = strawberry.field(description="To answer what it asks, and to import it.")
    name: str = strawberry.field(description="Of the file.")
    events: int = strawberry.field(description="How many events were understood, instances of series too.")
    new: PlannedEvents = strawberry.field(description="Those that would be added.")
    duplicates: PlannedEvents = strawberry.field(
        description="New ones that are likely there already. They come in only if `importEvents` names them."
    )
    changed: PlannedEvents = strawberry.field(description="Those that came in before, and differ now.")
    same: int = strawberry.field(description="How many are as they were.")
    ours: PlannedEvents = strawberry.field(description="Those that were made here: no file changes them.")
    gone: PlannedEvents = strawberry.field(
        description="Those that came by file before, are still to come, and are not in this file."
    )
    refused: list[ImportRemark] = strawberry.field(description="What can't be taken, by line; at most 500.")
    notes: list[ImportRemark] = strawberry.field(description="What was repaired or assumed, by line; at most 500.")
    unknown_zones: list[str] = strawberry.field(
        description="Names of time zones that nobody knows. Their events are refused until `answerImport` says more."
    )
    zone: str = strawberry.field(description="IANA time zone in which times are read that have none.")
    is_zone_assumed: bool = strawberry.field(
        description="Whether some times have no time zone, and nobody said yet which one they are in."
    )
    zone_choices: list[str] = strawberry.field(description="IANA time zones to choose from; others are taken as well.")


def as_draft(seen: Preview) -> ImportDraft:
    made, found = seen.plan, seen.found
    return ImportDraft(
        id=strawberry.ID(global_id("import", seen.draft.id)),
        name=seen.draft.name,
        events=found.events,
        new=planned_events(made.new),
        duplicates=planned_events(made.duplicates),
        changed=planned_events(made.changed),
        same=made.same,
        ours=planned_events(made.ours),
        gone=planned_events(made.gone),
        refused=remarks(found.all_refused),
        notes=remarks(found.notes),
        unknown_zones=found.unknown_zones,
        zone=seen.answers.zone or seen.host.zone.key,
        is_zone_assumed=found.floating and seen.answers.zone is None,
        zone_choices=list(CHOICES),
    )
