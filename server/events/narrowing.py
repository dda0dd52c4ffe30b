"""A list of events narrowed by something that stands above events, such as whom the viewer follows."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A condition on `occurrence` that a list has besides its filter. Two of one name are the same."""

    name: str
    condition: ColumnElement[bool] = field(compare=False)
    """Its parameters are given with the list's values."""
    few: "Few | None" = field(default=None, compare=False)
    """Where only few fulfil it: the list then reads these, and not all events in search of them; `condition` is for
    lists that walk along something else."""


@dataclass(frozen=True, slots=True)
class Few:
    """Listed occurrences, each once: when they start, and which they are."""

    source: FromClause
    at: ColumnElement[Any]
    id: ColumnElement[Any]
