"""An event's agenda, for those who change it."""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import strawberry
from strawberry import UNSET

import schema.events.enums  # noqa: F401  # describes the enums
from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from server import errors
from server.events import change_agenda as domain
from server.events.models import Event
from server.events.typed_agenda import typed_agenda
from server.local_time import Fold, typed_local

_TIME = "Local time of the event's zone, `2026-09-24T18:30`, within the event."


@strawberry.type(description="A talk or slot, with what would be typed into a form to change it.")
class TypedAgendaItem:
    id: strawberry.ID = strawberry.field(description="To change it by.")
    name: str = strawberry.field(description="What it is called.")
    description: str = strawberry.field(description="What it is about, in Markdown; may be empty.")
    starts_at: datetime = strawberry.field(description="When it begins, in UTC.")
    ends_at: datetime = strawberry.field(description="When it is over, in UTC; exclusive.")
    room: str | None = strawberry.field(description="Where in the event it is.")
    speakers: list[str] = strawberry.field(description="Who speaks, by name, in the programme's order.")
    typed_starts_at: str = strawberry.field(description="Its start as local time of the event, `2026-09-24T18:30`.")
    starts_at_fold: Fold | None = strawberry.field(description="Which one is meant, where that time comes twice.")
    typed_ends_at: str = strawberry.field(description="Its end in the same way.")
    ends_at_fold: Fold | None = strawberry.field(description="Which one is meant, where that time comes twice.")


@strawberry.type(description="The agenda of an event, for those who post for its host.")
class EventAgenda:
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="What it is called.")
    time_zone: str = strawberry.field(description="IANA time zone in which its hours are told.")
    typed_starts_at: str = strawberry.field(description="When the event begins as local time, `2026-09-24T18:30`.")
    typed_ends_at: str = strawberry.field(description="When it ends, in the same way.")
    entries: list[TypedAgendaItem] = strawberry.field(description="Its talks and slots, by time.")


@strawberry.input(description="A talk or slot. What is left out stays; a new one needs a name and its times.")
class AgendaItemInput:
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str | None = strawberry.field(default=UNSET, description="What it is called.")
    description: str | None = strawberry.field(default=UNSET, description="What it is about, in Markdown.")
    starts_at: str | None = strawberry.field(default=UNSET, description=f"When it begins. {_TIME}")
    starts_at_fold: Fold | None = strawberry.field(default=UNSET, description="Which, where that time comes twice.")
    ends_at: str | None = strawberry.field(default=UNSET, description=f"When it ends. {_TIME}")
    ends_at_fold: Fold | None = strawberry.field(default=UNSET, description="Which, where that time comes twice.")
    room: str | None = strawberry.field(default=UNSET, description="Where in the event it is.")
    speakers: list[str] | None = strawberry.field(
        default=UNSET, description="Who speaks, by name, in order, 30 at most. Line ends part several in one."
    )


@strawberry.input(description="A change of a talk or slot. What is left out stays.")
class ChangeAgendaItemInput(AgendaItemInput):
    id: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.input(description="A talk or slot to take off the agenda.")
class RemoveAgendaItemInput:
    slug: str = strawberry.field(description="The event's name in addresses.")
    id: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.type(description="The agenda is as you said.")
class ChangeAgendaSuccess:
    slug: str = strawberry.field(description="Of the event.")


_Answer = ChangeAgendaSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput
_WHAT = "The agenda, or why it stays as it was."
AddAgendaItemPayload = Annotated[_Answer, strawberry.union("AddAgendaItemPayload", description=_WHAT)]
ChangeAgendaItemPayload = Annotated[_Answer, strawberry.union("ChangeAgendaItemPayload", description=_WHAT)]
RemoveAgendaItemPayload = Annotated[_Answer, strawberry.union("RemoveAgendaItemPayload", description=_WHAT)]


@strawberry.type
class AgendaQuery:
    @strawberry.field(
        description="The agenda of an event, to change it. Null for whoever does not post for its host. Scope"
        " POST_EVENTS."
    )
    async def event_agenda(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The event's name in addresses.")]
    ) -> EventAgenda | None:
        found = await typed_agenda(info.context.database, actor=info.context.actor, slug=slug)
        if found is None:
            return None
        event, zone, speakers = found.event, ZoneInfo(found.event.time_zone), found.speakers()
        rows = {row.key: row for row in found.rows}
        return EventAgenda(
            slug=event.slug,
            name=event.name,
            time_zone=event.time_zone,
            typed_starts_at=str(typed_local(event.starts_at, zone)),
            typed_ends_at=str(typed_local(event.ends_at, zone)),
            entries=[_item(row, speakers[key], zone) for key, row in rows.items()],
        )


@strawberry.type
class AgendaMutation:
    @strawberry.mutation(description="Add a talk or slot to an event. Each time is another one. Scope POST_EVENTS.")
    async def add_agenda_item(
        self, info: Info, input: Annotated[AgendaItemInput, strawberry.argument(description="The new one.")]
    ) -> AddAgendaItemPayload:
        return await _done(info, domain.add_agenda_item, input, given=_given(input))

    @strawberry.mutation(description="Change or move a talk or slot. Scope POST_EVENTS.")
    async def change_agenda_item(
        self, info: Info, input: Annotated[ChangeAgendaItemInput, strawberry.argument(description="What to change.")]
    ) -> ChangeAgendaItemPayload:
        return await _done(info, domain.change_agenda_item, input, item=_key(input.id), given=_given(input))

    @strawberry.mutation(description="Take a talk or slot off the agenda, with its speakers. Scope POST_EVENTS.")
    async def remove_agenda_item(
        self, info: Info, input: Annotated[RemoveAgendaItemInput, strawberry.argument(description="Which one.")]
    ) -> RemoveAgendaItemPayload:
        return await _done(info, domain.remove_agenda_item, input, item=_key(input.id))


def _key(id_: strawberry.ID) -> Any:
    key = key_of(id_, "agenda-item")
    if key is None:
        raise errors.NotFound
    return key


def _given(input_: AgendaItemInput) -> dict[str, Any]:
    return {name: value for name, value in vars(input_).items() if name not in ("slug", "id") and value is not UNSET}


async def _done(info: Info, change: Any, input_: Any, **more: Any) -> ChangeAgendaSuccess:
    context = info.context
    async with context.database.write() as session:
        event: Event = await change(session, actor=context.actor, slug=input_.slug, **more, now=context.now)
    return ChangeAgendaSuccess(slug=event.slug)


def _item(row: Any, speakers: list[str], zone: ZoneInfo) -> TypedAgendaItem:
    starts_at, ends_at = typed_local(row.starts_at, zone), typed_local(row.ends_at, zone)
    return TypedAgendaItem(
        id=strawberry.ID(global_id("agenda-item", row.key)),
        name=row.name,
        description=row.description,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        room=row.room,
        speakers=speakers,
        typed_starts_at=str(starts_at),
        starts_at_fold=starts_at.fold,
        typed_ends_at=str(ends_at),
        ends_at_fold=ends_at.fold,
    )
