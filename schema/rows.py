"""Rows become objects: each column an attribute, those named `thing__column` attributes of the object `thing`.

List items are made by the hundred. So what the columns become is worked out once for each set of them, and an object
gets no attribute that nobody asked for; its class answers None for those.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from schema.ids import global_id
from schema.nodes import Node

T = TypeVar("T")
Related = tuple[tuple[str, type], ...]
"""The objects within an object, `thing` and `thing__thing`, each after the one that holds it, and their types."""

_new = object.__new__


def objects(rows: Sequence[Any], type_: type[T], related: Related = ()) -> list[T]:
    """One `type_` for each row. The column `key` becomes the id too.

    Where a related thing's `key` is null, or its `name` if it has no key, there is no such thing.
    """
    if not rows:
        return []
    which: type = type_
    build = _builder(rows[0]._fields, which, related, "")
    return [build(row) for row in rows]


@lru_cache(maxsize=1024)
def _builder(columns: tuple[str, ...], type_: type, related: Related, prefix: str) -> Callable[[Any], Any]:
    things = [(name, thing) for name, thing in related if any(c.startswith(f"{prefix}{name}__") for c in columns)]
    own = [(c.removeprefix(prefix), i) for i, c in enumerate(columns) if c.startswith(prefix)]
    own = [(name, i) for name, i in own if "__" not in name]
    names = tuple(name for name, _ in own)
    pick = _picker([i for _, i in own])
    indices = dict(own)
    sign = indices.get("key", indices.get("name")) if prefix else None
    parts = [
        (name, _builder(columns, thing, _within(name, related), f"{prefix}{name}__"))
        for name, thing in things
        if "__" not in name
    ]
    word = type_.__name__.lower() if issubclass(type_, Node) else None

    def build(row: Any) -> Any:
        if sign is not None and row[sign] is None:
            return None
        made: Any = _new(type_)
        attributes = dict(zip(names, pick(row), strict=True))
        if word is not None:
            attributes["id"] = global_id(word, attributes["key"])
        for name, part in parts:
            attributes[name] = part(row)
        made.__dict__ = attributes
        return made

    return build


def _picker(indices: list[int]) -> Callable[[Any], Any]:
    if len(indices) == 1:  # itemgetter would give the value alone
        return lambda row: (row[indices[0]],)
    return itemgetter(*indices)


def _within(name: str, related: Related) -> Related:
    return tuple((n.removeprefix(f"{name}__"), type_) for n, type_ in related if n.startswith(f"{name}__"))
