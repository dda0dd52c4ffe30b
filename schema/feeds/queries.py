"""Calendars as files, for programs that subscribe to them."""

from typing import Annotated

import strawberry

from schema.attachments import Attachment
from schema.context import Info
from schema.events.filters import EventFilter, as_filter
from schema.feeds.file import feed_file
from server.feeds import calendars, personal

_KEEPS = (
    "What was called off is told for 30 days. The same octets until something changes; addresses of online events are"
    " left out."
)


@strawberry.type
class FeedQuery:
    @strawberry.field(
        description=(
            "The published events as an iCalendar file (RFC 5545), series with their rules; those of the first 20,000"
            " instances. Without `from` and `to` in the filter, those that start 60 days before today (UTC) or later."
            f" {_KEEPS}"
        )
    )
    async def events_calendar(
        self,
        info: Info,
        filter: Annotated[
            EventFilter | None, strawberry.argument(description="Which ones; null: all from 60 days back on.")
        ] = None,
    ) -> Attachment:
        context = info.context
        calendar = await calendars.events_calendar(
            context.database,
            filter=as_filter(filter),
            name=f"What’s on at {context.settings.campus_name}",
            base_url=context.settings.base_url,
            now=context.now,
        )
        return feed_file(context, calendar, "events")

    @strawberry.field(
        description=f"One published event as an iCalendar file, with all instances of a series; or null. {_KEEPS}"
    )
    async def event_calendar(
        self,
        info: Info,
        slug: Annotated[str, strawberry.argument(description="The event's name in addresses.")],
    ) -> Attachment | None:
        context = info.context
        calendar = await calendars.event_calendar(
            context.database, slug=slug, base_url=context.settings.base_url, now=context.now
        )
        return feed_file(context, calendar, slug) if calendar is not None else None

    @strawberry.field(
        description=(
            "The published events of one organization as an iCalendar file, from 60 days back on; or null where there"
            f" is no such organization. {_KEEPS}"
        )
    )
    async def organization_calendar(
        self,
        info: Info,
        slug: Annotated[str, strawberry.argument(description="The organization's name in addresses.")],
    ) -> Attachment | None:
        context = info.context
        calendar = await calendars.organization_calendar(
            context.database, slug=slug, base_url=context.settings.base_url, now=context.now
        )
        return feed_file(context, calendar, slug) if calendar is not None else None

    @strawberry.field(
        description=(
            "The published events of one campus as an iCalendar file, from 60 days back on; or null where there is no"
            f" such campus. {_KEEPS}"
        )
    )
    async def campus_calendar(
        self,
        info: Info,
        slug: Annotated[str, strawberry.argument(description="The campus's name in addresses.")],
    ) -> Attachment | None:
        context = info.context
        calendar = await calendars.campus_calendar(
            context.database, slug=slug, base_url=context.settings.base_url, now=context.now
        )
        return feed_file(context, calendar, slug) if calendar is not None else None

    @strawberry.field(
        description=(
            "What somebody's own calendar holds now, as an iCalendar file, for whoever knows its secret address; or"
            " null for an address that is unknown or was taken back."
        )
    )
    async def personal_calendar(
        self,
        info: Info,
        secret: Annotated[str, strawberry.argument(description="The last part of its address, without `.ics`.")],
    ) -> Attachment | None:
        context = info.context
        calendar = await personal.personal_calendar(
            context.database, secret=secret, base_url=context.settings.base_url, now=context.now
        )
        return feed_file(context, calendar, "calendar") if calendar is not None else None

    @strawberry.field(
        description=(
            "The published events of a saved filter as an iCalendar file; or null where there is no such filter."
            f" {_KEEPS}"
        )
    )
    async def saved_filter_calendar(
        self,
        info: Info,
        slug: Annotated[str, strawberry.argument(description="The saved filter's name in addresses.")],
    ) -> Attachment | None:
        context = info.context
        calendar = await calendars.saved_filter_calendar(
            context.database, slug=slug, base_url=context.settings.base_url, now=context.now
        )
        return feed_file(context, calendar, slug) if calendar is not None else None
