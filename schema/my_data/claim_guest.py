"""Taking over what one has as a guest, in GraphQL."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.badges.refusals import BadgeMalformed
from schema.context import Info
from schema.errors import NotFound, SessionRequired, SignInRequired, UserError, answers, as_error
from schema.ids import global_id, key_of
from server import errors as kernel
from server.my_data import claim_errors
from server.my_data.claim_guest import claim_by_address, claim_by_code
from server.my_data.guests_waiting import guests_waiting


@answers(claim_errors.ClaimCodeWrong)
@strawberry.type(description="These letters don't belong to this badge, or it is of nobody who can be taken over.")
class ClaimCodeWrong(UserError):
    pass


@answers(claim_errors.TooManyClaims)
@strawberry.type(description="Letters were tried too often, by you or for this badge.")
class TooManyClaims(UserError):
    retry_at: datetime = strawberry.field(description="When to try again, in UTC.")


@strawberry.type(description="A guest with the address by which you sign in: somebody wrote it down for you.")
class WaitingGuest:
    id: strawberry.ID = strawberry.field(description="By which to take it over.")
    name: str = strawberry.field(description="The name as it was written down.")
    event_name: str | None = strawberry.field(description="The event; null where that is gone.")
    created_at: datetime = strawberry.field(description="When it was written down, in UTC.")


@strawberry.input(description="A guest who is you.")
class ClaimGuestInput:
    guest: strawberry.ID = strawberry.field(description="One of `viewer.waitingGuests`.")


@strawberry.input(description="A badge that is yours.")
class ClaimBadgeInput:
    code: str = strawberry.field(description="The badge's code.")
    claim_code: str = strawberry.field(description="The eight letters that the desk of the event gave you.")


@strawberry.type(description="The badge is yours, with everybody who scanned it and where you were with it.")
class ClaimGuestSuccess:
    claimed: bool = strawberry.field(description="Always true.")


ClaimGuestPayload = Annotated[
    ClaimGuestSuccess | SignInRequired | SessionRequired | NotFound,
    strawberry.union("ClaimGuestPayload", description="That it is yours, or why not."),
]
ClaimBadgePayload = Annotated[
    ClaimGuestSuccess | SignInRequired | SessionRequired | BadgeMalformed | ClaimCodeWrong | TooManyClaims,
    strawberry.union("ClaimBadgePayload", description="That it is yours, or why not."),
]


@strawberry.type
class ClaimHolder:
    """What `Viewer` has of this capability."""

    @strawberry.field(description="Guests who may be you, since they have your address; the oldest first.")
    async def waiting_guests(self, info: Info) -> list[WaitingGuest]:
        rows = await guests_waiting(info.context.database, actor=info.context.actor)
        return [
            WaitingGuest(
                id=strawberry.ID(global_id("guest", row.person_id)),
                name=row.name,
                event_name=row.event_name,
                created_at=row.created_at,
            )
            for row in rows
        ]


@strawberry.type
class ClaimMutation:
    @strawberry.mutation(description="Take over a guest who has the address by which you sign in.")
    async def claim_guest(
        self, info: Info, input: Annotated[ClaimGuestInput, strawberry.argument(description="Whom.")]
    ) -> ClaimGuestPayload:
        context, key = info.context, key_of(input.guest, "guest")
        if key is None:
            raise kernel.NotFound
        async with context.database.write() as session:
            await claim_by_address(session, actor=context.actor, guest_id=key, now=context.now)
        return ClaimGuestSuccess(claimed=True)

    @strawberry.mutation(description="Take over a guest's badge by the letters from the desk. Ten tries an hour.")
    async def claim_badge(
        self, info: Info, input: Annotated[ClaimBadgeInput, strawberry.argument(description="Which.")]
    ) -> ClaimBadgePayload:
        context = info.context
        async with context.database.write() as session:
            wrong = await claim_by_code(
                session,
                settings=context.settings,
                actor=context.actor,
                code=input.code,
                letters=input.claim_code,
                now=context.now,
            )
        return as_error(wrong) if wrong is not None else ClaimGuestSuccess(claimed=True)
