"""A device takes an event's sealed roster along, and organizers give it a new key, in GraphQL."""

from base64 import b64encode
from datetime import datetime
from typing import Annotated

import strawberry

from schema.context import Info
from schema.enums import described
from schema.errors import NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import key_of
from server import errors as kernel
from server.rosters.may import RosterAudience
from server.rosters.renew import renew_roster
from server.rosters.take import take_roster

described(
    RosterAudience,
    "For what a roster is used.",
    SCAN="Saving contacts and leads: for whoever goes to the event, speaks, stands at a booth or works there.",
    CHECK_IN="Letting people in, with who waits and who is in already: for whoever works there.",
)


@strawberry.type(
    description=(
        "What the badges of an event show, sealed: each card opens with its badge's code and in no other way. The"
        " format is in `server/decisions/0020-names-go-offline-sealed.md`."
    )
)
class EventRoster:
    base64: str = strawberry.field(description="The octets (RFC 4648 §4).")
    etag: str = strawberry.field(description="Of the whole roster that this is, or that these changes belong to.")
    whole: bool = strawberry.field(
        description="Whether to put it in the place of everything a device has; else in the place of earlier changes."
    )
    expires_at: datetime = strawberry.field(description="Until when it may be opened, in UTC.")


@strawberry.input(description="An event whose rosters get a new key.")
class RenewRosterInput:
    event: strawberry.ID = strawberry.field(description="The event, or one instance of a series.")


@strawberry.type(description="The rosters have a new key; each device takes a whole one when it asks next.")
class RenewRosterSuccess:
    event: strawberry.ID = strawberry.field(description="As it was given.")


RenewRosterPayload = Annotated[
    RenewRosterSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("RenewRosterPayload", description="That the key is new, or why not."),
]


@strawberry.type
class RosterQuery:
    @strawberry.field(
        description="The sealed roster of an event, or of the instance of a series that is on or next; null where you"
        " may not have it, and from two hours after its end."
    )
    async def event_roster(
        self,
        info: Info,
        slug: Annotated[str, strawberry.argument(description="The event's name in addresses.")],
        audience: Annotated[RosterAudience, strawberry.argument(description="For what.")],
        have: Annotated[
            str | None, strawberry.argument(description="`etag` of what the device has; only changes are answered.")
        ] = None,
    ) -> EventRoster | None:
        context = info.context
        taken = await take_roster(
            context.database,
            context.resources.rosters,
            settings=context.settings,
            actor=context.actor,
            slug=slug,
            audience=audience,
            have=have,
            now=context.now,
        )
        if taken is None:
            return None
        octets = b64encode(taken.octets).decode("ascii")
        return EventRoster(base64=octets, etag=taken.etag, whole=taken.whole, expires_at=taken.expires_at)


@strawberry.type
class RosterMutation:
    @strawberry.mutation(
        description=(
            "Give the sealed rosters of an event a new key, once somebody who has them lost your trust. Its organizers"
            " may."
        )
    )
    async def renew_roster(
        self, info: Info, input: Annotated[RenewRosterInput, strawberry.argument(description="Of which event.")]
    ) -> RenewRosterPayload:
        context, key = info.context, key_of(input.event, "event")
        if key is None:
            raise kernel.NotFound
        async with context.database.write() as session:
            await renew_roster(session, actor=context.actor, occurrence_id=key, now=context.now)
        return RenewRosterSuccess(event=input.event)
