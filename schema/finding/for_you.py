"""What might be for the viewer, with the reason said."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.enums import described
from schema.events.types import Event, as_events
from server.events.find import events_by_id
from server.finding import for_you as domain
from server.finding.for_you import Reason

described(
    Reason,
    "Why an event might be for you.",
    CONTACT_GOING="A contact of yours goes, and lets you know.",
    FOLLOWED_ORGANIZATION="You follow who holds it.",
    FOLLOWED_TAG="You follow one of its tags.",
    INTEREST="One of its tags is among the interests on your card.",
    FOLLOWED_CAMPUS="You follow the campus that it is on.",
)


@strawberry.type(description="Why an event is suggested.")
class SuggestionReason:
    reason: Reason = strawberry.field(description="What sort of reason it is.")
    about: str = strawberry.field(description="The contact, organization, tag or campus that it is about, by name.")


@strawberry.type(description="An event that might be for you.")
class Suggestion:
    event: Event = strawberry.field(description="The event, or the instance of a series.")
    reasons: list[SuggestionReason] = strawberry.field(description="The strongest first; never empty.")


@strawberry.type
class Suggested:
    """What `Viewer` has of suggestions."""

    @strawberry.field(
        description=(
            "Events of the next 30 days that might be for you: those with the strongest reasons first, then by start."
            " What you answered to is left out. Nobody but you sees them."
        )
    )
    async def for_you(
        self, info: Info, first: Annotated[int, strawberry.argument(description="How many, 20 at most.")] = 5
    ) -> list[Suggestion]:
        context = info.context
        found = await domain.for_you(context.database, actor=context.actor, now=context.now, first=first)
        if not found:
            return []
        ids = [one.occurrence_id for one in found]
        rows = await events_by_id(context.database, actor=context.actor, now=context.now, ids=ids)
        events = dict(zip(rows, as_events(list(rows.values())), strict=True))
        return [
            Suggestion(
                event=events[one.occurrence_id],
                reasons=[SuggestionReason(reason=reason, about=about) for reason, about in one.reasons],
            )
            for one in found
            if one.occurrence_id in events
        ]
