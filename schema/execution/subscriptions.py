"""A subscription is followed: each event is an answer of its own, with a context of its own."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

from graphql import GraphQLError, OperationDefinitionNode, create_source_event_stream
from strawberry.execution import optimized_is_awaitable as is_awaitable
from strawberry.types.execution import ExecutionResult, PreExecutionError
from strawberry.types.graphql import OperationType

from schema.execution.engine import Schema
from schema.execution.failures import shown

MAX_OF_CONNECTION = 10
MAX_OF_PERSON = 20

DESCRIPTION = f"""\
Connect to the address of this API by WebSocket with the subprotocol `graphql-transport-ws`, signed in by cookie, or \
with an API token as `authorization` in the payload of `connection_init`: `{{"authorization": "Bearer …"}}`. One \
connection holds {MAX_OF_CONNECTION} subscriptions, one person {MAX_OF_PERSON} connections. Events may be told once \
for several that came together; after a gap, ask again for what you show."""


async def follow(
    schema: Schema,
    query: str,
    variables: dict[str, Any],
    fresh: Callable[[], Any],
    operation_name: str | None = None,
) -> AsyncGenerator[ExecutionResult, None]:
    """An answer to each event. A PreExecutionError is the last: nothing ran, or the source of events broke.

    `fresh` makes a context for each event, so that nothing that was loaded for one is shown with the next.
    """
    found = schema.found(query, operation_name, (OperationType.SUBSCRIPTION,))
    if isinstance(found, PreExecutionError):
        yield found
        return
    document, operation = found
    executor = schema.executor(document, operation, variables, fresh())
    if isinstance(executor, PreExecutionError):
        yield executor
        return
    events: Any = create_source_event_stream(executor)
    if is_awaitable(events):
        events = await events
    if not hasattr(events, "__aiter__"):
        yield PreExecutionError(data=None, errors=[shown(error, operation) for error in events.errors])
        return
    async with aclosing(events):
        try:
            async for event in events:
                yield await schema.answer(document, operation, variables, fresh(), event)
        except Exception as fault:  # noqa: BLE001  # refusals too: the source first runs when it is asked
            yield PreExecutionError(data=None, errors=[_located(fault, operation)])


def _located(fault: Exception, operation: OperationDefinitionNode) -> GraphQLError:
    """`fault` as the client gets it, at the one field that a subscription has."""
    node: Any = operation.selection_set.selections[0]
    name = getattr(node, "alias", None) or getattr(node, "name", None)
    return shown(GraphQLError(str(fault), node, path=[name.value if name else "?"], original_error=fault), operation)
