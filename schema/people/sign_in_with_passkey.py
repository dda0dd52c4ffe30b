"""Signing in by a passkey."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.context import Info
from schema.people.add_passkey import PasskeyRefused, PasskeyTooLate
from schema.people.sign_in import SignInSuccess
from schema.people.sign_in_by_provider import TooManySignIns
from server.errors import Refusal
from server.people.begin_passkey_sign_in import begin_passkey_sign_in
from server.people.sign_in_with_passkey import sign_in_with_passkey


@strawberry.input(description="Which browser asks.")
class BeginPasskeySignInInput:
    browser_token: str | None = strawberry.field(
        default=None, description="What an earlier `beginPasskeySignIn` of this browser answered, to keep both going."
    )


@strawberry.type(description="What to ask the browser for, good for one answer.")
class BeginPasskeySignInSuccess:
    options: str = strawberry.field(
        description="JSON. Give it to `PublicKeyCredential.parseRequestOptionsFromJSON` in a page of this site."
    )
    browser_token: str = strawberry.field(description="Keep it in the browser: only with it the answer counts.")
    expires_at: datetime = strawberry.field(description="Until when the answer counts.")


@strawberry.input(description="What a passkey signed.")
class SignInWithPasskeyInput:
    credential: str = strawberry.field(description="The credential's `toJSON()`, as text.")
    browser_token: str = strawberry.field(description="What `beginPasskeySignIn` answered.")


BeginPasskeySignInPayload = Annotated[
    BeginPasskeySignInSuccess | TooManySignIns,
    strawberry.union("BeginPasskeySignInPayload", description="What to ask for, or why not."),
]
SignInWithPasskeyPayload = Annotated[
    SignInSuccess | PasskeyRefused | PasskeyTooLate,
    strawberry.union("SignInWithPasskeyPayload", description="A session, or why there is none."),
]


@strawberry.type
class PasskeySignInMutation:
    @strawberry.mutation(description="Begin to sign in by a passkey. Nobody says who they are before.")
    async def begin_passkey_sign_in(
        self, info: Info, input: Annotated[BeginPasskeySignInInput, strawberry.argument(description="The browser.")]
    ) -> BeginPasskeySignInPayload:
        context = info.context
        async with context.database.write() as session:
            question = await begin_passkey_sign_in(
                session,
                settings=context.settings,
                client=context.client,
                browser_token=input.browser_token,
                now=context.now,
            )
        return BeginPasskeySignInSuccess(
            options=question.options, browser_token=question.browser_token, expires_at=question.expires_at
        )

    @strawberry.mutation(
        description="Sign in by what a passkey signed. The session that asks, if there is one, ends with that."
    )
    async def sign_in_with_passkey(
        self, info: Info, input: Annotated[SignInWithPasskeyInput, strawberry.argument(description="The answer.")]
    ) -> SignInWithPasskeyPayload:
        context = info.context
        async with context.database.write() as session:
            answer = await sign_in_with_passkey(
                session,
                settings=context.settings,
                credential=input.credential,
                browser_token=input.browser_token,
                user_agent=context.user_agent,
                replaces=context.session_token,
                now=context.now,
            )
        if isinstance(answer, Refusal):
            raise answer  # now that the question is answered
        return SignInSuccess(person_id=answer.person_id, session_token=answer.token)
