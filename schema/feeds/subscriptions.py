"""Calendars of one's own."""

from datetime import datetime
from typing import Any

import strawberry

from schema.context import Info
from schema.enums import described
from schema.ids import global_id
from server.feeds.models import CalendarSource
from server.feeds.subscriptions import calendar_subscriptions, of_text

described(
    CalendarSource,
    "What of somebody's own a calendar holds.",
    GOING="Where they go, or wait for a place.",
    INTERESTED="What they are interested in. It takes no time in the calendar.",
    HOSTING="What they post, host or work at.",
    SPEAKING="Where they speak.",
)


@strawberry.type(description="A calendar of one's own at a secret address. What the address is can't be read again.")
class CalendarSubscription:
    id: strawberry.ID = strawberry.field(description="For the mutations.")
    name: str = strawberry.field(description="What you call it.")
    sources: list[CalendarSource] = strawberry.field(description="What it holds; empty where it is a saved filter's.")
    saved_filter_id: strawberry.ID | None = strawberry.field(
        description="The saved filter whose events it holds, also once that was removed; or null."
    )
    filter_name: str | None = strawberry.field(description="What that filter is called; null where there is none.")
    remind_minutes: int | None = strawberry.field(
        description="How long before each start your program is to ring; null: not at all."
    )
    created_at: datetime = strawberry.field(description="When you made it.")
    addressed_at: datetime = strawberry.field(description="When it got the address that it has.")
    last_used_at: datetime | None = strawberry.field(
        description="When a program last asked for it, to the hour; null: it never did."
    )


@strawberry.type
class Subscriber:
    """What `Viewer` has of calendars."""

    @strawberry.field(description="Your own calendars, newest first. Only a browser may ask, no API token.")
    async def calendar_subscriptions(self, info: Info) -> list[CalendarSubscription]:
        rows = await calendar_subscriptions(info.context.database, actor=info.context.actor)
        return [as_subscription(row) for row in rows]


def as_subscription(row: Any) -> CalendarSubscription:
    filter_id = row.saved_filter_id
    return CalendarSubscription(
        id=strawberry.ID(global_id("calendar", row.id)),
        name=row.name,
        sources=list(of_text(row.sources)),
        saved_filter_id=strawberry.ID(global_id("filter", filter_id)) if filter_id is not None else None,
        filter_name=row.filter_name,
        remind_minutes=row.remind_minutes,
        created_at=row.created_at,
        addressed_at=row.addressed_at,
        last_used_at=row.last_used_at,
    )
