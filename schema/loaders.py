"""Loads that many items of one request ask for at once become one statement each."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from strawberry.dataloader import DataLoader

from schema.context import Context

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MAX_KEYS = 100
"""Of one statement."""


def loader(
    context: Context, name: Hashable, load: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]
) -> DataLoader[K, V | None]:
    """The request's loader of this name, made on first use. A key that `load` leaves out gives None."""
    made: Any = context.loaders.get(name)
    if made is None:

        async def in_order(keys: list[K]) -> list[V | None]:
            found = await load(keys)
            return [found.get(key) for key in keys]

        made = context.loaders[name] = DataLoader(load_fn=in_order, max_batch_size=MAX_KEYS)
    return made  # type: ignore[no-any-return]
