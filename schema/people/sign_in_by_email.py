"""Signing in by a code that is mailed."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, UserError, answers
from schema.people.sign_in import SignInSuccess
from server.badges.awaited import is_awaited
from server.badges.issue import issue_badge
from server.errors import Refusal
from server.people import errors
from server.people.models import Affiliation
from server.people.sign_in_by_email import request_sign_in_code, sign_in_with_code


@strawberry.input(description="Whom to mail a code.")
class RequestSignInCodeInput:
    email: str = strawberry.field(description="An address. The answer is the same whether anybody here has it.")
    next: str = strawberry.field(
        default="/", description="A path of this site to go on to, which the link in the mail carries."
    )


@strawberry.type(description="A code is on its way, if somebody may sign in by that address.")
class RequestSignInCodeSuccess:
    attempt: UUID = strawberry.field(description="Give it to `signInWithCode`. Only with it the code works.")
    expires_at: datetime = strawberry.field(description="Until when the code works.")
    next: str = strawberry.field(description="The path to go on to; `/` for any that leads elsewhere.")


@answers(errors.TooManyCodes)
@strawberry.type(description="For this address, or from your network, too many codes were asked for.")
class TooManyCodes(UserError):
    retry_at: datetime = strawberry.field(description="When to try again.")


@strawberry.input(description="The code, and what it was asked for with.")
class SignInWithCodeInput:
    attempt: UUID = strawberry.field(description="What `requestSignInCode` answered.")
    code: str = strawberry.field(description="The six digits of the mail; spaces between them are fine.")
    name: str | None = strawberry.field(default=None, description="Your name, if the answer was IntroductionRequired.")
    affiliation: Affiliation | None = strawberry.field(
        default=None, description="How you belong here, if the answer was IntroductionRequired."
    )


@answers(errors.CodeWrong)
@strawberry.type(description="These are not the digits that were mailed.")
class CodeWrong(UserError):
    tries_left: int = strawberry.field(description="How often more this code may be tried.")


@answers(errors.CodeExpired)
@strawberry.type(description="The code was used, is too old, or was tried too often.")
class CodeExpired(UserError):
    pass


@answers(errors.IntroductionRequired)
@strawberry.type(description="The code is right, and its owner is new here: send it again with name and affiliation.")
class IntroductionRequired(UserError):
    pass


@answers(errors.TooManyTries)
@strawberry.type(description="From your network came too many wrong codes.")
class TooManyTries(UserError):
    retry_at: datetime = strawberry.field(description="When to try again.")


RequestSignInCodePayload = Annotated[
    RequestSignInCodeSuccess | TooManyCodes | InvalidInput,
    strawberry.union("RequestSignInCodePayload", description="What to sign in with once the mail is there."),
]
SignInWithCodePayload = Annotated[
    SignInSuccess | CodeWrong | CodeExpired | IntroductionRequired | TooManyTries | InvalidInput,
    strawberry.union("SignInWithCodePayload", description="A session, or why there is none."),
]


@strawberry.type
class EmailSignInMutation:
    @strawberry.mutation(
        description=(
            "Have six digits mailed to you, good for ten minutes, five tries and one sign-in. Whether anybody has the"
            " address is not told."
        )
    )
    async def request_sign_in_code(
        self, info: Info, input: Annotated[RequestSignInCodeInput, strawberry.argument(description="The address.")]
    ) -> RequestSignInCodePayload:
        context = info.context
        async with context.database.write() as session:
            attempt = await request_sign_in_code(
                session,
                settings=context.settings,
                email=input.email,
                client=context.client,
                next_=input.next,
                invited=is_awaited,
                now=context.now,
            )
        return RequestSignInCodeSuccess(attempt=attempt.id, expires_at=attempt.expires_at, next=attempt.next)

    @strawberry.mutation(
        description="Sign in by the digits of a mail. The session that asks, if there is one, ends with that."
    )
    async def sign_in_with_code(
        self, info: Info, input: Annotated[SignInWithCodeInput, strawberry.argument(description="The code.")]
    ) -> SignInWithCodePayload:
        context = info.context
        async with context.database.write() as session:
            answer = await sign_in_with_code(
                session,
                settings=context.settings,
                attempt_id=input.attempt,
                code=input.code,
                client=context.client,
                user_agent=context.user_agent,
                name=input.name,
                affiliation=input.affiliation,
                replaces=context.session_token,
                now=context.now,
            )
            if not isinstance(answer, Refusal) and answer.joined:
                await issue_badge(session, secret=context.settings.secret, person_id=answer.person_id, now=context.now)
        if isinstance(answer, Refusal):
            raise answer  # now that the try is kept
        return SignInSuccess(
            person_id=answer.person_id, session_token=answer.token, offers_passkey=answer.offers_passkey
        )
