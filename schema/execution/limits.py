"""How much one request may ask for. `DESCRIPTION` tells clients; the rest holds it.

Depth and aliases are counted with fragments spelled out, each fragment measured once, so that the count is
linear in the document. `__schema` and `__type` are not counted: graphql-core bounds introspection by itself.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    VariableNode,
    get_named_type,
)

from server.paging import MAX_FIRST

MAX_QUERY_BYTES = 16_384
MAX_TOKENS = 2_000
MAX_DEPTH = 12
MAX_ALIASES = 30
MAX_ITEMS = 5_000

DESCRIPTION = f"""\
One request may hold {MAX_QUERY_BYTES:,} bytes and {MAX_TOKENS:,} tokens of query text, go {MAX_DEPTH} fields deep, \
use {MAX_ALIASES} aliases, and ask for {MAX_ITEMS:,} items: each list counts its `first` (at most {MAX_FIRST}), \
times those of the lists around it. What asks for more is refused whole, with the code `LimitExceeded`."""


class LimitExceeded(GraphQLError):
    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": "LimitExceeded"})


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}


def refuse_large_text(text: str) -> None:
    """Raises LimitExceeded. Called before parsing, which costs more than this by far."""
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_QUERY_BYTES:
        raise LimitExceeded(
            f"This query is {size:,} bytes long; {MAX_QUERY_BYTES:,} is the most. Put values into variables, "
            "or ask in two requests."
        )


def refuse_deep(document: DocumentNode) -> None:
    """Raises LimitExceeded for depth or aliases. Called before validation; unknown and circular fragments count 0."""
    measured: dict[str, tuple[int, int]] = {}
    fragments = fragments_of(document)

    def measure(selections: SelectionSetNode) -> tuple[int, int]:
        depth = aliases = 0
        for selection in selections.selections:
            deeper = more = 0
            if isinstance(selection, FragmentSpreadNode):
                deeper, more = measure_fragment(selection.name.value)
            elif isinstance(selection, FieldNode):
                aliases += selection.alias is not None
                deeper = 1
                if selection.selection_set and selection.name.value not in ("__schema", "__type"):
                    below, more = measure(selection.selection_set)
                    deeper += below
            elif selection.selection_set:  # type: ignore[attr-defined]  # an inline fragment
                deeper, more = measure(selection.selection_set)  # type: ignore[attr-defined]
            depth, aliases = max(depth, deeper), aliases + more
        return depth, aliases

    def measure_fragment(name: str) -> tuple[int, int]:
        if name not in measured:
            measured[name] = (0, 0)
            if name in fragments:
                measured[name] = measure(fragments[name].selection_set)
        return measured[name]

    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            depth, aliases = measure(definition.selection_set)
            if depth > MAX_DEPTH:
                raise LimitExceeded(f"This query goes {depth} fields deep; {MAX_DEPTH} is the most.")
            if aliases > MAX_ALIASES:
                raise LimitExceeded(f"This query uses {aliases:,} aliases; {MAX_ALIASES} is the most.")


def items(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any] | None,
) -> int:
    """How many list items a valid operation asks for. Without variables: the most it could ask for."""
    counted: dict[str, int] = {}
    defaults = {
        v.variable.name.value: int(v.default_value.value)
        for v in operation.variable_definitions or ()
        if isinstance(v.default_value, IntValueNode)
    }

    def count(parent: GraphQLNamedType, selections: SelectionSetNode) -> int:
        total = 0
        for selection in selections.selections:
            if isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if name not in counted:
                    counted[name] = count_typed(fragments[name], parent)
                total += counted[name]
            elif isinstance(selection, FieldNode):
                if selection.name.value.startswith("__") or not selection.selection_set:
                    continue
                field = parent.fields[selection.name.value]  # type: ignore[attr-defined]
                below = count(get_named_type(field.type), selection.selection_set)
                total += size(field, selection) * (1 + below) if "first" in field.args else below
            else:
                total += count_typed(selection, parent)
        return total

    def count_typed(fragment: Any, parent: GraphQLNamedType) -> int:
        condition = fragment.type_condition
        type_ = schema.type_map[condition.name.value] if condition else parent
        return count(type_, fragment.selection_set)

    def size(field: GraphQLField, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value == "first":
                return bounded(argument.value)
        default = field.args["first"].default_value
        return MAX_FIRST if default is Undefined or default is None else int(default)

    def bounded(value: Any) -> int:
        if isinstance(value, IntValueNode):
            asked: Any = int(value.value)
        elif isinstance(value, VariableNode) and variables is not None:
            asked = variables.get(value.name.value, defaults.get(value.name.value))
        else:
            asked = None
        return min(max(asked, 0), MAX_FIRST) if type(asked) is int else MAX_FIRST

    root = schema.get_root_type(operation.operation)
    return count(root, operation.selection_set) if root else 0


def refuse_many_items(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> None:
    """Raises LimitExceeded."""
    asked = items(schema, operation, fragments, variables)
    if asked > MAX_ITEMS:
        raise LimitExceeded(
            f"This query asks for up to {asked:,} items; {MAX_ITEMS:,} is the most. Give inner lists a smaller `first`."
        )
