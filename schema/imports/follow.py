"""Asking, pausing and removing addresses, and taking theirs again."""

from typing import Annotated, TypeAlias

import strawberry

import schema.imports.enums  # noqa: F401  # describes the enums
from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.events.telling import telling
from schema.ids import key_of
from schema.imports.ask_now import ask_now
from schema.imports.source import ImportSource, as_source
from server import errors as kernel
from server.events.posting import load_event
from server.imports import models
from server.imports.changed_here import take_theirs
from server.imports.host import Host
from server.imports.said import ImportedField
from server.imports.sources import answer_source, change_interval, pause_source, remove_source
from server.imports.take_in_hand import in_hand


@strawberry.input(description="An address to ask now.")
class AskImportSourceInput:
    id: strawberry.ID = strawberry.field(description="Which one.")
    most_may_go: bool = strawberry.field(
        default=False, description="Call off what is gone there, also if that is more than half of what is to come."
    )


@strawberry.input(description="An address to pause, or to go on with.")
class PauseImportSourceInput:
    id: strawberry.ID = strawberry.field(description="Which one.")
    paused: bool = strawberry.field(description="True: ask it no more; false: go on.")


@strawberry.input(description="How often an address is asked.")
class ChangeImportIntervalInput:
    id: strawberry.ID = strawberry.field(description="Which one.")
    every_minutes: int = strawberry.field(description="15, 60, 360, 1440 or 10080 minutes.")


@strawberry.input(description="What a time zone's name means at an address.")
class AnswerImportSourceInput:
    id: strawberry.ID = strawberry.field(description="Which address.")
    name: str = strawberry.field(description="One of its `unknownZones`.")
    zone: str = strawberry.field(description="The IANA time zone that it is, such as `America/New_York`.")


@strawberry.input(description="An address to remove.")
class RemoveImportSourceInput:
    id: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.input(description="What of an imported event is to be again as it is where it comes from.")
class TakeTheirsInput:
    event: str = strawberry.field(description="The event's name in addresses.")
    field: ImportedField = strawberry.field(description="What of it.")


@strawberry.type(description="It is done; the address as it is now.")
class ImportSourceSuccess:
    source: ImportSource = strawberry.field(description="The address.")


@strawberry.type(description="It is asked no more. Its events stay.")
class RemoveImportSourceSuccess:
    id: strawberry.ID = strawberry.field(description="Of the address that was.")


@strawberry.type(description="The event says again what is said where it comes from.")
class TakeTheirsSuccess:
    event: str = strawberry.field(description="The event's name in addresses.")


Done: TypeAlias = ImportSourceSuccess | SignInRequired | ScopeMissing | NotFound | InvalidInput
WHAT = "The address as it is now, or why not."
AskImportSourcePayload = Annotated[Done, strawberry.union("AskImportSourcePayload", description=WHAT)]
PauseImportSourcePayload = Annotated[Done, strawberry.union("PauseImportSourcePayload", description=WHAT)]
ChangeImportIntervalPayload = Annotated[Done, strawberry.union("ChangeImportIntervalPayload", description=WHAT)]
AnswerImportSourcePayload = Annotated[Done, strawberry.union("AnswerImportSourcePayload", description=WHAT)]
RemoveImportSourcePayload = Annotated[
    RemoveImportSourceSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("RemoveImportSourcePayload", description="What was removed, or why nothing was."),
]
TakeTheirsPayload = Annotated[
    TakeTheirsSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("TakeTheirsPayload", description="The event, or why nothing was changed."),
]


@strawberry.type
class ImportSourceMutation:
    @strawberry.mutation(description="Ask an address now. How it went is in `message`, also where it failed.")
    async def ask_import_source(
        self, info: Info, input: Annotated[AskImportSourceInput, strawberry.argument(description="Which one.")]
    ) -> AskImportSourcePayload:
        host, source = await source_in_hand(info, input.id)
        await ask_now(info.context, source.id, most_may_go=input.most_may_go)
        host, source = await source_in_hand(info, input.id)
        return ImportSourceSuccess(source=as_source(source, host))

    @strawberry.mutation(description="Ask an address no more for a while, or go on. A second time changes nothing.")
    async def pause_import_source(
        self, info: Info, input: Annotated[PauseImportSourceInput, strawberry.argument(description="Which one.")]
    ) -> PauseImportSourcePayload:
        host, source = await source_in_hand(info, input.id)
        async with info.context.database.write() as session:
            source = await pause_source(session, source, paused=input.paused, now=info.context.now)
        return ImportSourceSuccess(source=as_source(source, host))

    @strawberry.mutation(description="Ask an address more or less often from now on. A second time changes nothing.")
    async def change_import_interval(
        self, info: Info, input: Annotated[ChangeImportIntervalInput, strawberry.argument(description="Which one.")]
    ) -> ChangeImportIntervalPayload:
        host, source = await source_in_hand(info, input.id)
        every, now = input.every_minutes, info.context.now
        async with info.context.database.write() as session:
            source = await change_interval(session, source, every_minutes=every, now=now)
        return ImportSourceSuccess(source=as_source(source, host))

    @strawberry.mutation(description="Say which time zone a name means at an address; it is asked anew at once.")
    async def answer_import_source(
        self, info: Info, input: Annotated[AnswerImportSourceInput, strawberry.argument(description="The answer.")]
    ) -> AnswerImportSourcePayload:
        context = info.context
        host, source = await source_in_hand(info, input.id)
        async with context.database.write() as session:
            await answer_source(session, source, name=input.name, zone=input.zone, now=context.now)
        await ask_now(context, source.id)
        host, source = await source_in_hand(info, input.id)
        return ImportSourceSuccess(source=as_source(source, host))

    @strawberry.mutation(description="Remove an address; what it brought stays.")
    async def remove_import_source(
        self, info: Info, input: Annotated[RemoveImportSourceInput, strawberry.argument(description="Which one.")]
    ) -> RemoveImportSourcePayload:
        _, source = await source_in_hand(info, input.id)
        async with info.context.database.write() as session:
            await remove_source(session, source)
        return RemoveImportSourceSuccess(id=input.id)

    @strawberry.mutation(
        description="Let an imported event say again what is said where it comes from. A second time changes nothing."
    )
    async def take_theirs(
        self, info: Info, input: Annotated[TakeTheirsInput, strawberry.argument(description="What of which event.")]
    ) -> TakeTheirsPayload:
        context = info.context
        async with context.database.write() as session, telling(context, session, input.event):
            member, event = await load_event(session, actor=context.actor, slug=input.event)
            await take_theirs(session, event, actor_id=member.person_id, field=input.field, now=context.now)
        return TakeTheirsSuccess(event=event.slug)


async def source_in_hand(info: Info, id_: strawberry.ID) -> tuple[Host, models.ImportSource]:
    """Raises SignInRequired, ScopeMissing and NotFound."""
    key = key_of(id_, "import-source")
    if key is None:
        raise kernel.NotFound
    return await in_hand(info.context.database, models.ImportSource, actor=info.context.actor, id_=key)
