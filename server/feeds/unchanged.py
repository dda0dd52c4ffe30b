"""Calendars that were made stay good until what they are made of changes."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Protocol, TypeVar
from weakref import WeakKeyDictionary

from server.db import Database

MAX_OCTETS = 64_000_000
"""Kept for one database, in memory or on disk; what was asked for longest ago goes first."""


class Sized(Protocol):
    @property
    def size(self) -> int: ...


T = TypeVar("T", bound=Sized)

_kept: WeakKeyDictionary[Database, OrderedDict[Hashable, tuple[Hashable, Sized]]] = WeakKeyDictionary()


async def while_unchanged(database: Database, key: Hashable, state: Hashable, make: Callable[[], Awaitable[T]]) -> T:
    """What `make` gave for this key, if `state` is what it was then, else what it gives now.

    The state is asked for before: what is committed meanwhile makes the next call make it anew.
    """
    kept = _kept.setdefault(database, OrderedDict())
    found = kept.get(key)
    if found is not None and found[0] == state:
        kept.move_to_end(key)
        return found[1]  # type: ignore[return-value]  # a key is made by one maker
    made = await make()
    kept.pop(key, None)
    kept[key] = (state, made)
    while sum(calendar.size for _state, calendar in kept.values()) > MAX_OCTETS:
        kept.popitem(last=False)
    return made
