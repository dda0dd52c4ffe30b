"""Lists by cursor (GraphQL Cursor Connections), built so that every item is plain attributes."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import strawberry

T = TypeVar("T")


@strawberry.type(description="Where a piece of a list ends, and whether more follows.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more items follow.")
    has_previous_page: bool = strawberry.field(description="Whether this piece was asked for by `after`.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first item; null in an empty piece.")
    end_cursor: str | None = strawberry.field(
        description="Give it as `after` for the next piece; null in an empty piece."
    )


@strawberry.type(description="An item and its place in the list.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="The item's place; give it as `after` to go on behind it.")
    node: T = strawberry.field(description="The item.")


@strawberry.type(description="A piece of a list.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The items with their cursors.")
    nodes: list[T] = strawberry.field(description="The items alone: cheaper where no cursor is needed.")
    page_info: PageInfo = strawberry.field(description="What comes before and after.")


class Page:
    """What a list resolver returns as a `Connection`: edges and cursors are made only when asked for."""

    __slots__ = ("_cursor", "_has_next", "_has_previous", "nodes")

    def __init__(
        self, nodes: Sequence[Any], *, cursor: Callable[[Any], str], has_next_page: bool, has_previous_page: bool
    ) -> None:
        self.nodes = nodes
        self._cursor = cursor
        self._has_next = has_next_page
        self._has_previous = has_previous_page

    @property
    def edges(self) -> list[Any]:
        cursor = self._cursor
        return [_Edge(cursor(node), node) for node in self.nodes]

    @property
    def page_info(self) -> PageInfo:
        nodes = self.nodes
        return PageInfo(
            has_next_page=self._has_next,
            has_previous_page=self._has_previous,
            start_cursor=self._cursor(nodes[0]) if nodes else None,
            end_cursor=self._cursor(nodes[-1]) if nodes else None,
        )


class _Edge:
    __slots__ = ("cursor", "node")

    def __init__(self, cursor: str, node: Any) -> None:
        self.cursor = cursor
        self.node = node
