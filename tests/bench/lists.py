"""The page of fifty events, nothing of it cached."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any

import orjson
import strawberry
from bench import floor, yardstick
from bench.asgi import constant, send
from bench.cases import Case
from bench.measure import Variant, measure
from bench.stage import NOW, Stage
from strawberry.schema.config import StrawberryConfig

from schema import schema
from schema.connections import Connection
from schema.events.types import Event
from schema.execution.engine import Schema
from schema.scalars import SCALARS

QUERY = """
query Page($first: Int!, $filter: EventFilter%s) {
  events(first: $first, filter: $filter) {
    edges { cursor node { id name startsAt organization { id name } place { name } } }
    pageInfo { hasNextPage endCursor }
  }
}
"""
FROM = {"first": 50, "filter": {"from": NOW.isoformat()}}
UPCOMING = {"first": 50, "filter": None}

PRODUCT = "events page of 50"
NOT_ENDED = "events page of 50, with those that go on"
OVER_HTTP = "events page of 50, through the application"
STEP = "execute step of that page"
PLAIN = "plain Strawberry, ORM and DataLoader"
RAW = "the driver and orjson"
STOCK = "the stock executor"
CONSTANT = "constant response of the same bytes"


async def cases(stage: Stage, rounds: int) -> list[Case]:
    ours = _through_schema(stage, FROM)
    raw = await floor.events(stage.database, NOW)
    assert orjson.loads(await ours()) == orjson.loads(await raw()), "these two answer differently"
    assert orjson.loads(await _plain(stage)()) == orjson.loads(await raw()), "these two answer differently"
    body = orjson.dumps({"query": QUERY % "", "variables": FROM})
    same_bytes = constant(await ours())
    planned, stock = await _steps(stage)

    figures = await measure(
        {
            PRODUCT: Variant(ours),
            NOT_ENDED: Variant(_through_schema(stage, UPCOMING)),
            PLAIN: Variant(_plain(stage)),
            RAW: Variant(raw),
            OVER_HTTP: Variant(lambda: send(stage.app, "POST", "/graphql", body)),
            CONSTANT: Variant(lambda: send(same_bytes, "POST", "/graphql", body)),
            STEP: Variant(planned),
            STOCK: Variant(stock),
        },
        stage.clock,
        rounds=rounds,
    )
    pairs = [
        (PRODUCT, PLAIN),
        (PRODUCT, RAW),
        (NOT_ENDED, RAW),
        (OVER_HTTP, CONSTANT),
        (STEP, STOCK),
    ]
    return [Case.of(figures, case, baseline) for case, baseline in pairs]


def _through_schema(stage: Stage, variables: dict[str, Any]) -> Callable[[], Awaitable[bytes]]:
    query = QUERY % ""

    async def run() -> bytes:
        result = await schema.execute(query, variables, stage.context())
        assert result.errors is None
        return orjson.dumps({"data": result.data})

    return run


def _plain(stage: Stage) -> Callable[[], Awaitable[bytes]]:
    query = QUERY % "!"

    async def run() -> bytes:
        result = await yardstick.schema.execute(query, FROM, stage.context())
        assert result.errors is None
        return json.dumps({"data": result.data}).encode()

    return run


async def _steps(stage: Stage) -> tuple[Callable[[], Awaitable[Any]], Callable[[], Awaitable[Any]]]:
    """Completing a page that is there already: by plans, and by the stock executor; both skip parsing and checking."""
    kept: list[Any] = []

    @strawberry.input
    class EventFilter:
        from_: datetime = strawberry.field(name="from")

    @strawberry.type
    class Query:
        @strawberry.field
        def events(self, first: int, filter: EventFilter) -> Connection[Event]:
            return kept[0]  # type: ignore[no-any-return]

    small = Schema(query=Query, config=StrawberryConfig(scalar_map=SCALARS))
    document = small.documents.get(QUERY % "!")
    (operation,) = document.operations.values()
    kept.append(await _page(stage))

    async def planned() -> Any:
        return await small.run(document, operation, FROM, None)

    async def stock() -> Any:
        return small._get_execute_function()(
            small._schema,
            document.ast,
            variable_values=FROM,
            executor_class=small.execution_context_class,
        )

    assert (await planned()).data == (await stock()).data
    return planned, stock


async def _page(stage: Stage) -> Any:
    """What the resolver of `events` gives."""
    found: list[Any] = []

    async def catch(next_: Any, source: Any, info: Any, **arguments: Any) -> Any:
        found.append(await next_(source, info, **arguments))
        return found[0]

    document = schema.documents.get(QUERY % "")
    (operation,) = document.operations.values()
    field = schema._schema.query_type.fields["events"]  # type: ignore[union-attr]
    resolve, field.resolve = field.resolve, partial(catch, field.resolve)
    try:
        await schema.run(document, operation, FROM, stage.context())
    finally:
        field.resolve = resolve
    return found[0]
