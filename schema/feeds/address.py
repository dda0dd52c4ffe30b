"""Where a calendar is, and how to subscribe to it."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.events.filters import EventFilter, as_filter
from server.feeds.public_address import public_address
from server.feeds.ways import Ways


@strawberry.type(description="A calendar's address, and links by which programs subscribe to it.")
class CalendarAddress:
    name: str = strawberry.field(description="What the calendar is called.")
    address: str = strawberry.field(description="Where it is fetched: what to paste into any calendar program.")
    apple: str = strawberry.field(description="`webcal://…`: Apple's programs and others subscribe when it is opened.")
    google: str = strawberry.field(description="Opens Google Calendar with it.")
    outlook: str = strawberry.field(description="Opens Outlook with it, for an account of one's own.")
    office: str = strawberry.field(description="Opens Outlook with it, for an account of a school or an employer.")
    code: str = strawberry.field(description="A QR code of `apple` to read with the phone's camera, as an SVG.")


@strawberry.type
class CalendarAddressQuery:
    @strawberry.field(
        description=(
            "Where the calendar of a filter is. Null where the filter is only about an organization or a campus that"
            " is not there, or there is no such saved filter."
        )
    )
    async def calendar_address(
        self,
        info: Info,
        filter: Annotated[
            EventFilter | None, strawberry.argument(description="Of which events; null: of all from 60 days back on.")
        ] = None,
        saved_filter: Annotated[
            str | None, strawberry.argument(description="Slug of a saved filter, instead of `filter`.")
        ] = None,
    ) -> CalendarAddress | None:
        context = info.context
        found = await public_address(
            context.database,
            filter=as_filter(filter),
            name=f"What’s on at {context.settings.campus_name}",
            base_url=context.settings.base_url,
            saved=saved_filter,
        )
        return as_address(found) if found is not None else None


def as_address(ways: Ways) -> CalendarAddress:
    return CalendarAddress(
        name=ways.name,
        address=ways.address,
        apple=ways.apple,
        google=ways.google,
        outlook=ways.outlook,
        office=ways.office,
        code=ways.code,
    )
