"""What an import would bring, as GraphQL shows it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import strawberry

import schema.imports.enums  # noqa: F401  # describes the enums
from server.imports.facts import Fault
from server.imports.plan import Planned
from server.imports.said import ImportedField


@strawberry.type(description="An event that is there, and may be the same.")
class LikelySame:
    name: str = strawberry.field(description="What it is called.")
    slug: str = strawberry.field(description="Its name in addresses.")


@strawberry.type(description="One event of a file, and what would become of it.")
class PlannedEvent:
    uid: str = strawberry.field(description="By which it is known again (RFC 5545 UID).")
    name: str = strawberry.field(description="What it is called there.")
    starts_at: datetime = strawberry.field(description="When it begins, in UTC.")
    time_zone: str = strawberry.field(description="IANA time zone in which its hours are told.")
    all_day: bool = strawberry.field(description="Whether it takes whole days, and no hour is shown.")
    line: int | None = strawberry.field(description="Where it stands in the file; null for one that is gone.")
    changes: list[ImportedField] = strawberry.field(description="What would be changed; empty for a new one.")
    own: list[ImportedField] = strawberry.field(
        description="What was changed here, and stays although the file says otherwise."
    )
    slug: str | None = strawberry.field(description="Of the event that is there; null for a new one.")
    likely: LikelySame | None = strawberry.field(description="The event that is likely the same; null where none is.")


@strawberry.type(description="Events that would fare alike.")
class PlannedEvents:
    planned: strawberry.Private[Sequence[Planned]]
    count: int = strawberry.field(description="How many there are.")

    @strawberry.field(description="The first of them, in the order of the file.")
    def nodes(
        self, first: Annotated[int, strawberry.argument(description="How many, 0 to 500.")] = 50
    ) -> list[PlannedEvent]:
        return [_planned(one) for one in self.planned[: max(0, min(first, 500))]]


@strawberry.type(description="Something to know about a file; the same said of several lines is said once.")
class ImportRemark:
    line: int = strawberry.field(description="Where it is the first time; the file begins with line 1.")
    count: int = strawberry.field(description="Of how many places it holds.")
    reason: str = strawberry.field(description="One sentence.")


def planned_events(planned: Sequence[Planned]) -> PlannedEvents:
    return PlannedEvents(planned=planned, count=len(planned))


def remarks(faults: Sequence[Fault]) -> list[ImportRemark]:
    found: dict[str, ImportRemark] = {}
    for fault in faults:
        remark = found.setdefault(fault.reason, ImportRemark(line=fault.line, count=0, reason=fault.reason))
        remark.count += 1
    return list(found.values())[:500]


def _planned(one: Planned) -> PlannedEvent:
    likely = LikelySame(name=one.twin.name, slug=one.twin.slug) if one.twin else None
    return PlannedEvent(
        uid=one.uid,
        name=one.name,
        starts_at=one.starts_at,
        time_zone=one.time_zone,
        all_day=one.all_day,
        line=one.line,
        changes=list(one.changes),
        own=list(one.own),
        slug=one.slug,
        likely=likely,
    )
