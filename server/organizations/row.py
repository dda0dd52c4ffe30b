"""The row behind an organization that somebody sees.

It has the columns that were asked for, named as in GraphQL but in Python's spelling; those of its campus begin with
`campus__`. Descriptions are long, so a list reads them only if somebody wants them.
"""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, select

from server.campuses.models import Campus
from server.organizations.models import Organization

COLUMNS = ("slug", "name", "kind", "summary", "description", "url")
CAMPUS_COLUMNS = ("slug", "name", "time_zone", "country")

EVERYTHING = frozenset({*COLUMNS, *(f"campus__{name}" for name in CAMPUS_COLUMNS)})
"""The names of all columns that can be asked for."""

_o, _campus = Organization.__table__.c, Campus.__table__.c

_KNOWN = EVERYTHING | {"campus__id", "campus____typename"}


def known(wanted: frozenset[str]) -> frozenset[str]:
    """Those of `wanted` that a row can have, or that ask for its campus; so that few statements are kept."""
    return wanted & _KNOWN


def select_organizations(wanted: frozenset[str], source: FromClause | None = None) -> Select[Any]:
    """A row of `key`, `name_key` and the `wanted` columns for each row of `source`, which the table is part of."""
    columns: list[ColumnElement[Any]] = [_o[name] for name in COLUMNS if name in wanted]
    of_campus = [name for name in CAMPUS_COLUMNS if f"campus__{name}" in wanted]
    statement = select(_o.id.label("key"), _o.name_key, *columns)
    statement = statement.select_from(Organization.__table__ if source is None else source)
    if any(name.startswith("campus__") for name in wanted):
        named = [_campus[name].label(f"campus__{name}") for name in of_campus]
        statement = statement.add_columns(_campus.id.label("campus__key"), *named)
        statement = statement.outerjoin(Campus.__table__, _campus.id == _o.campus_id)
    return statement
