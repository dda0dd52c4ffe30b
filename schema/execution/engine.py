"""The one way to run an operation, over HTTP or for a page."""

from collections.abc import Iterable
from typing import Any

import strawberry
from graphql import GraphQLError, OperationDefinitionNode
from graphql import OperationType as Operations
from strawberry.execution import optimized_is_awaitable as is_awaitable
from strawberry.types.execution import ExecutionResult, PreExecutionError
from strawberry.types.graphql import OperationType

from schema.execution import limits
from schema.execution.documents import Document, Documents
from schema.execution.executor import PlanExecutor
from schema.execution.failures import shown

_AT_ONCE = (OperationType.QUERY, OperationType.MUTATION)
"""Operations that have one answer; a subscription is followed (subscriptions.py)."""


class Schema(strawberry.Schema):
    """A Strawberry schema with documents kept, limits held and failures masked.

    A `PreExecutionError` says that nothing ran: the request itself was at fault.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = Documents(self._schema)

    async def execute(  # noqa: PLR0917  # Strawberry's signature
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        found = self.found(query, operation_name, allowed_operation_types or _AT_ONCE)
        if isinstance(found, PreExecutionError):
            return found
        return await self.answer(*found, variable_values or {}, context_value, root_value)

    def found(
        self, query: str | None, name: str | None, allowed: Iterable[OperationType]
    ) -> tuple[Document, OperationDefinitionNode] | PreExecutionError:
        """The operation to run, if there is one and it is of an allowed type."""
        document = self.documents.get(query or "")
        if document.errors:
            return PreExecutionError(data=None, errors=document.errors)
        operation = document.operation(name)
        if operation is None:
            return PreExecutionError(data=None, errors=[_no_operation(name)])
        if not _is_allowed(operation, allowed):
            return PreExecutionError(data=None, errors=[_not_allowed(operation)])
        return document, operation

    async def answer(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: dict[str, Any],
        context: Any,
        root: Any = None,
    ) -> ExecutionResult:
        """`run`, with errors as the client gets them."""
        result = await self.run(document, operation, variables, context, root)
        if result.errors and not isinstance(result, PreExecutionError):
            result.errors = [shown(error, operation) for error in result.errors]
        return result

    async def run(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: dict[str, Any],
        context: Any,
        root: Any = None,
    ) -> ExecutionResult:
        """Run one operation of a valid document; its errors are as they were raised."""
        executor = self.executor(document, operation, variables, context, root)
        if isinstance(executor, PreExecutionError):
            return executor
        result: Any = executor.execute_operation()
        if is_awaitable(result):
            result = await result
        return ExecutionResult(data=result.data, errors=result.errors)

    def executor(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: dict[str, Any],
        context: Any,
        root: Any = None,
    ) -> PlanExecutor | PreExecutionError:
        """What runs one operation with these variables; or what is the matter with them."""
        name = operation.name.value if operation.name else None
        try:
            if (name or "") in document.weighty:
                limits.refuse_many_items(self._schema, operation, document.fragments, variables)
            executor = PlanExecutor.build(
                self._schema,
                document.ast,
                root,
                context,
                variables,
                name,
                is_awaitable=is_awaitable,  # type: ignore[arg-type]  # a TypeGuard in all but name
                hide_suggestions=True,
                kept=document,
            )
        except GraphQLError as error:
            return PreExecutionError(data=None, errors=[error])
        if isinstance(executor, list):
            return PreExecutionError(data=None, errors=executor)
        assert isinstance(executor, PlanExecutor)
        return executor


def _is_allowed(operation: OperationDefinitionNode, allowed: Iterable[OperationType]) -> bool:
    return operation.operation.value in {type_.value for type_ in allowed}


def _no_operation(name: str | None) -> GraphQLError:
    if name is None:
        return GraphQLError("This document holds several operations. Give `operationName`.")
    return GraphQLError("This document holds no operation with the name in `operationName`.")


def _not_allowed(operation: OperationDefinitionNode) -> GraphQLError:
    way = "by a WebSocket" if operation.operation is Operations.SUBSCRIPTION else "by POST"
    return GraphQLError(
        f"A {operation.operation.value} can't be run this way. Send it {way}.", extensions={"code": "NotAllowed"}
    )
