"""A list of events narrowed by something that stands above events, such as whom the viewer follows."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, FromClause


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A condition on `occurrence` that a list has besides its filter. Two of one name are the same."""

    name: str
    condition: ColumnElement[bool] = field(compare=False)
    """Its parameters are given with the list's values."""
    source: FromClause | None = field(default=None, compare=False)
    """Where only few fulfil it: a join of them that `occurrence` is the outer part of, each once. The list then reads
    these, and not all events in search of them; `condition` is for lists that walk along something else."""
