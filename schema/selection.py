"""Look-ahead: which fields a query asks for below a list or an object, so that only their columns are read."""

from functools import lru_cache
from typing import Any

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

from schema.context import Info

_CONNECTION = {"nodes", "edges", "node"}


def selected(info: Info) -> frozenset[str]:
    """The fields below the one being resolved, in Python's spelling: {"name", "place", "place__name"}.

    Those of a connection's items stand as if there were no connection. What `@skip` may leave out is included. A field
    `x_html` asks for `x`, from which it is made.
    """
    reading = _Reading(info._raw_info.fragments)
    for node in info._raw_info.field_nodes:
        reading.add(node.selection_set, "")
    return frozenset(reading.names)


class _Reading:
    def __init__(self, fragments: Any) -> None:
        self.names: set[str] = set()
        self._fragments = fragments
        self._spread: set[tuple[str, str]] = set()  # fragments in fragments may double with each level

    def add(self, selections: SelectionSetNode | None, prefix: str) -> None:
        for selection in selections.selections if selections is not None else ():
            if isinstance(selection, FieldNode):
                self._add_field(selection, prefix)
            elif isinstance(selection, InlineFragmentNode):
                self.add(selection.selection_set, prefix)
            elif isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if (name, prefix) not in self._spread:
                    self._spread.add((name, prefix))
                    self.add(self._fragments[name].selection_set, prefix)

    def _add_field(self, field: FieldNode, prefix: str) -> None:
        name = _snake(field.name.value)
        if not prefix and name in _CONNECTION:
            self.add(field.selection_set, prefix)
            return
        self.names.add(f"{prefix}{name}")
        if field.selection_set is not None:
            self.add(field.selection_set, f"{prefix}{name}__")


@lru_cache(maxsize=1024)
def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).removesuffix("_html")
