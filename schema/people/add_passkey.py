"""Making a passkey."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import SessionRequired, SignInRequired, UserError, answers
from schema.people.passkeys import Passkey, as_passkey
from server.errors import Refusal
from server.people import passkey_errors
from server.people.add_passkey import add_passkey
from server.people.begin_passkey import begin_passkey


@strawberry.type(description="What to ask the browser for, good for one answer within five minutes.")
class BeginPasskeySuccess:
    options: str = strawberry.field(
        description="JSON. Give it to `PublicKeyCredential.parseCreationOptionsFromJSON` in a page of this site."
    )


@strawberry.input(description="What the browser made.")
class AddPasskeyInput:
    credential: str = strawberry.field(description="The credential's `toJSON()`, as text.")


@strawberry.type(description="You may sign in by it from now on.")
class AddPasskeySuccess:
    passkey: Passkey = strawberry.field(description="How it stands in your list.")


@answers(passkey_errors.PasskeyRefused)
@strawberry.type(description="The passkey can't be used here; what of it is wrong is not told.")
class PasskeyRefused(UserError):
    pass


@answers(passkey_errors.PasskeyTooLate)
@strawberry.type(description="The browser was not asked this, or not any more: begin again.")
class PasskeyTooLate(UserError):
    pass


@answers(passkey_errors.TooManyPasskeys)
@strawberry.type(description="You have as many passkeys as may be.")
class TooManyPasskeys(UserError):
    pass


BeginPasskeyPayload = Annotated[
    BeginPasskeySuccess | SignInRequired | SessionRequired | TooManyPasskeys,
    strawberry.union("BeginPasskeyPayload", description="What to ask for, or why not."),
]
AddPasskeyPayload = Annotated[
    AddPasskeySuccess | SignInRequired | SessionRequired | PasskeyRefused | PasskeyTooLate,
    strawberry.union("AddPasskeyPayload", description="The passkey, or why there is none."),
]


@strawberry.type
class AddPasskeyMutation:
    @strawberry.mutation(description="Begin to make a passkey in this browser. Only a browser may ask, no API token.")
    async def begin_passkey(self, info: Info) -> BeginPasskeyPayload:
        context = info.context
        async with context.database.write() as session:
            options = await begin_passkey(
                session,
                settings=context.settings,
                actor=context.actor,
                browser_token=context.session_token,
                now=context.now,
            )
        return BeginPasskeySuccess(options=options)

    @strawberry.mutation(
        description="Keep the passkey that this browser made. Only the session may that began, and no API token."
    )
    async def add_passkey(
        self, info: Info, input: Annotated[AddPasskeyInput, strawberry.argument(description="The answer.")]
    ) -> AddPasskeyPayload:
        context = info.context
        async with context.database.write() as session:
            answer = await add_passkey(
                session,
                settings=context.settings,
                actor=context.actor,
                credential=input.credential,
                browser_token=context.session_token,
                user_agent=context.user_agent,
                now=context.now,
            )
        if isinstance(answer, Refusal):
            raise answer  # now that the question is answered
        return AddPasskeySuccess(passkey=as_passkey(answer))
