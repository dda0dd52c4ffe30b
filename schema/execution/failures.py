"""What a stranger may see of a failure: a refusal's sentence, or a number to quote, never an exception's text."""

import logging
from secrets import token_hex

from graphql import ArgumentNode, GraphQLError, OperationDefinitionNode, OperationType, ValueNode

from server.errors import InvalidInput, Refusal

log = logging.getLogger("hallway.failures")


def number_failure(failure: BaseException, where: str) -> str:
    """Logs `failure` with its traceback and returns the number under which it is found there.

    The second time it returns the same number and logs nothing, so that a page may ask again.
    """
    number: str | None = getattr(failure, "_hallway_number", None)
    if number is None:
        number = token_hex(4)
        failure._hallway_number = number  # type: ignore[attr-defined]
        log.error("Failure %s at %s: %s", number, where, type(failure).__name__, exc_info=failure)
    return number


def sentence(number: str) -> str:
    return f"Something went wrong on our side. Its number is {number}."


def shown(error: GraphQLError, operation: OperationDefinitionNode) -> GraphQLError:
    """`error` as the client gets it; `original_error` is the cause, for callers within this process.

    A refusal keeps its sentence, with its class name as `extensions.code`; but one that a mutation raises and its
    payload's union doesn't list is a bug, like every other exception.
    """
    if error.path is None or _is_about_an_argument(error):
        return error  # raised before execution, about the request itself
    cause = _cause(error)
    forgotten = operation.operation is OperationType.MUTATION and len(error.path) == 1
    if isinstance(cause, Refusal) and not forgotten:
        return _located(error, cause, cause.message, code=type(cause).__name__, **_facts(cause))
    number = number_failure(cause, ".".join(map(str, error.path)))
    return _located(error, cause, sentence(number), code="Failure", number=number)


def _cause(error: GraphQLError) -> Exception:
    cause: Exception = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _is_about_an_argument(error: GraphQLError) -> bool:
    """What graphql-core says about an argument points at it; what it says about our values points at the field."""
    return bool(error.nodes) and isinstance(error.nodes[0], ValueNode | ArgumentNode)  # type: ignore[index]


def _facts(refusal: Refusal) -> dict[str, object]:
    if isinstance(refusal, InvalidInput):
        return {"faults": [{"path": list(fault.path), "message": fault.message} for fault in refusal.faults]}
    return {}


def _located(error: GraphQLError, cause: Exception, message: str, **extensions: object) -> GraphQLError:
    return GraphQLError(message, error.nodes, error.source, error.positions, error.path, cause, extensions)
