"""What those who post for an organization have in hand: forms, drafts, and what they posted."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.connections import Connection, Page
from schema.context import Context, Info
from schema.events.event_hosts import HeldAlong, HostAsk
from schema.events.form import EventForm, as_form
from schema.rows import objects
from server.events import in_hand as domain
from server.events import posted_list
from server.events.event_hosts import held_along_by, host_asks_of
from server.events.models import EventKind, EventStatus, Publication
from server.organizations.models import Organization as Host
from server.paging import write_cursor


@strawberry.type(description="An event or a whole series, as a list of those who post it shows it.")
class PostedEvent:
    key: strawberry.Private[UUID]
    slug: str = strawberry.field(description="Its name in addresses.")
    name: str = strawberry.field(description="What it is called.")
    kind: EventKind = strawberry.field(description="What happens there.")
    starts_at: datetime = strawberry.field(description="When it begins, of a series when the first did, in UTC.")
    ends_at: datetime = strawberry.field(description="When it is over, in UTC; exclusive.")
    time_zone: str = strawberry.field(description="IANA name.")
    all_day: bool = strawberry.field(description="Whether it takes whole days.")
    status: EventStatus = strawberry.field(description="Whether it takes place as announced.")
    publication: Publication = strawberry.field(description="Who sees it.")
    rrule: str | None = strawberry.field(description="How it repeats; null: it doesn't.")
    updated_at: datetime = strawberry.field(description="When it was last changed, in UTC.")


@strawberry.type(description="An organization, for those who post for it.")
class OrganizationInHand:
    host: strawberry.Private[Host]
    context: strawberry.Private[Context]
    slug: str = strawberry.field(description="Its name in addresses.")
    name: str = strawberry.field(description="Its name.")

    @strawberry.field(description="What it posted, the latest start first.")
    async def events(
        self,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
        published: Annotated[
            bool,
            strawberry.argument(description="Those that everybody sees; else drafts and what waits for review."),
        ] = True,
    ) -> Connection[PostedEvent]:
        database = self.context.database
        found = await posted_list.posted_events(database, self.host, first=first, after=after, published=published)
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            objects(found.rows, PostedEvent),
            cursor=_cursor,
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )

    @strawberry.field(
        description="Events of others that it is asked to hold along, the longest waiting first, 100 at most."
    )
    async def host_asks(self) -> list[HostAsk]:
        found = await host_asks_of(self.context.database, self.host.id)
        return [HostAsk(**row._mapping) for row in found]

    @strawberry.field(description="Events of others to come that it holds along, by start, 100 at most.")
    async def held_along(self) -> list[HeldAlong]:
        found = await held_along_by(self.context.database, self.host.id, now=self.context.now)
        return [HeldAlong(**row._mapping) for row in found]

    @strawberry.field(description="A new event of it as a form begins.")
    async def form(self) -> EventForm | None:
        context = self.context
        hand = await domain.new_in_hand(context.database, actor=context.actor, organization=self.slug, now=context.now)
        return as_form(hand, new=True) if hand is not None else None


@strawberry.type
class InHandQuery:
    @strawberry.field(
        description="An event as its form begins; null where it isn't yours to change. Scope POST_EVENTS."
    )
    async def event_form(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="Its name in addresses.")]
    ) -> EventForm | None:
        context = info.context
        hand = await domain.event_in_hand(context.database, actor=context.actor, slug=slug)
        return as_form(hand) if hand is not None else None

    @strawberry.field(description="An organization for which you post; null where you don't. Scope POST_EVENTS.")
    async def organization_in_hand(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="Its name in addresses.")]
    ) -> OrganizationInHand | None:
        context = info.context
        host = await posted_list.organization_in_hand(context.database, actor=context.actor, slug=slug)
        if host is None:
            return None
        return OrganizationInHand(host=host, context=context, slug=host.slug, name=host.name)


def _cursor(event: Any) -> str:
    return write_cursor(event.starts_at, event.key)
