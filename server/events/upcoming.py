"""Events that have not ended are found without reading all that have.

Most are over within hours, so those that began in the last SHORT and end after now are read one by one. The few that
last longer have an index of their own (`occurrence_long_time`), read back as far as LONGEST. Both parts stay
small however many events there are; what began before LONGEST and still runs is listed only by `since`.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement

SHORT = timedelta(hours=12)
"""Also in the condition of the index in models.py, and as a word in the search index."""
LONGEST = timedelta(days=31)


class lasts_long(ColumnElement[bool]):  # noqa: N801  # reads as the SQL it is
    """Whether an occurrence lasts longer than SHORT, word for word as the partial index says it."""

    inherit_cache = True
    _traverse_internals = []  # noqa: RUF012  # without it SQLAlchemy would compile the statement every time
    type = Boolean()

    def self_group(self, against: Any = None) -> "lasts_long":
        return self


@compiles(lasts_long, "sqlite")
def _sqlite(_element: lasts_long, _compiler: Any, **_: Any) -> str:
    return "occurrence.ends_at - occurrence.starts_at > 43200000000"


@compiles(lasts_long, "postgresql")
def _postgresql(_element: lasts_long, _compiler: Any, **_: Any) -> str:
    return "occurrence.ends_at - occurrence.starts_at > interval '12 hours'"
