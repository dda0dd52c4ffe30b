"""Who holds an event along and is asked to, for those who post it; and what an organization is asked for."""

from datetime import datetime
from typing import Annotated

import strawberry

import schema.events.enums  # noqa: F401  # describes the enums
from schema.context import Info
from server.events import event_hosts as domain
from server.events.models import EventKind


@strawberry.type(description="An organization that holds an event along.")
class CoHost:
    slug: str = strawberry.field(description="Its name in addresses.")
    name: str = strawberry.field(description="Its name.")


@strawberry.type(description="An organization that is asked to hold an event along.")
class AskedHost:
    slug: str = strawberry.field(description="Its name in addresses.")
    name: str = strawberry.field(description="Its name.")
    asked_at: datetime = strawberry.field(description="When, in UTC.")
    declined_at: datetime | None = strawberry.field(description="When it said no, in UTC; null: not yet answered.")


@strawberry.type(description="Who holds an event, for those who post it.")
class EventHosts:
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="What the event is called.")
    organization: str = strawberry.field(description="Whose event it is, by name.")
    co_hosts: list[CoHost] = strawberry.field(description="Those that hold it along, and everybody sees.")
    asked: list[AskedHost] = strawberry.field(description="Those that are asked, and that said no.")


@strawberry.type(description="An event of another organization that yours is asked to hold along.")
class HostAsk:
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="What it is called.")
    summary: str = strawberry.field(description="One or two sentences; may be empty.")
    kind: EventKind = strawberry.field(description="What kind of event.")
    starts_at: datetime = strawberry.field(description="When it begins, in UTC.")
    time_zone: str = strawberry.field(description="IANA time zone in which its hours are told.")
    organization_slug: str = strawberry.field(description="Whose it is, in addresses.")
    organization_name: str = strawberry.field(description="Whose it is.")
    asked_at: datetime = strawberry.field(description="When you were asked, in UTC.")


@strawberry.type(description="An event of another organization that yours holds along.")
class HeldAlong:
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="What it is called.")
    starts_at: datetime = strawberry.field(description="When it begins, in UTC; of a series, its first date.")
    time_zone: str = strawberry.field(description="IANA time zone in which its hours are told.")
    organization_name: str = strawberry.field(description="Whose it is.")


@strawberry.type
class EventHostQuery:
    @strawberry.field(
        description="Who holds an event along and is asked to; null for whoever does not post it. Scope POST_EVENTS."
    )
    async def event_hosts(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The event's name in addresses.")]
    ) -> EventHosts | None:
        found = await domain.event_hosts(info.context.database, actor=info.context.actor, slug=slug)
        if found is None:
            return None
        return EventHosts(
            slug=found.slug,
            name=found.name,
            organization=found.organization,
            co_hosts=[CoHost(**row._mapping) for row in found.co_hosts],
            asked=[AskedHost(**row._mapping) for row in found.asked],
        )
