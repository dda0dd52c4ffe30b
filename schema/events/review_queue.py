"""What waits for the administrators of a campus, and whose events do."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.context import Info
from schema.enums import described
from schema.errors import NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from server import errors
from server.events import change_posting as domain
from server.events.review_queue import review_queue
from server.organizations.models import Posting

described(
    Posting,
    "Whether an organization's events are looked at before everybody sees them.",
    FREELY="They are published at once.",
    REVIEWED="The administrators of its campus look at them first.",
)


@strawberry.type(description="An event that waits.")
class WaitingEvent:
    slug: str = strawberry.field(description="Its name in addresses.")
    name: str = strawberry.field(description="What it is called.")
    summary: str = strawberry.field(description="One sentence.")
    starts_at: datetime = strawberry.field(description="When it begins, in UTC.")
    time_zone: str = strawberry.field(description="IANA zone in which its hours are told.")
    organization_slug: str = strawberry.field(description="Whose it is, in addresses.")
    organization_name: str = strawberry.field(description="Whose it is.")
    sender: str | None = strawberry.field(description="Who sent it; null where nobody knows any more.")
    sent_at: datetime = strawberry.field(description="When, in UTC.")


@strawberry.type(description="An organization, as whoever decides about its events sees it.")
class ReviewedOrganization:
    slug: str = strawberry.field(description="Its name in addresses.")
    name: str = strawberry.field(description="Its name.")


@strawberry.type(description="Somebody whose events for an organization are published unreviewed.")
class TrustedPerson:
    id: strawberry.ID = strawberry.field(description="What `endTrust` is given.")
    name: str = strawberry.field(description="Their name.")
    organization_slug: str = strawberry.field(description="For which organization, in addresses.")
    organization_name: str = strawberry.field(description="For which organization.")


@strawberry.type(description="What waits for those who look after a campus.")
class CampusReview:
    slug: str = strawberry.field(description="The campus's name in addresses.")
    name: str = strawberry.field(description="The campus's name.")
    waiting: list[WaitingEvent] = strawberry.field(description="At most a hundred, the longest waiting first.")
    organizations: list[ReviewedOrganization] = strawberry.field(description="Those whose events are reviewed.")
    others: list[ReviewedOrganization] = strawberry.field(description="Those there whose events are not.")
    trusted: list[TrustedPerson] = strawberry.field(description="Whose events are not, though those of others are.")


@strawberry.input(description="Whether an organization's events are reviewed.")
class ChangePostingInput:
    organization: str = strawberry.field(description="Its slug.")
    posting: Posting = strawberry.field(description="From now on.")


@strawberry.input(description="Somebody whose events are to be reviewed again.")
class EndTrustInput:
    organization: str = strawberry.field(description="Slug of the organization for which they post.")
    person: strawberry.ID = strawberry.field(description="Who, by the `id` of `TrustedPerson`.")


@strawberry.type(description="It is as you said.")
class ChangePostingSuccess:
    organization: str = strawberry.field(description="Slug of the organization.")


_Said = ChangePostingSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted
ChangePostingPayload = Annotated[
    _Said, strawberry.union("ChangePostingPayload", description="That it is so, or why it isn't.")
]
EndTrustPayload = Annotated[_Said, strawberry.union("EndTrustPayload", description="That it is so, or why it isn't.")]


@strawberry.type
class ReviewQueueQuery:
    @strawberry.field(description="What waits on a campus that you look after; null for others. Scope ADMIN.")
    async def campus_review(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The campus's slug.")]
    ) -> CampusReview | None:
        queue = await review_queue(info.context.database, actor=info.context.actor, slug=slug)
        if queue is None:
            return None
        return CampusReview(
            slug=queue.slug,
            name=queue.name,
            waiting=[WaitingEvent(**row._mapping) for row in queue.waiting],
            organizations=[ReviewedOrganization(slug=row.slug, name=row.name) for row in queue.organizations],
            others=[ReviewedOrganization(slug=row.slug, name=row.name) for row in queue.others],
            trusted=[
                TrustedPerson(
                    id=strawberry.ID(global_id("person", row.person_key)),
                    name=row.name,
                    organization_slug=row.organization_slug,
                    organization_name=row.organization_name,
                )
                for row in queue.trusted
            ],
        )


@strawberry.type
class ChangePostingMutation:
    @strawberry.mutation(
        description="Say whether an organization's events are reviewed. A second time changes nothing. Scope ADMIN."
    )
    async def change_posting(
        self, info: Info, input: Annotated[ChangePostingInput, strawberry.argument(description="Whose, and how.")]
    ) -> ChangePostingPayload:
        context = info.context
        async with context.database.write() as session:
            await domain.change_posting(
                session, actor=context.actor, organization=input.organization, posting=input.posting, now=context.now
            )
        return ChangePostingSuccess(organization=input.organization)

    @strawberry.mutation(
        description="Review what somebody posts for an organization again. A second time changes nothing. Scope ADMIN."
    )
    async def end_trust(
        self, info: Info, input: Annotated[EndTrustInput, strawberry.argument(description="Whose.")]
    ) -> EndTrustPayload:
        context, person = info.context, key_of(input.person, "person")
        if person is None:
            raise errors.NotFound
        async with context.database.write() as session:
            await domain.end_trust(session, actor=context.actor, organization=input.organization, person_id=person)
        return ChangePostingSuccess(organization=input.organization)
