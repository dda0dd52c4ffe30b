"""Days with what is on, for calendars that show a month or a week."""

import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import strawberry

from schema.context import Context, Info
from schema.events.filters import EventFilter, as_filter, narrowings_of
from schema.events.types import Event
from schema.selection import selected
from server.actor import Scope, member_with
from server.campuses.queries import campuses, time_zone_of
from server.errors import FieldError, InvalidInput
from server.events.days import days


@strawberry.type(description="One day, and what starts on it.")
class EventDay:
    keys: strawberry.Private[list[UUID]]
    date: datetime.date = strawberry.field(description="The day.")
    count: int = strawberry.field(description="How many published events start on it.")

    @strawberry.field(description="The first three of them, by start.")
    async def events(self, info: Info) -> list[Event]:
        from schema.events.queries import load_event  # which stands above

        found = [await load_event(info.context, key) for key in self.keys]
        return [event for event in found if event is not None]


@strawberry.type(description="Days in a row, as one time zone has them.")
class EventDays:
    time_zone: str = strawberry.field(description="IANA time zone by which it is told when a day begins.")
    today: datetime.date = strawberry.field(description="Which day it is there now.")
    days: list[EventDay] = strawberry.field(description="The days that were asked for, in order.")


@strawberry.type
class EventDayQuery:
    @strawberry.field(
        description=(
            "A month of published events, day by day. Dates in the filter don't count; of more than 5,000 events that"
            " a text finds the first are counted."
        )
    )
    async def event_month(
        self,
        info: Info,
        month: Annotated[str | None, strawberry.argument(description="Such as `2026-09`; null: this month.")] = None,
        filter: Annotated[EventFilter | None, strawberry.argument(description="Which ones; null: all.")] = None,
    ) -> EventDays:
        context, zone = info.context, await _zone(info.context, filter)
        first = read_day(f"{month}-01", "month") if month else _today(context, zone).replace(day=1)
        after = (first + datetime.timedelta(days=31)).replace(day=1)
        return await _days(info, zone, first, (after - first).days, filter)

    @strawberry.field(description="A week of published events from Monday on, as `eventMonth` gives a month.")
    async def event_week(
        self,
        info: Info,
        day: Annotated[str | None, strawberry.argument(description="Any of its days; null: today.")] = None,
        filter: Annotated[EventFilter | None, strawberry.argument(description="Which ones; null: all.")] = None,
    ) -> EventDays:
        context, zone = info.context, await _zone(info.context, filter)
        any_ = read_day(day, "day") if day else _today(context, zone)
        return await _days(info, zone, any_ - datetime.timedelta(days=any_.weekday()), 7, filter)


def read_day(text: str, field: str) -> datetime.date:
    """Raises InvalidInput for what is no day between the years 1900 and 2999."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = datetime.date.min
    if not 1900 <= day.year < 3000:
        raise InvalidInput(FieldError((field,), "Write it with year and month first, such as 2026-09."))
    return day


async def _days(info: Info, zone: ZoneInfo, since: datetime.date, count: int, filter_: EventFilter | None) -> EventDays:
    context = info.context
    found = await days(
        context.database,
        actor=context.actor,
        since=since,
        count=count,
        zone=zone,
        filter=as_filter(filter_),
        narrowings=narrowings_of(filter_, context.actor),
        which="days__events" in selected(info),
    )
    return EventDays(
        time_zone=zone.key,
        today=_today(context, zone),
        days=[EventDay(keys=day.first, date=day.date, count=day.count) for day in found],
    )


async def _zone(context: Context, filter_: EventFilter | None) -> ZoneInfo:
    """That of the campus which is asked for, else the viewer's, else the first campus's."""
    known = await campuses(context.database)
    of_campus = [row.time_zone for row in known if filter_ is not None and row.slug == filter_.campus]
    member = member_with(context.actor, Scope.READ_EVENTS)
    of_viewer = [await time_zone_of(context.database, member.person_id)] if member and not of_campus else []
    return ZoneInfo([*of_campus, *of_viewer, *(row.time_zone for row in known), "UTC"][0])


def _today(context: Context, zone: ZoneInfo) -> datetime.date:
    return context.now.astimezone(zone).date()
