"""The one way to run an operation, over HTTP or for a page."""

from collections.abc import Iterable
from typing import Any

import strawberry
from graphql import GraphQLError, OperationDefinitionNode
from strawberry.execution import optimized_is_awaitable as is_awaitable
from strawberry.types.execution import ExecutionResult, PreExecutionError
from strawberry.types.graphql import OperationType

from schema.execution import limits
from schema.execution.documents import Document, Documents
from schema.execution.executor import PlanExecutor
from schema.execution.failures import shown


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
        document = self.documents.get(query or "")
        if document.errors:
            return PreExecutionError(data=None, errors=document.errors)
        operation = document.operation(operation_name)
        if operation is None:
            return PreExecutionError(data=None, errors=[_no_operation(operation_name)])
        if allowed_operation_types is not None and not _is_allowed(operation, allowed_operation_types):
            return PreExecutionError(data=None, errors=[_not_allowed(operation)])
        result = await self.run(document, operation, variable_values or {}, context_value, root_value)
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
        result: Any = executor.execute_operation()
        if is_awaitable(result):
            result = await result
        return ExecutionResult(data=result.data, errors=result.errors)


def _is_allowed(operation: OperationDefinitionNode, allowed: Iterable[OperationType]) -> bool:
    return operation.operation.value in {type_.value for type_ in allowed}


def _no_operation(name: str | None) -> GraphQLError:
    if name is None:
        return GraphQLError("This document holds several operations. Give `operationName`.")
    return GraphQLError("This document holds no operation with the name in `operationName`.")


def _not_allowed(operation: OperationDefinitionNode) -> GraphQLError:
    return GraphQLError(
        f"A {operation.operation.value} can't be run this way. Send it by POST.", extensions={"code": "NotAllowed"}
    )
