"""What everything with an id has in common (Relay's Global Object Identification)."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import strawberry

from schema.context import Context
from schema.ids import parse_global_id


@strawberry.interface(description="Something that has an id of its own and can be fetched again by it.")
class Node:
    id: strawberry.ID = strawberry.field(description="Unique over all types; opaque. Ask `node(id:)` with it.")


Fetch = Callable[[Context, UUID], Awaitable[Node | None]]
F = TypeVar("F", bound=Fetch)
_fetchers: dict[str, Fetch] = {}


def fetched_by(prefix: str) -> Callable[[F], F]:
    """Registers the function that fetches what ids of `prefix` name; None if absent, or not for this viewer."""

    def register(fetch: F) -> F:
        _fetchers[prefix] = fetch
        return fetch

    return register


async def fetch_node(context: Context, id_: str) -> Node | None:
    parsed = parse_global_id(id_)
    if parsed is None or (fetch := _fetchers.get(parsed[0])) is None:
        return None
    return await fetch(context, parsed[1])
