"""Signing in through a university's own sign-in (OpenID Connect)."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.context import Info
from schema.enums import described
from schema.errors import NotFound, UserError, answers
from schema.people.sign_in import SignInSuccess
from server.badges.issue import issue_badge
from server.organizations.provider_roles import follow_provider
from server.people import provider_errors
from server.people.ask_provider import Answer, ask_provider
from server.people.go_to_provider import come_back, go_to_provider, provider_of
from server.people.provider_errors import ProviderFault
from server.people.sign_in_by_provider import note_failure, sign_in_with_provider, words

described(
    ProviderFault,
    "Why nobody was signed in through a provider.",
    BEGIN_AGAIN="The sign-in was used already, is older than ten minutes, or began in another browser.",
    CANCELLED="The person, or the provider, said no.",
    UNREACHABLE="The provider does not answer.",
    REFUSED="The provider did not accept what Hallway sent it.",
    ISSUER_WRONG="The answer names another issuer than the provider's.",
    AUDIENCE_WRONG="The ID token was made for somebody other than Hallway.",
    NONCE_WRONG="The ID token belongs to another sign-in.",
    SIGNATURE_WRONG="The ID token is not signed with a key of the provider.",
    EXPIRED="The ID token is too old, or from the future.",
    ANSWER_UNREADABLE="What the provider answered makes no sense.",
    EMAIL_MISSING="The person is new here, and the provider tells no email address of theirs.",
    EMAIL_UNVERIFIED="The person is new here, and the provider has not verified their email address.",
    EMAIL_TAKEN="Somebody here has that address, and this provider may not vouch for it.",
    NAME_MISSING="The person is new here, and the provider tells no name of theirs.",
    JOINING_CLOSED="Nobody here is known by this provider, and it lets nobody join.",
)


@strawberry.type(description="A sign-in of a university or a partner, which people may use instead of an email code.")
class SignInProvider:
    slug: str = strawberry.field(description="Give it to `goToSignInProvider`.")
    name: str = strawberry.field(description="What to call an account there, as in “Use my Northgate account”.")
    path: str = strawberry.field(description="Path of the link that takes a browser there.")


@strawberry.input(description="Through which provider to sign in.")
class GoToSignInProviderInput:
    provider: str = strawberry.field(description="The slug of one of `signInProviders`.")
    next: str = strawberry.field(default="/", description="A path of this site to go on to.")
    browser_token: str | None = strawberry.field(
        default=None, description="What an earlier `goToSignInProvider` of this browser answered, to keep both going."
    )


@strawberry.type(description="A sign-in that was begun, good for one answer.")
class GoToSignInProviderSuccess:
    address: str = strawberry.field(description="Where to send the browser.")
    browser_token: str = strawberry.field(description="Keep it in the browser: only with it the answer counts.")
    expires_at: datetime = strawberry.field(description="Until when the answer counts.")


@strawberry.input(description="With what the provider sent the browser back.")
class SignInWithProviderInput:
    state: str = strawberry.field(description="`state` of the address.")
    browser_token: str = strawberry.field(description="What `goToSignInProvider` answered.")
    provider: str = strawberry.field(description="The last part of the address's path.")
    code: str | None = strawberry.field(default=None, description="`code` of the address.")
    error: str | None = strawberry.field(default=None, description="`error` of the address.")
    issuer: str | None = strawberry.field(default=None, description="`iss` of the address.")


@strawberry.type(description="A session, and where to go with it.")
class SignInWithProviderSuccess(SignInSuccess):
    next: str = strawberry.field(description="The path to go on to.")


@answers(provider_errors.ProviderSignInRefused)
@strawberry.type(description="Nobody was signed in through the provider.")
class ProviderSignInRefused(UserError):
    why: ProviderFault = strawberry.field(description="What was the matter.")
    next: str = strawberry.field(description="The path to go on to after another sign-in; `/` where none is known.")


@answers(provider_errors.TooManySignIns)
@strawberry.type(description="From your network too many sign-ins were begun.")
class TooManySignIns(UserError):
    retry_at: datetime = strawberry.field(description="When to try again.")


GoToSignInProviderPayload = Annotated[
    GoToSignInProviderSuccess | ProviderSignInRefused | TooManySignIns | NotFound,
    strawberry.union("GoToSignInProviderPayload", description="Where to go, or why not."),
]
SignInWithProviderPayload = Annotated[
    SignInWithProviderSuccess | ProviderSignInRefused,
    strawberry.union("SignInWithProviderPayload", description="A session, or why there is none."),
]


@strawberry.type
class ProviderSignInQuery:
    @strawberry.field(description="Through which providers one may sign in here, in the order of their buttons.")
    def sign_in_providers(self, info: Info) -> list[SignInProvider]:
        return [
            SignInProvider(slug=one.id, name=one.name, path=f"/sign-in/with/{one.id}")
            for one in info.context.settings.providers
        ]


@strawberry.type
class ProviderSignInMutation:
    @strawberry.mutation(
        description="Begin to sign in through a provider: the address of its own page, with what it is asked for."
    )
    async def go_to_sign_in_provider(
        self, info: Info, input: Annotated[GoToSignInProviderInput, strawberry.argument(description="The provider.")]
    ) -> GoToSignInProviderPayload:
        context = info.context
        provider = provider_of(context.settings, input.provider)
        metadata = await context.resources.provider_documents.metadata(provider, now=context.now)
        async with context.database.write() as session:
            departure = await go_to_provider(
                session,
                settings=context.settings,
                provider=provider,
                metadata=metadata,
                client=context.client,
                next_=input.next,
                browser_token=input.browser_token,
                now=context.now,
            )
        return GoToSignInProviderSuccess(
            address=departure.address, browser_token=departure.browser_token, expires_at=departure.expires_at
        )

    @strawberry.mutation(
        description=(
            "Sign in by what a provider sent the browser back with; it counts once. The session that asks, if there is"
            " one, ends with that."
        )
    )
    async def sign_in_with_provider(
        self, info: Info, input: Annotated[SignInWithProviderInput, strawberry.argument(description="The answer.")]
    ) -> SignInWithProviderPayload:
        context = info.context
        answer = Answer(input.state, input.code, input.error, input.issuer)
        async with context.database.write() as session:
            back = await come_back(
                session,
                settings=context.settings,
                provider_id=input.provider,
                state=input.state,
                error=input.error,
                browser_token=input.browser_token,
                now=context.now,
            )
            if isinstance(back, provider_errors.ProviderSignInRefused):
                await note_failure(session, provider=None, refusal=back, now=context.now)
        if isinstance(back, provider_errors.ProviderSignInRefused):
            raise back  # now that the attempt is gone
        provider, next_ = back
        try:
            claims = await ask_provider(
                context.resources.provider_documents,
                settings=context.settings,
                provider=provider,
                answer=answer,
                now=context.now,
            )
            async with context.database.write() as session:
                signed_in = await sign_in_with_provider(
                    session,
                    provider=provider,
                    claims=claims,
                    user_agent=context.user_agent,
                    replaces=context.session_token,
                    now=context.now,
                )
                person_id = signed_in.person_id
                groups = words(claims.get(provider.groups_claim))
                await follow_provider(session, provider=provider, person_id=person_id, groups=groups, now=context.now)
                if signed_in.joined:
                    await issue_badge(session, secret=context.settings.secret, person_id=person_id, now=context.now)
        except provider_errors.ProviderSignInRefused as refusal:
            refusal.next = next_
            async with context.database.write() as session:
                await note_failure(session, provider=provider, refusal=refusal, now=context.now)
            raise
        return SignInWithProviderSuccess(
            person_id=person_id, session_token=signed_in.token, offers_passkey=signed_in.offers_passkey, next=next_
        )
