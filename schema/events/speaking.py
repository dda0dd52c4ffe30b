"""Speaking: being asked, saying yes or no, and taking one's name off."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from server import errors
from server.contacts.ask_speaker import AContact, AnAddress, APerson, Whom, ask_to_speak
from server.events import speak
from server.events.speaking import speaking


@strawberry.type(description="A talk in an event's agenda that is yours, or that you are asked for.")
class Talk:
    id: strawberry.ID = strawberry.field(description="Of the agenda's item.")
    name: str = strawberry.field(description="What it is called.")
    starts_at: datetime = strawberry.field(description="When it begins, in UTC.")
    ends_at: datetime = strawberry.field(description="When it is over, in UTC; exclusive.")
    time_zone: str = strawberry.field(description="IANA time zone of the event.")
    event_slug: str = strawberry.field(description="The event's name in addresses.")
    event_name: str = strawberry.field(description="What the event is called.")
    host: str = strawberry.field(description="Whose event it is.")
    is_asked: bool = strawberry.field(description="Whether you have not answered yet. Nobody else sees it meanwhile.")


@strawberry.input(description="Somebody to ask.")
class AskToSpeakInput:
    slug: str = strawberry.field(description="The event's name in addresses.")
    item: strawberry.ID = strawberry.field(description="In which item of its agenda.")
    contact: strawberry.ID | None = strawberry.field(default=None, description="One of your contacts, by its id.")
    person: strawberry.ID | None = strawberry.field(
        default=None, description="Or anybody whose name you may see, by the id of the person."
    )
    email: str | None = strawberry.field(
        default=None, description="Or whoever reads this address; whether there is an account is not told."
    )


@strawberry.input(description="An answer to whoever asks you to speak.")
class AnswerSpeakingInput:
    item: strawberry.ID = strawberry.field(description="In which item: `Talk.id`.")
    yes: bool = strawberry.field(description="Whether you do, and are named in the programme as on your card.")


@strawberry.type(description="They are asked by mail; the programme names them once they say yes.")
class AskToSpeakSuccess:
    slug: str = strawberry.field(description="Of the event.")


@strawberry.type(description="It is as you said.")
class SpeakingSuccess:
    talks: list[Talk] = strawberry.field(description="What is yours, and what you are asked for.")


AskToSpeakPayload = Annotated[
    AskToSpeakSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("AskToSpeakPayload", description="The event, or why nobody was asked."),
]
_Answer = SpeakingSuccess | SignInRequired | ScopeMissing | NotFound
_WHAT = "Your talks, or why they stay as they were."
AnswerSpeakingPayload = Annotated[_Answer, strawberry.union("AnswerSpeakingPayload", description=_WHAT)]
LeaveProgrammePayload = Annotated[_Answer, strawberry.union("LeaveProgrammePayload", description=_WHAT)]


@strawberry.type
class TalkOwner:
    """What a viewer has besides."""

    @strawberry.field(
        description="Where you speak and where you are asked to, the latest first, 100 at most. Scope ADMIN."
    )
    async def talks(self, info: Info) -> list[Talk]:
        return await _talks(info)


@strawberry.type
class SpeakingMutation:
    @strawberry.mutation(
        description="Ask somebody to speak at an event of yours: a contact, anybody whose name you may see, or whoever"
        " reads an address. They are told by mail, and nobody sees it until they say yes. Scope POST_EVENTS."
    )
    async def ask_to_speak(
        self, info: Info, input: Annotated[AskToSpeakInput, strawberry.argument(description="Whom, and where.")]
    ) -> AskToSpeakPayload:
        context = info.context
        async with context.database.write() as session:
            event = await ask_to_speak(
                session,
                settings=context.settings,
                actor=context.actor,
                slug=input.slug,
                item=_key(input.item, "agenda-item"),
                whom=_whom(input),
                now=context.now,
            )
        return AskToSpeakSuccess(slug=event.slug)

    @strawberry.mutation(description="Say whether you speak where you are asked to. Scope ADMIN.")
    async def answer_speaking(
        self, info: Info, input: Annotated[AnswerSpeakingInput, strawberry.argument(description="Your answer.")]
    ) -> AnswerSpeakingPayload:
        context = info.context
        item = _key(input.item, "agenda-item")
        async with context.database.write() as session:
            await speak.answer_ask(session, actor=context.actor, item=item, yes=input.yes, now=context.now)
        return SpeakingSuccess(talks=await _talks(info))

    @strawberry.mutation(description="Take your name off a programme; the second time changes nothing. Scope ADMIN.")
    async def leave_programme(
        self, info: Info, item: Annotated[strawberry.ID, strawberry.argument(description="`Talk.id`.")]
    ) -> LeaveProgrammePayload:
        context = info.context
        key = _key(item, "agenda-item")
        async with context.database.write() as session:
            await speak.leave_programme(session, actor=context.actor, item=key, now=context.now)
        return SpeakingSuccess(talks=await _talks(info))


def _whom(input_: AskToSpeakInput) -> Whom:
    if input_.contact:
        return AContact(_key(input_.contact, "contact"))
    return APerson(_key(input_.person, "person")) if input_.person else AnAddress(input_.email or "")


async def _talks(info: Info) -> list[Talk]:
    return [_talk(row) for row in await speaking(info.context.database, actor=info.context.actor)]


def _talk(row: Any) -> Talk:
    return Talk(
        id=strawberry.ID(global_id("agenda-item", row.id)),
        event_slug=row.slug,
        event_name=row.event,
        is_asked=row.asked,
        **{name: getattr(row, name) for name in ("name", "starts_at", "ends_at", "time_zone", "host")},
    )


def _key(id_: strawberry.ID, kind: str) -> UUID:
    key = key_of(id_, kind)
    if key is None:
        raise errors.NotFound
    return key
