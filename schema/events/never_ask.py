"""Being asked no more to speak, for whoever got the mail."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import NotFound
from server.events import never_ask as domain

_LINK = "What the mail's link ends with."


@strawberry.type(description="What somebody was asked by mail, for whoever has the link in it.")
class SpeakerLetter:
    item: str = strawberry.field(description="In which talk or slot.")
    event: str = strawberry.field(description="At which event.")
    host: str = strawberry.field(description="Whose event it is.")


@strawberry.type(description="Nobody is asked at that address any more, and what was asked there is gone.")
class NeverAskSuccess:
    done: bool = strawberry.field(default=True, description="True.")


NeverAskToSpeakPayload = Annotated[
    NeverAskSuccess | NotFound,
    strawberry.union("NeverAskToSpeakPayload", description="That it is so, or why it isn't."),
]


@strawberry.type
class SpeakerLetterQuery:
    @strawberry.field(description="What a mail asked that has this link; null for others, and once it is answered.")
    async def speaker_letter(
        self, info: Info, token: Annotated[str, strawberry.argument(description=_LINK)]
    ) -> SpeakerLetter | None:
        row = await domain.speaker_letter(info.context.database, token=token)
        return SpeakerLetter(**row._mapping) if row is not None else None


@strawberry.type
class NeverAskMutation:
    @strawberry.mutation(
        description="Say that nobody is to be asked any more to speak at the address that got this link. It holds as"
        " long as there is no account with it."
    )
    async def never_ask_to_speak(
        self, info: Info, token: Annotated[str, strawberry.argument(description=_LINK)]
    ) -> NeverAskToSpeakPayload:
        context = info.context
        async with context.database.write() as session:
            await domain.never_ask(session, settings=context.settings, token=token, now=context.now)
        return NeverAskSuccess()
