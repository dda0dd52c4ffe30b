"""What employers get of one."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.enums import described
from schema.errors import NotFound, ScopeMissing, SignInRequired
from schema.events.queries import load_event
from schema.events.types import Event
from schema.ids import key_of
from server import errors
from server.actor import Scope, require_member
from server.contacts import employer_choice as domain
from server.contacts.employer_choice import ForEmployers
from server.people.queries import own_card

described(
    ForEmployers,
    "What employers get of a person only where that person says so.",
    EMAIL="The address for mail.",
    TELEPHONE="The number.",
    RESUME="The résumé.",
)


@strawberry.type(description="What you let employers have of you at one event.")
class EmployerChoice:
    event_key: strawberry.Private[UUID]
    fields: list[ForEmployers] | None = strawberry.field(
        description="What they get there; null: what they get at every event."
    )

    @strawberry.field(description="Which event; null when it is no longer for you to see.")
    async def event(self, info: Info) -> Event | None:
        return await load_event(info.context, self.event_key)


@strawberry.type
class EmployerChooser:
    """What `Viewer` has of this choice."""

    @strawberry.field(description="What you let employers have of you at every event, but for `employerChoices`.")
    async def employers_get(self, info: Info) -> list[ForEmployers]:
        member = require_member(info.context.actor, Scope.CONTACTS)
        return _read((await own_card(info.context.database, member.person_id)).employers_get) or []

    @strawberry.field(
        description=(
            "What you chose for single events with employers at which you are going to be, or were: the last one first,"
            " 50 at most."
        )
    )
    async def employer_choices(self, info: Info) -> list[EmployerChoice]:
        context = info.context
        rows = await domain.employer_choices(context.database, actor=context.actor)
        return [EmployerChoice(event_key=row.event_id, fields=_read(row.fields)) for row in rows]


@strawberry.input(description="What employers' people, who scan your badge, get of you beside what everybody sees.")
class SetEmployerChoiceInput:
    event_id: strawberry.ID | None = strawberry.field(
        default=None, description="At which event; null: at every event for which you chose nothing else."
    )
    fields: list[ForEmployers] | None = strawberry.field(
        default=None,
        description="What they get, all else not; null: at the event what they get at every event; else nothing.",
    )


@strawberry.type(description="It is so, also for the employers who have your card.")
class SetEmployerChoiceSuccess:
    fields: list[ForEmployers] = strawberry.field(description="What employers get at every event.")
    choices: list[EmployerChoice] = strawberry.field(description="What they get at single ones.")


SetEmployerChoicePayload = Annotated[
    SetEmployerChoiceSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("SetEmployerChoicePayload", description="Your choice, or why it stays as it was."),
]


@strawberry.type
class EmployerChoiceMutation:
    @strawberry.mutation(
        description="Say what employers get of you. It acts at once on those who have your card. Scope ADMIN."
    )
    async def set_employer_choice(
        self, info: Info, input: Annotated[SetEmployerChoiceInput, strawberry.argument(description="Your choice.")]
    ) -> SetEmployerChoicePayload:
        context = info.context
        event = key_of(input.event_id, "event") if input.event_id is not None else None
        if input.event_id is not None and event is None:
            raise errors.NotFound
        async with context.database.write() as session:
            person_id = await domain.choose_for_employers(
                session, actor=context.actor, event_id=event, fields=input.fields, now=context.now
            )
        card = await own_card(context.database, person_id)
        rows = await domain.employer_choices(context.database, actor=context.actor)
        return SetEmployerChoiceSuccess(
            fields=_read(card.employers_get) or [],
            choices=[EmployerChoice(event_key=row.event_id, fields=_read(row.fields)) for row in rows],
        )


def _read(fields: str | None) -> list[ForEmployers] | None:
    return None if fields is None else [ForEmployers(name) for name in fields.split()]
