"""Asking other organizations to hold an event along, and what they answer."""

from typing import Annotated, TypeAlias

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from server.events import answer_host_ask as answering
from server.events import ask_host as asking


@strawberry.input(description="An organization, and an event of another one.")
class CoHostInput:
    slug: str = strawberry.field(description="The event's name in addresses.")
    organization: str = strawberry.field(description="The slug of the other organization.")


@strawberry.input(description="What an organization says that is asked to hold an event along.")
class AnswerHostAskInput:
    slug: str = strawberry.field(description="The event's name in addresses.")
    organization: str = strawberry.field(description="Slug of the organization that is asked.")
    yes: bool = strawberry.field(description="Whether it does, and everybody sees so; false takes an earlier yes back.")


@strawberry.type(description="It is as you said.")
class CoHostSuccess:
    slug: str = strawberry.field(description="The event's name in addresses.")
    organization: str = strawberry.field(description="Slug of the other organization.")


_Said: TypeAlias = CoHostSuccess | SignInRequired | ScopeMissing | NotFound
_WHAT = "That it is so, or why it isn't."
AskCoHostPayload = Annotated[
    _Said | NotPermitted | InvalidInput, strawberry.union("AskCoHostPayload", description=_WHAT)
]
DropCoHostPayload = Annotated[_Said | NotPermitted, strawberry.union("DropCoHostPayload", description=_WHAT)]
AnswerHostAskPayload = Annotated[_Said, strawberry.union("AnswerHostAskPayload", description=_WHAT)]
_Which = Annotated[CoHostInput, strawberry.argument(description="Which, and of which event.")]


@strawberry.type
class CoHostMutation:
    @strawberry.mutation(
        description="Ask another organization to hold your event along: those who post for it are mailed, and nobody"
        " else sees it until they say yes. One for which you post does at once. A second time changes nothing. Scope"
        " POST_EVENTS."
    )
    async def ask_co_host(self, info: Info, input: _Which) -> AskCoHostPayload:
        context, what = info.context, vars(input)
        async with context.database.write() as session:
            await asking.ask_co_host(session, settings=context.settings, actor=context.actor, **what, now=context.now)
        return CoHostSuccess(**what)

    @strawberry.mutation(
        description="Ask an organization no more, or let it no longer hold your event along. A second time changes"
        " nothing. Scope POST_EVENTS."
    )
    async def drop_co_host(self, info: Info, input: _Which) -> DropCoHostPayload:
        context, what = info.context, vars(input)
        async with context.database.write() as session:
            await asking.drop_co_host(session, actor=context.actor, **what, now=context.now)
        return CoHostSuccess(**what)

    @strawberry.mutation(
        description="Say for an organization for which you post whether it holds an event along. Whoever asked is"
        " mailed. Scope POST_EVENTS."
    )
    async def answer_host_ask(
        self, info: Info, input: Annotated[AnswerHostAskInput, strawberry.argument(description="The answer.")]
    ) -> AnswerHostAskPayload:
        context = info.context
        async with context.database.write() as session:
            await answering.answer_host_ask(
                session, settings=context.settings, actor=context.actor, **vars(input), now=context.now
            )
        return CoHostSuccess(slug=input.slug, organization=input.organization)
