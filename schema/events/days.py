"""Days with what is on, for calendars that show a month or a week."""

import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.context import Info
from schema.events.filters import EventFilter, as_filter, narrowings_of
from schema.events.types import Event
from schema.selection import selected
from server.events import glance
from server.events.glance import Glance


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
        return _glance(await glance.month(month=month, **_asked(info, filter)))

    @strawberry.field(description="A week of published events from Monday on, as `eventMonth` gives a month.")
    async def event_week(
        self,
        info: Info,
        day: Annotated[str | None, strawberry.argument(description="Any of its days; null: today.")] = None,
        filter: Annotated[EventFilter | None, strawberry.argument(description="Which ones; null: all.")] = None,
    ) -> EventDays:
        return _glance(await glance.week(day=day, **_asked(info, filter)))


def _asked(info: Info, filter_: EventFilter | None) -> dict[str, Any]:
    context = info.context
    return {
        "database": context.database,
        "actor": context.actor,
        "now": context.now,
        "filter": as_filter(filter_),
        "narrowings": narrowings_of(filter_, context.actor),
        "which": "days__events" in selected(info),
    }


def _glance(found: Glance) -> EventDays:
    return EventDays(
        time_zone=found.zone.key,
        today=found.today,
        days=[EventDay(keys=day.first, date=day.date, count=day.count) for day in found.days],
    )
