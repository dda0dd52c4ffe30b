"""Events are found by their words: one table with two bodies, FTS5 on SQLite and tsvector on PostgreSQL.

Each listed occurrence has a row. Its `rowid` is its start in time, so that hits come in the list's order, and the
filters are words too (`facets`), so that the index itself intersects them. What the words are is decided in
server.words alone; neither database reads text in its own way.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Boolean, Column, LargeBinary, MetaData, String, Table, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.visitors import InternalTraversal

from server.db import Instant, Key
from server.events.models import AttendanceMode, EventKind

_tables = MetaData()  # not Base's: Alembic can't compare what each database makes in its own way

event_search = Table(
    "event_search",
    _tables,
    Column("rowid", BigInteger, primary_key=True, autoincrement=False),
    Column("occurrence_id", Key),
    Column("ends_at", Instant),
    Column("name", Text),
    Column("host", Text),
    Column("people", Text),
    Column("body", Text),
    Column("facets", Text),
)
entry = Table(
    "event_search_entry",
    _tables,
    Column("rowid", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Key),
    Column("occurrence_id", Key),
    Column("digest", LargeBinary(16)),
)
"""Which rows of `event_search` are whose, since FTS5 finds by words only."""

TIES = 20
"""Bits of a rowid that tell those apart which start in the same second."""

_YEAR_1 = datetime(1, 1, 1, tzinfo=UTC)


def rowid_from(moment: datetime) -> int:
    """The lowest rowid of what starts at `moment` or later, to the second."""
    return -((moment - _YEAR_1) // timedelta(seconds=-1)) << TIES


class matches(ColumnElement[bool]):  # noqa: N801  # reads as the SQL it is
    """Whether a row of `event_search` has what `query_text` asks for."""

    inherit_cache = True
    type = Boolean()
    _traverse_internals = [("query", InternalTraversal.dp_clauseelement)]  # noqa: RUF012

    def __init__(self, query: BindParameter[str]) -> None:
        self.query = query

    def self_group(self, against: Any = None) -> "matches":
        return self  # else SQLAlchemy appends "= 1" on SQLite, and FTS5 can't answer


@compiles(matches, "sqlite")
def _sqlite(element: matches, compiler: Any, **options: Any) -> str:
    return f"event_search MATCH {compiler.process(element.query, **options)}"


@compiles(matches, "postgresql")
def _postgresql(element: matches, compiler: Any, **options: Any) -> str:
    return f"event_search.vector @@ CAST({compiler.process(element.query, **options)} AS tsquery)"


def query(name: str) -> BindParameter[str]:
    return bindparam(name, type_=String())


def query_text(
    dialect: str,
    words: Mapping[str, bool],
    facets: Iterable[Iterable[str]],
    beginnings: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> str:
    """What to give to `matches`: all `words`, those that are True as beginnings, and one facet of each group.
    An empty group asks for nothing. `beginnings` are words that a beginning stands for, where they are known.

    Nothing that somebody typed can be more than a word here: `words` come from server.words.sought, which leaves only
    letters, marks and digits, and typed words never look into `facets`.
    """
    if dialect == "sqlite":
        typed = " AND ".join(_sqlite_word(word, longer, beginnings.get(word)) for word, longer in words.items())
        groups = [" OR ".join(f'"{facet}"' for facet in group) for group in facets if group]
        return " AND ".join([f"{{name host people body}} : ({typed})", *(f"{{facets}} : ({g})" for g in groups)])
    typed = " & ".join(f"'{word}':{'*' * longer}ABC" for word, longer in words.items())
    groups = [" | ".join(f"'{facet}':D" for facet in group) for group in facets if group]
    return " & ".join([typed, *(f"({group})" for group in groups)])


def _sqlite_word(word: str, longer: bool, known: Sequence[str] | None) -> str:
    if known:
        return "(" + " OR ".join(f'"{each}"' for each in known) + ")"
    return f'"{word}"{" *" * (longer and known is None)}'


LONG = "_long"
"""The facet of what lasts longer than server.events.upcoming.SHORT."""


def kind_facet(kind: EventKind) -> str:
    return f"_k{kind.value.lower()}"


def mode_facet(mode: AttendanceMode) -> str:
    return f"_m{mode.value.lower()}"


def campus_facet(slug: str) -> str:
    return f"_c{_digest(slug)}"


def organization_facet(slug: str) -> str:
    return f"_o{_digest(slug)}"


def tag_facet(tag: str) -> str:
    return f"_t{_digest(tag)}"


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
