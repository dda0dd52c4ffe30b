"""Organization, as GraphQL shows it."""

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from schema.campuses.types import Campus
from schema.connections import Connection
from schema.context import Info
from schema.enums import described
from schema.nodes import Node
from schema.organizations.opportunities import Opportunity, load_opportunities
from schema.rows import objects
from server.markdown import render
from server.organizations.models import OrganizationKind

if TYPE_CHECKING:
    from schema.events.types import Event

described(
    OrganizationKind,
    "What sort of organization it is.",
    STUDENT_GROUP="Run by students.",
    DEPARTMENT="An academic department.",
    COLLEGE="A college, faculty or school of the university.",
    OFFICE="An office of the university, such as career services.",
    ALUMNI_CHAPTER="Alumni of one place or profession.",
    EMPLOYER="A company or institution that hires.",
)


@strawberry.type(description="A student group, department, college, office, alumni chapter or employer.")
class Organization(Node):
    key: strawberry.Private[UUID | None] = None
    name_key: strawberry.Private[str | None] = None
    slug: str = strawberry.field(default=None, description="Its name in addresses and filters.")
    name: str = strawberry.field(default=None, description="Its name.")
    kind: OrganizationKind = strawberry.field(default=None, description="What sort it is.")
    summary: str = strawberry.field(default=None, description="One or two sentences; may be empty.")
    description: str = strawberry.field(default=None, description="What it writes of itself, in Markdown.")
    url: str | None = strawberry.field(default=None, description="Its own page elsewhere.")
    campus: Campus | None = strawberry.field(default=None, description="Where it is at home; null if nowhere.")

    @strawberry.field(description="Its published events that have not ended, by start.")
    async def events(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
    ) -> Connection[Annotated["Event", strawberry.lazy("schema.events.types")]]:
        from schema.events.of_organization import load_events  # events stand above organizations

        assert self.key is not None
        return await load_events(info, self.key, first=first, after=after)

    @strawberry.field(description="The positions and projects that it offers now, the newest first.")
    async def opportunities(self, info: Info) -> list[Opportunity]:
        return await load_opportunities(info.context, self.key)

    @strawberry.field(description="`description` as HTML that is safe to put into a page; headings begin at h3.")
    def description_html(self) -> str:
        return render(self.description)


def as_organizations(rows: Any) -> list[Organization]:
    """From rows of server.organizations.row."""
    return objects(rows, Organization, (("campus", Campus),))
