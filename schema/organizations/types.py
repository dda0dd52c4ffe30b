"""Organization, as GraphQL shows it."""

from typing import Any
from uuid import UUID

import strawberry

from schema.campuses.types import Campus
from schema.enums import described
from schema.nodes import Node
from schema.rows import objects
from server.markdown import render
from server.organizations.models import OrganizationKind

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

    @strawberry.field(description="`description` as HTML that is safe to put into a page; headings begin at h3.")
    def description_html(self) -> str:
        return render(self.description)


def as_organizations(rows: Any) -> list[Organization]:
    """From rows of server.organizations.row."""
    return objects(rows, Organization, (("campus", Campus),))
