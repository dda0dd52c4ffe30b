"""Which GraphQL documents the pages hold: each operation is read with the fragments of the partials that it shows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    Visitor,
    parse,
    print_ast,
    validate,
    visit,
)

PAGES = Path(__file__).parent


class DocumentInvalid(Exception):
    """A page asks for what the schema doesn't have. The server does not start."""

    def __init__(self, file: Path, fault: str) -> None:
        super().__init__(f"{file.parent.name}/{file.name}: {fault}")


@dataclass(frozen=True, slots=True)
class Operation:
    """One query or mutation of a page."""

    name: str
    text: str
    """The operation and every fragment that it spreads, however deep."""
    definition: OperationDefinitionNode


@dataclass(frozen=True, slots=True)
class Document:
    """What one page asks, and what its forms do."""

    query: Operation
    mutations: Mapping[str, Operation]
    """By the operation's name."""


class Documents:
    """Every document below a folder, validated when it is first read."""

    def __init__(self, schema: GraphQLSchema, folder: Path = PAGES) -> None:
        self.schema = schema
        self.folder = folder
        self.fragments = dict(self._partials())
        self._known: dict[str, Document] = {}

    def read(self, page: str) -> Document:
        """The document of `page`, such as `events/show`; the same again later. Raises DocumentInvalid."""
        if page not in self._known:
            self._known[page] = self._read(page)
        return self._known[page]

    def _read(self, page: str) -> Document:
        file = self.folder / f"{page}.graphql"
        operations = [d for d in parse(file.read_text()).definitions if isinstance(d, OperationDefinitionNode)]
        queries = [o for o in operations if o.operation is OperationType.QUERY]
        if len(queries) != 1:
            raise DocumentInvalid(file, f"a page has one query, not {len(queries)}")
        mutations = (o for o in operations if o.operation is OperationType.MUTATION)
        return Document(
            self._operation(file, queries[0]),
            {operation.name: operation for operation in (self._operation(file, m) for m in mutations)},
        )

    def _operation(self, file: Path, definition: OperationDefinitionNode) -> Operation:
        if definition.name is None:
            raise DocumentInvalid(file, "every operation has a name")
        names = sorted(self._spread(file, [definition]))
        document = DocumentNode(definitions=(definition, *(self.fragments[name] for name in names)))
        if faults := validate(self.schema, document):
            raise DocumentInvalid(file, "; ".join(fault.message for fault in faults))
        return Operation(definition.name.value, print_ast(document), definition)

    def _spread(self, file: Path, definitions: Iterable[DefinitionNode]) -> set[str]:
        """Names of the fragments that `definitions` spread, and those that these spread."""
        found: set[str] = set()
        queue = list(definitions)
        while queue:
            for name in spreads(queue.pop()):
                if name not in self.fragments:
                    raise DocumentInvalid(file, f"no partial has a fragment {name}")
                if name not in found:
                    found.add(name)
                    queue.append(self.fragments[name])
        return found

    def _partials(self) -> Iterator[tuple[str, FragmentDefinitionNode]]:
        for file in sorted(self.folder.rglob("_*.graphql")):
            definitions = parse(file.read_text()).definitions
            if len(definitions) != 1 or not isinstance(definitions[0], FragmentDefinitionNode):
                raise DocumentInvalid(file, "a partial has one fragment and nothing else")
            expected = "".join(word.capitalize() for word in file.stem.split("_"))
            if (name := definitions[0].name.value) != expected:
                raise DocumentInvalid(file, f"its fragment is named {expected}, not {name}")
            yield name, definitions[0]


def spreads(definition: DefinitionNode) -> set[str]:
    """Names of the fragments that `definition` itself spreads."""
    found: set[str] = set()

    class Spreads(Visitor):
        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
            found.add(node.name.value)

    visit(definition, Spreads())
    return found
