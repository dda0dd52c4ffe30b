"""Query texts are parsed and validated once, and kept with the plans made for them."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    Visitor,
    parse,
    specified_rules,
    validate,
    visit,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from schema.execution import limits

MAX_DOCUMENTS = 256
MAX_TEXT = 512 * 1024
"""Characters of all kept texts together: a document takes some hundred times its text in memory."""

_RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)


class Document:
    """One query text: its operations if it is valid, else its errors."""

    __slots__ = ("ast", "errors", "fragments", "operations", "plans", "switches", "weighty")

    def __init__(self, schema: GraphQLSchema, text: str) -> None:
        self.ast: DocumentNode
        self.operations: dict[str, OperationDefinitionNode] = {}
        self.fragments: dict[str, FragmentDefinitionNode] = {}
        self.plans: dict[Any, Any] = {}
        """Made by the executor. They live and die with the nodes that their keys identify."""
        self.switches: tuple[str, ...] = ()
        """The variables that `@skip` and `@include` look at: all that a plan's shape depends on."""
        self.weighty: set[str] = set()
        """The operations that may, with large variables, ask for more items than allowed."""
        self.errors = self._read(schema, text)

    def _read(self, schema: GraphQLSchema, text: str) -> list[GraphQLError]:
        if not text.strip():
            return [GraphQLError("Give a query: an operation such as `{ campuses { name } }`.")]
        try:
            limits.refuse_large_text(text)
            self.ast = parse(text, max_tokens=limits.MAX_TOKENS)
            limits.refuse_deep(self.ast)
        except GraphQLError as error:
            return [error]
        errors = validate(schema, self.ast, _RULES, max_errors=20, hide_suggestions=True)
        if errors:
            return errors
        self.fragments = limits.fragments_of(self.ast)
        self.operations = {
            d.name.value if d.name else "": d for d in self.ast.definitions if isinstance(d, OperationDefinitionNode)
        }
        self.switches = _switches(self.ast)
        self.weighty = {
            name
            for name, operation in self.operations.items()
            if limits.items(schema, operation, self.fragments, None) > limits.MAX_ITEMS
        }
        return []

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The one to run: by name, or the only one; None where that is not one."""
        if name is not None:
            return self.operations.get(name) if name else None
        return next(iter(self.operations.values())) if len(self.operations) == 1 else None


class Documents:
    """The newest valid documents by their text, bounded in number and in size."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Document]:
        return iter(list(self._kept.values()))

    def get(self, text: str) -> Document:
        kept = self._kept.get(text)
        if kept is not None:
            self._kept.move_to_end(text)
            return kept
        document = Document(self._schema, text)
        if not document.errors:
            self._keep(text, document)
        return document

    def _keep(self, text: str, document: Document) -> None:
        self._kept[text] = document
        self._size += len(text)
        while len(self._kept) > MAX_DOCUMENTS or self._size > MAX_TEXT:
            oldest, _ = self._kept.popitem(last=False)
            self._size -= len(oldest)


def _switches(ast: DocumentNode) -> tuple[str, ...]:
    found: dict[str, None] = {}

    class Collector(Visitor):
        def enter_directive(self, node: Any, *_: Any) -> None:
            for argument in node.arguments:
                if argument.value.kind == "variable":
                    found[argument.value.name.value] = None

    visit(ast, Collector())
    return tuple(found)
