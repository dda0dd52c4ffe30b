"""Which organizations there are."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.connections import Connection, Page
from schema.context import Context, Info
from schema.nodes import fetched_by
from schema.organizations.types import Organization, as_organizations
from schema.selection import selected
from server.organizations import queries
from server.organizations.cursor import NameCursor
from server.organizations.models import OrganizationKind


@strawberry.input(description="Narrows a list of organizations. What is null or empty narrows nothing.")
class OrganizationFilter:
    kinds: list[OrganizationKind] | None = strawberry.field(default=None, description="Of any of these kinds.")
    campus: str | None = strawberry.field(default=None, description="Slug of the campus that it is at home on.")
    text: str | None = strawberry.field(
        default=None, description="How its name begins; case and accents don't matter. At most 200 characters."
    )


@strawberry.type
class OrganizationQuery:
    @strawberry.field(description="Organizations by name.")
    async def organizations(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
        filter: Annotated[OrganizationFilter | None, strawberry.argument(description="Which ones; null: all.")] = None,
    ) -> Connection[Organization]:
        found = await queries.organizations(
            info.context.database,
            first=first,
            after=after,
            filter=_filter(filter),
            wanted=selected(info),
        )
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            as_organizations(found.rows),
            cursor=_cursor,
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )

    @strawberry.field(description="The organization with this slug, or null.")
    async def organization(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="Its name in addresses.")]
    ) -> Organization | None:
        row = await queries.organization(info.context.database, slug=slug, wanted=selected(info))
        return as_organizations([row])[0] if row is not None else None


def _filter(given: OrganizationFilter | None) -> queries.OrganizationFilter:
    if given is None:
        return queries.OrganizationFilter()
    return queries.OrganizationFilter(kinds=tuple(given.kinds or ()), campus=given.campus, text=given.text)


def _cursor(organization: Organization) -> str:
    assert organization.name_key is not None
    assert organization.key is not None
    return NameCursor(organization.name_key, organization.key).encode()


@fetched_by("organization")
async def organization(context: Context, key: UUID) -> Organization | None:
    row = (await queries.organizations_by_id(context.database, [key])).get(key)
    return as_organizations([row])[0] if row is not None else None
