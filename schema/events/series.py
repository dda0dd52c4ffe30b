"""A series and its instances, for those who change it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import strawberry

import schema.events.enums  # noqa: F401  # describes the enums
from schema.campuses.types import Campus, as_campus
from schema.context import Info
from schema.ids import global_id
from server.attendance.tell_of_change import to_be_told
from server.campuses.queries import campuses
from server.events import series as domain
from server.events.models import EventStatus
from server.events.repetition import Repeats, Weekday
from server.events.times import typed_moment
from server.local_time import Fold, typed_local


@strawberry.type(description="One instance of a series, with what would be typed into a form to change it.")
class SeriesInstance:
    recurrence_id: datetime = strawberry.field(description="When the rule has it start, in UTC.")
    starts_at: datetime = strawberry.field(description="When it begins, in UTC.")
    ends_at: datetime = strawberry.field(description="When it is over, in UTC; exclusive.")
    status: EventStatus = strawberry.field(description="Whether it takes place.")
    is_changed: bool = strawberry.field(description="Whether anything about it differs from its series.")
    going_count: int = strawberry.field(description="How many people said that they come.")
    name: str = strawberry.field(description="What it is called.")
    summary: str = strawberry.field(description="One or two sentences; may be empty.")
    description: str = strawberry.field(description="All about it, in Markdown; may be empty.")
    place: strawberry.ID | None = strawberry.field(description="Id of the venue.")
    room: str | None = strawberry.field(description="The room or hall.")
    location_text: str | None = strawberry.field(description="Where it is, in words, if at no venue that is known.")
    typed_starts_at: str = strawberry.field(
        description="Its start as local time of the series, `2026-09-24T18:30`; of whole days `2026-09-24`."
    )
    starts_at_fold: Fold | None = strawberry.field(description="Which one is meant, where that time comes twice.")
    typed_ends_at: str = strawberry.field(description="Its end in the same way; of whole days the last day.")
    ends_at_fold: Fold | None = strawberry.field(description="Which one is meant, where that time comes twice.")


@strawberry.type(description="An event that repeats or could, for those who post for its host.")
class EventSeries:
    key: strawberry.Private[UUID]
    event_slug: strawberry.Private[str]
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="What it is called.")
    time_zone: str = strawberry.field(description="IANA time zone in which its hours stay the same.")
    all_day: bool = strawberry.field(description="Whether it takes whole days.")
    rrule: str | None = strawberry.field(description="How it repeats (RFC 5545 RRULE); null: it takes place once.")
    repeats: Repeats | None = strawberry.field(description="How often; null: by a rule that only `rrule` can say.")
    every: int = strawberry.field(description="Of how many days, weeks or months one is taken.")
    weekdays: list[Weekday] = strawberry.field(description="On which days of the week; of WEEKLY only.")
    until: str | None = strawberry.field(description="Its last local day, `2026-12-18`; null: none is set.")
    times: int | None = strawberry.field(description="How often it takes place in all; null: that is not set.")
    typed_starts_at: str = strawberry.field(
        description="The start of its first instance as local time, `2026-09-24T18:30`; of whole days `2026-09-24`."
    )
    typed_ends_at: str = strawberry.field(description="The end in the same way; of whole days the last day.")

    @strawberry.field(description="Campuses with their places to choose from.")
    async def campuses(self, info: Info) -> list[Campus]:
        return [as_campus(row) for row in await campuses(info.context.database)]

    @strawberry.field(
        description="How many people answered to dates to come; those whose dates are called off or moved are mailed."
    )
    async def told_count(self, info: Info) -> int:
        return await to_be_told(info.context.database, event_id=self.key, now=info.context.now)

    @strawberry.field(description="Its instances in the order of its rule, 60 at most.")
    async def instances(
        self,
        info: Info,
        since: Annotated[
            datetime | None, strawberry.argument(description="From which `recurrenceId` on; null: from now on.")
        ] = None,
    ) -> list[SeriesInstance]:
        context = info.context
        rows = await domain.instances_from(
            context.database, actor=context.actor, slug=self.event_slug, since=since or context.now
        )
        return [_instance(row) for row in rows[: domain.MOST]]

    @strawberry.field(description="The `recurrenceId` of the instance after those, or null where there is none.")
    async def later(
        self,
        info: Info,
        since: Annotated[datetime | None, strawberry.argument(description="As for `instances`.")] = None,
    ) -> datetime | None:
        context = info.context
        rows = await domain.instances_from(
            context.database, actor=context.actor, slug=self.event_slug, since=since or context.now
        )
        return rows[domain.MOST].recurrence_id if len(rows) > domain.MOST else None

    @strawberry.field(description="The instance with this `recurrenceId`, or null.")
    async def instance(
        self,
        info: Info,
        at: Annotated[datetime | None, strawberry.argument(description="Its `recurrenceId`; null: none.")] = None,
    ) -> SeriesInstance | None:
        context = info.context
        if at is None:
            return None
        row = await domain.instance_at(context.database, actor=context.actor, slug=self.event_slug, at=at)
        return _instance(row) if row is not None else None


@strawberry.type
class SeriesQuery:
    @strawberry.field(
        description=(
            "How an event repeats, and its instances. Null for whoever does not post for its host. Scope POST_EVENTS."
        )
    )
    async def event_series(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The event's name in addresses.")]
    ) -> EventSeries | None:
        context = info.context
        found = await domain.event_series(context.database, actor=context.actor, slug=slug)
        if found is None:
            return None
        row: Any = found.event
        repetition = found.repetition
        return EventSeries(
            key=row.id,
            event_slug=row.slug,
            slug=row.slug,
            name=row.name,
            time_zone=row.time_zone,
            all_day=row.all_day,
            rrule=row.rrule,
            repeats=repetition.repeats if repetition else None if row.rrule else Repeats.NEVER,
            every=repetition.every if repetition else 1,
            weekdays=list(repetition.weekdays) if repetition else [],
            until=repetition.until.isoformat() if repetition and repetition.until else None,
            times=repetition.times if repetition else None,
            typed_starts_at=typed_moment(row, "starts_at") or "",
            typed_ends_at=typed_moment(row, "ends_at") or "",
        )


def _instance(row: Any) -> SeriesInstance:
    zone = ZoneInfo(row.time_zone)
    return SeriesInstance(
        **{name: getattr(row, name) for name in ("recurrence_id", "starts_at", "ends_at", "status", "going_count")},
        **{name: getattr(row, name) for name in ("name", "summary", "description", "room", "location_text")},
        place=strawberry.ID(global_id("place", row.place_id)) if row.place_id else None,
        is_changed=row.changed is not None,
        typed_starts_at=typed_moment(row, "starts_at") or "",
        starts_at_fold=typed_local(row.starts_at, zone).fold,
        typed_ends_at=typed_moment(row, "ends_at") or "",
        ends_at_fold=typed_local(row.ends_at, zone).fold,
    )
