"""Changing a series: one instance, those that follow it, or all."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry import UNSET

import schema.events.enums  # noqa: F401  # describes the enums
from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.events.fields import given
from schema.events.telling import telling
from server.attendance import part
from server.events import cancel_following, change_instance, change_series
from server.events.models import Event
from server.events.repetition import Repeats, Weekday
from server.local_time import Fold

_SLUG = "The event's name in addresses."
_AT = "Which instance: its `recurrenceId`."
_TIME = "Local time of the event's zone, `2026-09-24T18:30`; of whole days `2026-09-24`."


@strawberry.input(description="One instance of a series.")
class InstanceInput:
    slug: str = strawberry.field(description=_SLUG)
    recurrence_id: datetime = strawberry.field(description=_AT)


@strawberry.input(description="What to change.")
class WhatToChange:
    slug: str = strawberry.field(description=_SLUG)
    starts_at: str | None = strawberry.field(default=UNSET, description=f"When it begins. {_TIME}")
    starts_at_fold: Fold | None = strawberry.field(default=UNSET, description="Which, where that time comes twice.")
    ends_at: str | None = strawberry.field(default=UNSET, description=f"When it ends; the last day. {_TIME}")
    ends_at_fold: Fold | None = strawberry.field(default=UNSET, description="Which, where that time comes twice.")
    name: str | None = strawberry.field(default=UNSET, description="What it is called.")
    summary: str | None = strawberry.field(default=UNSET, description="One or two sentences.")
    description: str | None = strawberry.field(default=UNSET, description="All about it, in Markdown.")
    place: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Id of a venue: with its room, it takes the place of where the series is."
    )
    room: str | None = strawberry.field(default=UNSET, description="The room or hall.")
    location_text: str | None = strawberry.field(
        default=UNSET, description="Where it is instead, in words. The venue of the series then does not count."
    )


@strawberry.input(description="What to change of an instance, or of several by its example. What is left out stays.")
class ChangeInstanceInput(WhatToChange):
    recurrence_id: datetime = strawberry.field(description=_AT)


@strawberry.input(description="What to change of a whole series. What is left out stays.")
class ChangeSeriesInput(WhatToChange):
    recurrence_id: datetime | None = strawberry.field(
        default=None, description="Of which instance the rest is said; null: of the first one."
    )
    repeats: Repeats | None = strawberry.field(default=UNSET, description="How often it takes place from then on.")
    every: int | None = strawberry.field(default=UNSET, description="Of how many days, weeks or months one: 1 to 52.")
    weekdays: list[Weekday] | None = strawberry.field(
        default=UNSET, description="Of WEEKLY, with the one of its first day; null: only that one."
    )
    until: str | None = strawberry.field(default=UNSET, description="Its last local day, `2026-12-18`.")
    times: int | None = strawberry.field(default=UNSET, description="How often in all, instead of `until`: 1 to 1000.")
    rrule: str | None = strawberry.field(
        default=UNSET, description="Instead of all that: any rule of RFC 5545 that is not finer than days."
    )


@strawberry.type(description="The series is as you said.")
class ChangeSeriesSuccess:
    slug: str = strawberry.field(
        description="Of the event that has the instance now: a new one where those that follow were parted."
    )


_Answer = ChangeSeriesSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput
_WHAT = "Where it is now, or why it stays as it was."
ChangeInstancePayload = Annotated[_Answer, strawberry.union("ChangeInstancePayload", description=_WHAT)]
CancelInstancePayload = Annotated[_Answer, strawberry.union("CancelInstancePayload", description=_WHAT)]
RestoreInstancePayload = Annotated[_Answer, strawberry.union("RestoreInstancePayload", description=_WHAT)]
ChangeFollowingPayload = Annotated[_Answer, strawberry.union("ChangeFollowingPayload", description=_WHAT)]
CancelFollowingPayload = Annotated[_Answer, strawberry.union("CancelFollowingPayload", description=_WHAT)]
ChangeSeriesPayload = Annotated[_Answer, strawberry.union("ChangeSeriesPayload", description=_WHAT)]
_Change = Annotated[ChangeInstanceInput, strawberry.argument(description="Which instance, and what to change.")]
_One = Annotated[InstanceInput, strawberry.argument(description="Which instance.")]


@strawberry.type
class ChangeSeriesMutation:
    @strawberry.mutation(
        description="Change one instance of a series; the others stay. At another time it is RESCHEDULED. Scope"
        " POST_EVENTS."
    )
    async def change_instance(self, info: Info, input: _Change) -> ChangeInstancePayload:
        return await _done(info, change_instance.change_instance, input, given=_said(input))

    @strawberry.mutation(
        description="Cancel one instance of a series; it stays to be seen as cancelled. A second time changes nothing."
        " Scope POST_EVENTS."
    )
    async def cancel_instance(self, info: Info, input: _One) -> CancelInstancePayload:
        return await _done(info, change_instance.cancel_instance, input)

    @strawberry.mutation(description="Let an instance be as its series says again, and take place. Scope POST_EVENTS.")
    async def restore_instance(self, info: Info, input: _One) -> RestoreInstancePayload:
        return await _done(info, change_instance.restore_instance, input)

    @strawberry.mutation(
        description="Change an instance and all that follow: they become an event of their own with another slug, with"
        " the answers to them and what was changed for each. Scope POST_EVENTS."
    )
    async def change_following(self, info: Info, input: _Change) -> ChangeFollowingPayload:
        return await _done(info, part.change_following, input, given=_said(input))

    @strawberry.mutation(
        description="Cancel an instance and all that follow, and end the series with them. Those of the next 30 days"
        " and those to which people come stay to be seen as cancelled. Scope POST_EVENTS."
    )
    async def cancel_following(self, info: Info, input: _One) -> CancelFollowingPayload:
        return await _done(info, cancel_following.cancel_following, input)

    @strawberry.mutation(
        description="Change all instances: each moves by as much, by the wall clock, and keeps its exceptions and"
        " answers. It makes an event that takes place once a series, too. Scope POST_EVENTS."
    )
    async def change_series(
        self,
        info: Info,
        input: Annotated[ChangeSeriesInput, strawberry.argument(description="Which series, and what to change.")],
    ) -> ChangeSeriesPayload:
        return await _done(info, change_series.change_series, input, given=_said(input))


def _said(input_: WhatToChange) -> dict[str, Any]:
    own = ("slug", "recurrence_id")
    return given(input_, *own)


async def _done(info: Info, change: Any, input_: Any, **more: Any) -> ChangeSeriesSuccess:
    context = info.context
    actor, slug, now = context.actor, input_.slug, context.now
    async with context.database.write() as session, telling(context, session, slug) as about:
        event: Event = await change(session, actor=actor, slug=slug, at=input_.recurrence_id, **more, now=now)
        about.to = event.id
    return ChangeSeriesSuccess(slug=event.slug)
