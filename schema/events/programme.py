"""What an event is made of, as GraphQL shows it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry

from schema.campuses.types import Campus
from schema.context import Context
from schema.loaders import loader
from schema.organizations.types import Organization
from schema.rows import objects
from server.events import programme


@strawberry.type(description="Somebody who speaks, as the programme names them.")
class Speaker:
    name: str = strawberry.field(description="As the programme prints it.")


@strawberry.type(description="A talk or slot inside an event.")
class AgendaItem:
    name: str = strawberry.field(description="What it is called.")
    description: str = strawberry.field(description="What it is about, in Markdown; may be empty.")
    starts_at: datetime = strawberry.field(description="When it begins, in UTC.")
    ends_at: datetime = strawberry.field(description="When it is over, in UTC; exclusive.")
    room: str | None = strawberry.field(description="Where in the event it is.")
    speakers: list[Speaker] = strawberry.field(description="Who speaks, in the programme's order.")


@strawberry.type(description="An organization's place in a fair.")
class Booth:
    label: str = strawberry.field(description="What its sign says, such as `B12`.")
    offers: str = strawberry.field(description="What it offers, in its own words; may be empty.")
    organization: Organization = strawberry.field(description="Who stands there.")


_RELATED = (("organization", Organization), ("organization__campus", Campus))


async def load_agenda(context: Context, event_key: UUID | None) -> list[AgendaItem] | None:
    """Of an event that is visible to whoever asks. One statement for all events of a request."""

    async def load(keys: Sequence[UUID | None]) -> Mapping[UUID | None, list[AgendaItem]]:
        found: dict[UUID | None, dict[UUID, AgendaItem]] = {}
        for row in await programme.agendas(context.database, [key for key in keys if key]):
            item = found.setdefault(row.event_id, {}).setdefault(row.key, _item(row))
            if row.speaker is not None:
                item.speakers.append(Speaker(name=row.speaker))
        return {key: list(items.values()) for key, items in found.items()}

    return await loader(context, "agenda", load).load(event_key)


async def load_booths(context: Context, event_key: UUID | None) -> list[Booth] | None:
    """Of an event that is visible to whoever asks. One statement for all events of a request."""

    async def load(keys: Sequence[UUID | None]) -> Mapping[UUID | None, list[Booth]]:
        rows = await programme.booths(context.database, [key for key in keys if key])
        found: dict[UUID | None, list[Booth]] = {}
        for row, booth in zip(rows, objects(rows, Booth, _RELATED), strict=True):
            found.setdefault(row.event_id, []).append(booth)
        return found

    return await loader(context, "booths", load).load(event_key)


class _CoHost:
    """One row; GraphQL shows the organization alone."""

    organization: Organization


async def load_co_hosts(context: Context, event_key: UUID | None) -> list[Organization] | None:
    """Of an event that is visible to whoever asks. One statement for all events of a request."""

    async def load(keys: Sequence[UUID | None]) -> Mapping[UUID | None, list[Organization]]:
        rows = await programme.co_hosts(context.database, [key for key in keys if key])
        found: dict[UUID | None, list[Organization]] = {}
        for row, host in zip(rows, objects(rows, _CoHost, _RELATED), strict=True):
            found.setdefault(row.event_id, []).append(host.organization)
        return found

    return await loader(context, "co_hosts", load).load(event_key)


def _item(row: Any) -> AgendaItem:
    return AgendaItem(
        name=row.name,
        description=row.description,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        room=row.room,
        speakers=[],
    )
