"""A booth's leads, for those who share them."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.context import Context, Info
from schema.ids import global_id, key_of
from schema.leads.booth import BoothLeads, as_booth_leads
from schema.leads.team import load_team
from schema.leads.types import Lead
from schema.nodes import fetched_by
from server.errors import NotFound
from server.leads.mine import all_booths
from server.leads.one import booth_of_scan
from server.leads.standing import booth_of
from server.leads.watch import lead_counts

_UNKNOWN = strawberry.ID("")


@strawberry.type(description="A booth whose leads you share.")
class BoothPlace:
    id: strawberry.ID = strawberry.field(description="For `boothLeads`.")
    label: str = strawberry.field(description="What its sign says.")
    organization: str = strawberry.field(description="Whose booth it is.")
    event: str = strawberry.field(description="The name of the event.")
    event_slug: str = strawberry.field(description="The event's name in addresses.")
    starts_at: datetime = strawberry.field(description="When the event begins, in UTC.")
    time_zone: str = strawberry.field(description="Of the event: an IANA name.")


def as_booth_place(row: Any) -> BoothPlace:
    """From a row of `server.leads.mine.all_booths`."""
    return BoothPlace(
        id=strawberry.ID(global_id("booth", row.id)),
        label=row.label,
        organization=row.organization,
        event=row.name,
        event_slug=row.slug,
        starts_at=row.starts_at,
        time_zone=row.time_zone,
    )


@strawberry.type
class BoothHolder:
    """What `Viewer` has of this capability."""

    @strawberry.field(
        description=(
            "The booths whose leads you share, the last event first: those at which you stand, and all of an"
            " organization for which you recruit. At most 200."
        )
    )
    async def booths(self, info: Info) -> list[BoothPlace]:
        return [as_booth_place(row) for row in await all_booths(info.context.database, actor=info.context.actor)]


@strawberry.type
class LeadQuery:
    @strawberry.field(
        description="A booth and whom it met; null unless you stand there or recruit for its organization."
    )
    async def booth_leads(
        self,
        info: Info,
        booth: Annotated[
            strawberry.ID, strawberry.argument(description="The booth's id; none where it is not known yet.")
        ] = _UNKNOWN,
    ) -> BoothLeads | None:
        key = key_of(booth, "booth")
        row = await booth_of(info.context.database, actor=info.context.actor, booth_id=key) if key else None
        return as_booth_leads(row) if row is not None else None


@strawberry.type(description="The leads of a booth are others than before.")
class LeadNews:
    count: int = strawberry.field(description="How many people it has met.")


@strawberry.type
class LeadSubscription:
    @strawberry.subscription(
        description=(
            "How many people your booth has met: at once, and whenever one of you scans or writes. Ends when you no"
            " longer share its leads."
        )
    )
    async def leads_changed(
        self, info: Info, booth: Annotated[strawberry.ID, strawberry.argument(description="The booth's id.")]
    ) -> AsyncGenerator[LeadNews, None]:
        context, key = info.context, key_of(booth, "booth")
        if key is None:
            raise NotFound
        counts = lead_counts(context.database, context.resources.live, actor=context.actor, booth_id=key)
        async with aclosing(counts):
            async for count in counts:
                yield LeadNews(count=count)


@fetched_by("lead")
async def lead(context: Context, key: UUID) -> Lead | None:
    booth = await booth_of_scan(context.database, actor=context.actor, encounter_id=key)
    if booth is None:
        return None
    team = await load_team(context, booth)
    return next(
        (team.lead(found, as_booth_leads(booth)) for found in team.found if found.person_id == booth.person_id), None
    )
