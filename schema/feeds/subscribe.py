"""Making, changing and removing calendars of one's own."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, SessionRequired, SignInRequired
from schema.feeds.address import CalendarAddress, as_address
from schema.feeds.subscriptions import CalendarSubscription, as_subscription
from schema.ids import key_of
from server import errors
from server.feeds import subscribe
from server.feeds.models import CalendarSource
from server.feeds.ways import ways
from server.feeds.wish import CalendarWish, wish

_BROWSER = "Only a browser may ask, no API token."


@strawberry.input(description="What a calendar of your own is to hold: `sources`, or the events of a saved filter.")
class CalendarInput:
    name: str = strawberry.field(description="What you call it: at most 100 letters.")
    sources: list[CalendarSource] | None = strawberry.field(default=None, description="What of your own it holds.")
    saved_filter: strawberry.ID | None = strawberry.field(
        default=None, description="One of `viewer.savedFilters`, instead of `sources`."
    )
    remind_minutes: int | None = strawberry.field(
        default=None, description="How long before each start your program is to ring: up to 10,080; null: not at all."
    )


@strawberry.input(description="A calendar of yours, and what it is to hold from now on.")
class ChangeCalendarInput(CalendarInput):
    id: strawberry.ID = strawberry.field(description="One of `viewer.calendarSubscriptions`.")


@strawberry.input(description="A calendar of yours.")
class OwnCalendarInput:
    id: strawberry.ID = strawberry.field(description="One of `viewer.calendarSubscriptions`.")


@strawberry.type(description="The calendar and its address, which is shown this once. We keep only its hash.")
class SubscribeSuccess:
    subscription: CalendarSubscription = strawberry.field(description="How it stands in your list.")
    address: CalendarAddress = strawberry.field(description="Whoever knows it can read the calendar.")


@strawberry.type(description="The calendar as it is now. Its address is the same.")
class ChangeCalendarSuccess:
    subscription: CalendarSubscription = strawberry.field(description="How it stands in your list.")


@strawberry.type(description="The address leads nowhere any more.")
class UnsubscribeSuccess:
    id: strawberry.ID = strawberry.field(description="Of the calendar that was removed.")


SubscribePayload = Annotated[
    SubscribeSuccess | SignInRequired | SessionRequired | InvalidInput,
    strawberry.union("SubscribePayload", description="The calendar, or why there is none."),
]
ChangeCalendarPayload = Annotated[
    ChangeCalendarSuccess | SignInRequired | SessionRequired | NotFound | InvalidInput,
    strawberry.union("ChangeCalendarPayload", description="The calendar, or why it stays as it was."),
]
RotateCalendarPayload = Annotated[
    SubscribeSuccess | SignInRequired | SessionRequired | NotFound,
    strawberry.union("RotateCalendarPayload", description="The calendar, or why it keeps its address."),
]
UnsubscribePayload = Annotated[
    UnsubscribeSuccess | SignInRequired | SessionRequired | NotFound,
    strawberry.union("UnsubscribePayload", description="What was removed, or why nothing was."),
]


@strawberry.type
class SubscribeMutation:
    @strawberry.mutation(description=f"Make a calendar of your own, at a secret address. {_BROWSER}")
    async def subscribe(
        self, info: Info, input: Annotated[CalendarInput, strawberry.argument(description="What it holds.")]
    ) -> SubscribePayload:
        context = info.context
        wanted = _wish(input)
        async with context.database.write() as session:
            made = await subscribe.subscribe(session, actor=context.actor, wish=wanted, now=context.now)
        return _success(info, made)

    @strawberry.mutation(description=f"Let a calendar of yours be called otherwise and hold something else. {_BROWSER}")
    async def change_calendar(
        self, info: Info, input: Annotated[ChangeCalendarInput, strawberry.argument(description="Which, and what.")]
    ) -> ChangeCalendarPayload:
        context = info.context
        wanted, key = _wish(input), _key(input.id)
        async with context.database.write() as session:
            row = await subscribe.change_subscription(session, actor=context.actor, id=key, wish=wanted)
        return ChangeCalendarSuccess(subscription=as_subscription(row))

    @strawberry.mutation(
        description=f"Give a calendar of yours another address; the old one leads nowhere from now on. {_BROWSER}"
    )
    async def rotate_calendar(
        self, info: Info, input: Annotated[OwnCalendarInput, strawberry.argument(description="Which one.")]
    ) -> RotateCalendarPayload:
        context = info.context
        key = _key(input.id)
        async with context.database.write() as session:
            made = await subscribe.rotate_subscription(session, actor=context.actor, id=key, now=context.now)
        return _success(info, made)

    @strawberry.mutation(description=f"Remove a calendar of yours; its address leads nowhere from now on. {_BROWSER}")
    async def unsubscribe(
        self, info: Info, input: Annotated[OwnCalendarInput, strawberry.argument(description="Which one.")]
    ) -> UnsubscribePayload:
        context = info.context
        key = _key(input.id)
        async with context.database.write() as session:
            await subscribe.unsubscribe(session, actor=context.actor, id=key, now=context.now)
        return UnsubscribeSuccess(id=input.id)


def _success(info: Info, made: subscribe.MadeAddress) -> SubscribeSuccess:
    address = f"{info.context.settings.base_url}/feeds/{made.secret}.ics"
    return SubscribeSuccess(subscription=as_subscription(made.row), address=as_address(ways(made.row.name, address)))


def _wish(input: CalendarInput) -> CalendarWish:
    given = input.saved_filter
    key = key_of(given, "filter") if given else None
    if given and key is None:
        raise errors.InvalidInput(errors.FieldError(("savedFilter",), "Choose one of your saved filters."))
    return wish(
        name=input.name,
        sources=frozenset(input.sources or ()),
        saved_filter_id=key,
        remind_minutes=input.remind_minutes,
    )


def _key(id_: str) -> UUID:
    key = key_of(id_, "calendar")
    if key is None:
        raise errors.NotFound
    return key
