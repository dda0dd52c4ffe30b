"""Giving booths, changing them and taking them away, in GraphQL."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired, UserError, answers
from schema.ids import global_id, key_of
from server import errors as kernel
from server.leads import errors
from server.leads.give_booth import change_booth, give_booth, take_booth
from server.leads.plan_booths import MAX_LABEL, MAX_OFFERS, Wish

_LABEL = f"What its sign says, 1 to {MAX_LABEL} characters, such as B7."
_OFFERS = f"What it offers, at most {MAX_OFFERS} characters."


@strawberry.input(description="A booth for an organization.")
class GiveBoothInput:
    slug: str = strawberry.field(description="The event's name in addresses.")
    organization: str = strawberry.field(description="The organization's name in addresses, or its name.")
    label: str = strawberry.field(description=_LABEL)
    offers: str = strawberry.field(default="", description=_OFFERS)


@strawberry.input(description="A booth as it is to be.")
class ChangeBoothInput:
    booth: strawberry.ID = strawberry.field(description="Which.")
    label: str = strawberry.field(description=_LABEL)
    offers: str = strawberry.field(default="", description=_OFFERS)


@strawberry.type(description="The booth is as you said.")
class BoothSuccess:
    id: strawberry.ID = strawberry.field(description="The booth's.")


@answers(errors.BoothInUse)
@strawberry.type(description="Scans or leads hang on the booth.")
class BoothInUse(UserError):
    pass


GiveBoothPayload = Annotated[
    BoothSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("GiveBoothPayload", description="The booth, or why there is none."),
]
ChangeBoothPayload = Annotated[
    BoothSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("ChangeBoothPayload", description="The booth, or why it is as before."),
]
TakeBoothPayload = Annotated[
    BoothSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | BoothInUse,
    strawberry.union("TakeBoothPayload", description="The booth that was, or why it is still there."),
]


@strawberry.type
class GiveBoothMutation:
    @strawberry.mutation(description="Give an organization a booth at an event. The event's organizers may.")
    async def give_booth(
        self, info: Info, input: Annotated[GiveBoothInput, strawberry.argument(description="Whose, and which.")]
    ) -> GiveBoothPayload:
        context, wish = info.context, Wish(input.organization, input.label, input.offers)
        async with context.database.write() as session:
            id_ = await give_booth(session, actor=context.actor, slug=input.slug, wish=wish, now=context.now)
        return BoothSuccess(id=strawberry.ID(global_id("booth", id_)))

    @strawberry.mutation(description="Change a booth's label and what it offers. Its event's organizers may.")
    async def change_booth(
        self, info: Info, input: Annotated[ChangeBoothInput, strawberry.argument(description="The booth.")]
    ) -> ChangeBoothPayload:
        context, key = info.context, _key(input.booth)
        said = {"label": input.label, "offers": input.offers}
        async with context.database.write() as session:
            await change_booth(session, actor=context.actor, booth_id=key, **said)
        return BoothSuccess(id=input.booth)

    @strawberry.mutation(
        description="Take a booth away, with its team, its code and its invitations. Its event's organizers may."
    )
    async def take_booth(
        self, info: Info, booth: Annotated[strawberry.ID, strawberry.argument(description="Which.")]
    ) -> TakeBoothPayload:
        context, key = info.context, _key(booth)
        async with context.database.write() as session:
            await take_booth(session, actor=context.actor, booth_id=key, now=context.now)
        return BoothSuccess(id=booth)


def _key(id_: strawberry.ID) -> UUID:
    key = key_of(id_, "booth")
    if key is None:
        raise kernel.NotFound
    return key
