"""Organizations in one's address book."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.context import Info
from schema.errors import NotFound, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from schema.loaders import loader
from schema.organizations.types import Organization, as_organizations
from server import errors
from server.contacts.organization_book import forget_organization, organizations_met
from server.organizations.queries import organizations_by_id


@strawberry.type(
    description="An organization whose booth you visited, or one of whose people you met. It learns nothing."
)
class OrganizationContact:
    organization_key: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="To forget it by.")
    first_met_at: datetime = strawberry.field(description="When you first scanned, by the device's clock.")
    last_met_at: datetime = strawberry.field(description="When you last did.")
    booth: str | None = strawberry.field(description="What the sign of the booth said; null where it was none.")
    event: str | None = strawberry.field(description="The fair's name; null as `booth` is.")

    @strawberry.field(description="The organization, with what it offers now.")
    async def organization(self, info: Info) -> Organization:
        async def load(keys: Any) -> Any:
            found = await organizations_by_id(info.context.database, keys)
            return {key: as_organizations([row])[0] for key, row in found.items()}

        found = await loader(info.context, "organizations met", load).load(self.organization_key)
        assert isinstance(found, Organization), "it goes with the organization"
        return found


@strawberry.type
class OrganizationBook:
    """What `Viewer` has of organizations."""

    @strawberry.field(description="Organizations that you met at booths, the last first. At most 200.")
    async def organizations_met(self, info: Info) -> list[OrganizationContact]:
        return [
            OrganizationContact(
                organization_key=row.organization_id,
                id=strawberry.ID(global_id("organization-contact", row.id)),
                first_met_at=row.first_met_at,
                last_met_at=row.last_met_at,
                booth=row.label,
                event=row.event,
            )
            for row in await organizations_met(info.context.database, actor=info.context.actor)
        ]


@strawberry.type(description="It is in your address book no longer.")
class ForgetOrganizationSuccess:
    contact: strawberry.ID = strawberry.field(description="As it was given.")


ForgetOrganizationPayload = Annotated[
    ForgetOrganizationSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("ForgetOrganizationPayload", description="That it is gone, or why not."),
]


@strawberry.type
class ForgetOrganizationMutation:
    @strawberry.mutation(description="Take an organization out of your address book.")
    async def forget_organization(
        self, info: Info, contact: Annotated[strawberry.ID, strawberry.argument(description="Which one.")]
    ) -> ForgetOrganizationPayload:
        key = key_of(contact, "organization-contact")
        if key is None:
            raise errors.NotFound
        async with info.context.database.write() as session:
            await forget_organization(session, actor=info.context.actor, contact_id=key)
        return ForgetOrganizationSuccess(contact=contact)
