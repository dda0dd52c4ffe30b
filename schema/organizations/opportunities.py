"""What organizations offer, in GraphQL."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.context import Context, Info
from schema.enums import described
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from schema.loaders import loader
from server import errors
from server.organizations.opportunities import OpportunityKind
from server.organizations.opportunity import close_opportunity, open_opportunities, post_opportunity

described(
    OpportunityKind,
    "What sort of opportunity it is.",
    CO_OP="Work as a part of the studies, for months.",
    INTERNSHIP="Work beside the studies, mostly in summer.",
    JOB="Work for good.",
    PROJECT="Something to build together.",
    RESEARCH="Something to find out together.",
)


@strawberry.type(description="A position or project that an organization offers (schema.org JobPosting).")
class Opportunity:
    id: strawberry.ID = strawberry.field(description="By which its organization changes it.")
    kind: OpportunityKind = strawberry.field(description="What sort it is.")
    title: str = strawberry.field(description="What it is.")
    summary: str = strawberry.field(description="One or two sentences; may be empty.")
    url: str | None = strawberry.field(description="Where one applies, or reads more.")
    closes_on: date | None = strawberry.field(
        description="The last day, wherever one is; null: until it is taken down."
    )
    posted_at: datetime = strawberry.field(description="When it was posted, in UTC.")


async def load_opportunities(context: Context, organization: UUID | None) -> list[Opportunity]:
    """One statement for all organizations of a request."""

    async def load(keys: Sequence[UUID | None]) -> Mapping[UUID | None, list[Opportunity]]:
        found = await open_opportunities(context.database, [key for key in keys if key], now=context.now)
        return {key: [_opportunity(row) for row in rows] for key, rows in found.items()}

    return await loader(context, "opportunities", load).load(organization) or []


def _opportunity(row: Any) -> Opportunity:
    return Opportunity(
        id=strawberry.ID(global_id("opportunity", row.id)),
        kind=row.kind,
        title=row.title,
        summary=row.summary,
        url=row.url,
        closes_on=row.closes_on,
        posted_at=row.created_at,
    )


@strawberry.input(description="Something that an organization offers.")
class PostOpportunityInput:
    organization: strawberry.ID = strawberry.field(description="Who offers it.")
    opportunity: strawberry.ID | None = strawberry.field(
        default=None, description="Which one is said otherwise; null: a new one."
    )
    kind: OpportunityKind = strawberry.field(description="What sort it is.")
    title: str = strawberry.field(description="What it is, at most 200 characters.")
    summary: str | None = strawberry.field(default=None, description="One or two sentences, at most 500 characters.")
    url: str | None = strawberry.field(default=None, description="Where one applies: http or https.")
    closes_on: date | None = strawberry.field(default=None, description="The last day; null: until it is taken down.")


@strawberry.input(description="Something that is offered no longer.")
class CloseOpportunityInput:
    opportunity: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.type(description="What is offered is as you said.")
class OpportunitySuccess:
    opportunity: strawberry.ID = strawberry.field(description="The one that is offered, or is no longer.")


PostOpportunityPayload = Annotated[
    OpportunitySuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("PostOpportunityPayload", description="What is offered, or why it isn’t."),
]
CloseOpportunityPayload = Annotated[
    OpportunitySuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("CloseOpportunityPayload", description="What is offered no longer, or why it still is."),
]


@strawberry.type
class OpportunityMutation:
    @strawberry.mutation(
        description="Post a position or project, or say it otherwise. The organization's recruiters and officers may."
    )
    async def post_opportunity(
        self, info: Info, input: Annotated[PostOpportunityInput, strawberry.argument(description="What, and whose.")]
    ) -> PostOpportunityPayload:
        context = info.context
        organization = key_of(input.organization, "organization")
        which = key_of(input.opportunity, "opportunity") if input.opportunity is not None else None
        if organization is None or (input.opportunity is not None and which is None):
            raise errors.NotFound
        async with context.database.write() as session:
            id_ = await post_opportunity(
                session,
                actor=context.actor,
                organization_id=organization,
                kind=input.kind,
                title=input.title,
                summary=input.summary or "",
                url=input.url,
                closes_on=input.closes_on,
                opportunity_id=which,
                now=context.now,
            )
        return OpportunitySuccess(opportunity=strawberry.ID(global_id("opportunity", id_)))

    @strawberry.mutation(description="Take it down. The organization's recruiters and officers may.")
    async def close_opportunity(
        self, info: Info, input: Annotated[CloseOpportunityInput, strawberry.argument(description="Which one.")]
    ) -> CloseOpportunityPayload:
        context = info.context
        which = key_of(input.opportunity, "opportunity")
        if which is None:
            raise errors.NotFound
        async with context.database.write() as session:
            await close_opportunity(session, actor=context.actor, opportunity_id=which, now=context.now)
        return OpportunitySuccess(opportunity=input.opportunity)
