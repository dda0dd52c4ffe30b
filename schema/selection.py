"""Look-ahead: which fields a query asks for below a list or an object, so that only their columns are read."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

from schema.context import Info

_MAX_KEPT = 1024
_kept: dict[tuple[int, ...], tuple[frozenset[str], Any]] = {}


def selected(info: Info) -> frozenset[str]:
    """The fields below the one being resolved, in Python's spelling: {"name", "place__name"}.

    Those of a connection's items stand as if there were no connection. What `@skip` may leave out is included. A field
    `x_html` asks for `x`, from which it is made.
    """
    nodes = info._raw_info.field_nodes
    key = tuple(map(id, nodes))
    kept = _kept.get(key)
    if kept is None:
        if len(_kept) >= _MAX_KEPT:
            _kept.clear()
        found = frozenset(_names((n.selection_set for n in nodes), info._raw_info.fragments))
        kept = _kept[key] = (found, nodes)  # the nodes are held, so that no other gets their ids
    return kept[0]


def _names(sets: Iterable[SelectionSetNode | None], fragments: Any, prefix: str = "") -> Iterator[str]:
    for selection in (s for set_ in sets if set_ is not None for s in set_.selections):
        if isinstance(selection, FieldNode):
            name = _snake(selection.name.value)
            if not prefix and name in ("nodes", "edges", "node"):
                yield from _names([selection.selection_set], fragments)
            elif selection.selection_set is not None:
                yield f"{prefix}{name}"
                yield from _names([selection.selection_set], fragments, f"{prefix}{name}__")
            else:
                yield f"{prefix}{name.removesuffix('_html')}"
        elif isinstance(selection, FragmentSpreadNode):
            yield from _names([fragments[selection.name.value].selection_set], fragments, prefix)
        elif isinstance(selection, InlineFragmentNode):
            yield from _names([selection.selection_set], fragments, prefix)


@lru_cache(maxsize=1024)
def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
