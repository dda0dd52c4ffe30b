"""Signing in to the demo."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.errors import UserError, answers
from schema.people.types import Person, as_person
from server.people import errors
from server.people.demo_sign_in import sign_in_with_demo_link
from server.people.queries import own_person


@strawberry.input(description="The end of a demo's sign-in link.")
class SignInWithDemoLinkInput:
    token: str = strawberry.field(description="What follows `/sign-in/demo/`.")


@strawberry.type(description="A new session. Each sign-in is one of its own.")
class SignInSuccess:
    person_id: strawberry.Private[UUID]
    session_token: str = strawberry.field(
        description="Send it as the cookie `hallway_session`. Good for 30 days since its last use; not shown again."
    )
    offers_passkey: bool = strawberry.field(
        default=False,
        description="Whether to offer them a passkey now: true once, at the first sign-in by a code or a provider.",
    )

    @strawberry.field(description="Who is signed in now.")
    async def person(self, info: Info) -> Person:
        row = await own_person(info.context.database, self.person_id)
        assert row is not None, "a session goes with its person"
        return as_person(row.id, row)


@answers(errors.DemoLinkInvalid)
@strawberry.type(description="No demo link ends like this, or this installation is no demo.")
class DemoLinkInvalid(UserError):
    pass


SignInWithDemoLinkPayload = Annotated[
    SignInSuccess | DemoLinkInvalid,
    strawberry.union("SignInWithDemoLinkPayload", description="A session, or why there is none."),
]


@strawberry.type
class SignInMutation:
    @strawberry.mutation(description="Sign in as one of the demo's cast. Only a demo has such links.")
    async def sign_in_with_demo_link(
        self,
        info: Info,
        input: Annotated[SignInWithDemoLinkInput, strawberry.argument(description="The link.")],
    ) -> SignInWithDemoLinkPayload:
        context = info.context
        async with context.database.write() as session:
            person_id, token = await sign_in_with_demo_link(
                session,
                settings=context.settings,
                token=input.token,
                user_agent=context.user_agent,
                replaces=context.session_token,
                now=context.now,
            )
        return SignInSuccess(person_id=person_id, session_token=token)
