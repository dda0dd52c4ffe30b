"""A booth, as whoever scans its code is shown it."""

from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.context import Info
from schema.organizations.queries import organization as fetch_organization
from schema.organizations.types import Organization
from server.badges.booth_code import booth_by_id, booth_with_code


@strawberry.type(description="A booth at a fair, before anything is saved.")
class VisitedBooth:
    organization_key: strawberry.Private[UUID]
    label: str = strawberry.field(description="What its sign says.")
    offers: str = strawberry.field(description="What it offers, in its own words; may be empty.")
    event: str = strawberry.field(description="The name of the fair.")
    event_slug: str = strawberry.field(description="The fair's name in addresses.")

    @strawberry.field(description="Whose booth it is, with what it offers.")
    async def organization(self, info: Info) -> Organization:
        found = await fetch_organization(info.context, self.organization_key)
        assert found is not None, "a booth is an organization's"
        return found


@strawberry.type(description="The code was a booth's: its organization is in your address book.")
class ScanBoothSuccess:
    booth_key: strawberry.Private[UUID]
    visit_id: UUID = strawberry.field(description="The id that the scanning device made.")

    @strawberry.field(description="The booth, with its organization and what that offers.")
    async def booth(self, info: Info) -> VisitedBooth:
        row = await booth_by_id(info.context.database, self.booth_key)
        assert row is not None, "it was just visited"
        return as_visited_booth(row)


def as_visited_booth(row: Any) -> VisitedBooth:
    """From a row of `server.badges.booth_code`."""
    return VisitedBooth(
        organization_key=row.organization_id,
        label=row.label,
        offers=row.offers,
        event=row.name,
        event_slug=row.slug,
    )


@strawberry.type
class BoothCodeQuery:
    @strawberry.field(description="Which booth has this code; null for any other text.")
    async def booth(
        self,
        info: Info,
        code: Annotated[str, strawberry.argument(description="In any spelling that `scanBadge` takes.")],
    ) -> VisitedBooth | None:
        row = await booth_with_code(info.context.database, code=code)
        return as_visited_booth(row) if row is not None else None
