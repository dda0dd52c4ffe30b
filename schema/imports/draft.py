"""A file between its preview and its import."""

from dataclasses import asdict

import strawberry

import schema.imports.enums  # noqa: F401  # describes the enums
from schema.ids import global_id
from schema.imports.types import ImportRemark, PlannedEvents, planned_events, remarks
from server.imports import preview
from server.imports.map_columns import SAMPLE, Asked, asked_of
from server.imports.preview import Preview
from server.imports.table_dates import DateOrder
from server.imports.table_fields import TableField


@strawberry.type(description="How many events of a file became what.")
class BroughtIn:
    new: int = strawberry.field(description="How many were added.")
    changed: int = strawberry.field(description="How many were changed.")
    same: int = strawberry.field(description="How many stayed as they were.")
    cancelled: int = strawberry.field(description="How many were called off since the file no longer has them.")
    skipped: int = strawberry.field(description="How many were left out since they are likely there already.")
    refused: int = strawberry.field(description="How many could not be taken.")


@strawberry.type(description="One column of a table, and what it holds.")
class ImportColumn:
    field: TableField = strawberry.field(description="What it holds.")
    heading: str = strawberry.field(description="Its heading.")


@strawberry.type(description="A table, and what is to be said about it: see `mapImportColumns`.")
class ImportTable:
    headings: list[str] = strawberry.field(description="Those of all columns.")
    sample: list[list[str]] = strawberry.field(description="Its first rows, five at most.")
    rows: int = strawberry.field(description="How many rows have any content.")
    encoding: str = strawberry.field(description="As what its letters were read: `UTF-8` or `Windows-1252`.")
    columns: list[ImportColumn] = strawberry.field(description="What was said, or can be guessed from the headings.")
    dates: DateOrder | None = strawberry.field(
        description="How its dates are written: as was said, or the only way they can be read; null where that is open."
    )
    is_answered: bool = strawberry.field(description="Whether somebody said it. Before that, nothing is imported.")


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
    table: ImportTable | None = strawberry.field(description="What is asked about a table; null for other files.")
    done: BroughtIn | None = strawberry.field(
        description="How it went, once it was imported; the rest is empty then. Null before."
    )
    is_followed: bool = strawberry.field(description="Whether it is of an address, which is asked again from then on.")
    zone: str = strawberry.field(description="IANA time zone in which times are read that have none.")
    is_zone_assumed: bool = strawberry.field(
        description="Whether some times have no time zone, and nobody said yet which one they are in."
    )


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
        table=_table(asked_of(seen.draft)),
        done=as_done(seen.done) if seen.done else None,
        is_followed=seen.draft.sealed is not None,
    )


def _table(asked: Asked | None) -> ImportTable | None:
    if asked is None:
        return None
    return ImportTable(
        headings=list(asked.file.headings),
        sample=[list(row) for _, row in asked.file.rows[:SAMPLE]],
        rows=len(asked.file.rows),
        encoding=asked.file.encoding,
        columns=[ImportColumn(field=field, heading=heading) for field, heading in asked.columns.items()],
        dates=asked.dates,
        is_answered=asked.answered,
    )


def as_done(done: preview.BroughtIn) -> BroughtIn:
    return BroughtIn(**asdict(done))
