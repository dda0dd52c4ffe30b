"""A booth and its leads, as GraphQL shows them to its team."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from schema.attachments import Attachment
from schema.connections import Connection, Page
from schema.context import Info
from schema.ids import global_id
from schema.leads.code import BoothCode, load_code
from schema.leads.export import lead_csv, lead_xlsx
from schema.leads.filters import LeadFilter, as_filter
from schema.leads.questions import LeadQuestion, as_question
from schema.leads.team import load_team
from schema.leads.types import Lead
from server.leads.hours import by_hour
from server.leads.hours_chart import hours_chart
from server.leads.narrow import narrowed, piece
from server.paging import write_cursor

CALL_FIRST = 4
"""Stars, in the mean."""


@strawberry.type(description="Somebody of the team, who scanned.")
class LeadColleague:
    id: strawberry.ID = strawberry.field(description="By which leads are narrowed.")
    name: str = strawberry.field(description="As they share it with you.")


@strawberry.type(description="An hour at a booth.")
class LeadHour:
    starts_at: datetime = strawberry.field(description="When it begins, in UTC.")
    count: int = strawberry.field(description="How many people were scanned first in it.")


@strawberry.type(description="A booth and whom it met: everybody of its team sees all of it, and nobody else any.")
class BoothLeads:
    row: strawberry.Private[Any]
    id: strawberry.ID = strawberry.field(description="The booth's.")
    label: str = strawberry.field(description="What its sign says.")
    offers: str = strawberry.field(description="What it offers, in its own words; may be empty.")
    organization: str = strawberry.field(description="Whose booth it is.")
    stands: bool = strawberry.field(description="Whether you stand there, and scan for it.")
    organization_slug: str = strawberry.field(description="The organization's name in addresses.")
    event: str = strawberry.field(description="The name of the event.")
    event_slug: str = strawberry.field(description="The event's name in addresses.")
    time_zone: str = strawberry.field(description="Of the event: an IANA name.")
    recruits: bool = strawberry.field(description="Whether you recruit for the organization, at all its booths.")

    @strawberry.field(description="Its own code; null until `makeBoothCode`.")
    async def code(self, info: Info) -> BoothCode | None:
        return await load_code(info.context, self.row)

    @strawberry.field(description="How many people it met.")
    async def count(self, info: Info) -> int:
        return len((await load_team(info.context, self.row)).found)

    @strawberry.field(description=f"How many the team gives {CALL_FIRST} stars or more, in the mean.")
    async def call_first(self, info: Info) -> int:
        found = (await load_team(info.context, self.row)).found
        return sum((lead.team_stars or 0) >= CALL_FIRST for lead in found)

    @strawberry.field(description="How many share their résumé with you.")
    async def with_resume(self, info: Info) -> int:
        found = (await load_team(info.context, self.row)).found
        return sum(lead.card is not None and lead.card.resume is not None for lead in found)

    @strawberry.field(description="How many a filter leaves.")
    async def matching(
        self,
        info: Info,
        filter: Annotated[LeadFilter | None, strawberry.argument(description="Which ones; null: all.")] = None,
    ) -> int:
        return len(narrowed((await load_team(info.context, self.row)).found, as_filter(filter)))

    @strawberry.field(description="Whom it met, the last first.")
    async def leads(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
        filter: Annotated[LeadFilter | None, strawberry.argument(description="Which ones; null: all.")] = None,
    ) -> Connection[Lead]:
        team = await load_team(info.context, self.row)
        found = piece(narrowed(team.found, as_filter(filter)), first=first, after=after)
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            [team.lead(lead, self) for lead in found.rows],
            cursor=lambda lead: write_cursor(lead.last_met_at, lead.found.key),
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )

    @strawberry.field(description="Who scanned, by name.")
    async def colleagues(self, info: Info) -> list[LeadColleague]:
        team = await load_team(info.context, self.row)
        who = {scan.scanner_id for lead in team.found for scan in lead.scans}
        people = sorted((team.names.get(key, ""), key) for key in who)
        return [LeadColleague(id=strawberry.ID(global_id("person", key)), name=name) for name, key in people]

    @strawberry.field(description="The tags that its leads have, by name.")
    async def tags(self, info: Info) -> list[str]:
        return sorted({tag for lead in (await load_team(info.context, self.row)).found for tag in lead.tags})

    @strawberry.field(description="What is asked of those whom it meets, in order.")
    async def questions(self, info: Info) -> list[LeadQuestion]:
        asked = (await load_team(info.context, self.row)).asked
        return [as_question(question) for question in asked if question.ended_at is None]

    @strawberry.field(description="When it met them: hour by hour, as clocks show it there.")
    async def hours(self, info: Info) -> list[LeadHour]:
        hours = by_hour((await load_team(info.context, self.row)).found, self.time_zone)
        return [LeadHour(starts_at=starts_at, count=count) for starts_at, count in hours]

    @strawberry.field(description="The same as SVG, a bar for each hour; empty where it met nobody.")
    async def hours_chart(self, info: Info) -> str:
        return hours_chart(by_hour((await load_team(info.context, self.row)).found, self.time_zone), self.time_zone)

    @strawberry.field(
        description=(
            "Its leads as a table (RFC 4180): what each shares at this moment, what your team wrote, and the consent."
            " That you took them along is written down, for each of them to see."
        )
    )
    async def csv(
        self,
        info: Info,
        filter: Annotated[LeadFilter | None, strawberry.argument(description="Which ones; null: all.")] = None,
    ) -> Attachment:
        return await lead_csv(info.context, self.row, as_filter(filter))

    @strawberry.field(description="The same as a spreadsheet (Office Open XML).")
    async def xlsx(
        self,
        info: Info,
        filter: Annotated[LeadFilter | None, strawberry.argument(description="Which ones; null: all.")] = None,
    ) -> Attachment:
        return await lead_xlsx(info.context, self.row, as_filter(filter))


def as_booth_leads(row: Any) -> BoothLeads:
    """From a row of `server.leads.standing.BOOTH`."""
    return BoothLeads(
        row=row,
        id=strawberry.ID(global_id("booth", row.id)),
        label=row.label,
        offers=row.offers,
        organization=row.organization,
        stands=bool(row.stands),
        organization_slug=row.organization_slug,
        event=row.name,
        event_slug=row.slug,
        time_zone=row.time_zone,
        recruits=bool(row.recruits),
    )
