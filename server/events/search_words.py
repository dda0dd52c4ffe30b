"""The words that search knows on SQLite, by which the beginning of one is looked up before the index is asked.

FTS5 holds the beginnings of two and three letters ready. For longer ones it would put together the whole lists of all
words that begin so, however few hits are wanted: among 100,000 events sixty times the cost of the words themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, MetaData, String, Table, bindparam, delete, exists, literal_column, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.db import Database
from server.events.search import event_search, matches, query
from server.words import sought

word = Table("event_search_word", MetaData(), Column("word", String, primary_key=True))
READY = 3
"""Letters of the longest beginnings that the index holds ready."""
MOST = 100
"""Words that one beginning stands for; where there are more, the index puts them together itself."""

_TEXTS = ("name", "host", "people", "body")
_beginning, _end = bindparam("beginning", type_=String()), bindparam("end", type_=String())
_longer = select(word.c.word).where(word.c.word >= _beginning, word.c.word < _end).limit(MOST + 1)
_unheard = exists(select(literal_column("1")).select_from(event_search).where(matches(query("alone"))))
_forget = delete(word).where(word.c.word == bindparam("gone"), ~_unheard)
_BLIND = {"synchronize_session": False}


async def words_that_begin(database: Database, text: str) -> dict[str, Sequence[str]]:
    """For the beginnings in `text`, as `sought` reads it, the words that they stand for, where these are few.

    One statement where there is one of more than READY letters; on PostgreSQL nothing, which walks in time order.
    """
    found: dict[str, Sequence[str]] = {}
    if database.dialect == "sqlite":
        for beginning in [each for each, longer in sought(text, longer=True).items() if longer and len(each) > READY]:
            values = {"beginning": beginning, "end": f"{beginning}\U0010ffff"}
            words = [row.word for row in await database.rows(_longer, values)]
            if len(words) <= MOST:
                found[beginning] = words
    return found


async def learn(session: AsyncSession, columns: Iterable[Mapping[str, str]]) -> None:
    """Know the words of these rows of the index."""
    if session.get_bind().dialect.name == "sqlite" and (heard := sorted(_words(columns))):
        await session.execute(insert(word).on_conflict_do_nothing(), [{"word": each} for each in heard])


async def texts_of(session: AsyncSession, rowids: Sequence[int]) -> Sequence[Mapping[str, str]]:
    """What these rows of the index hold, for `unlearn` once they are gone."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    texts = select(*(event_search.c[name] for name in _TEXTS)).where(event_search.c.rowid.in_(rowids))
    return [dict(row) for row in (await session.execute(texts)).mappings()]


async def unlearn(session: AsyncSession, columns: Iterable[Mapping[str, str]]) -> None:
    """Forget those words of these rows, which are gone, that no other row has: they may be somebody's name."""
    if session.get_bind().dialect.name == "sqlite" and (heard := sorted(_words(columns))):
        gone = [{"gone": each, "alone": f'{{name host people body}} : "{each}"'} for each in heard]
        await session.execute(_forget, gone, execution_options=_BLIND)


def _words(columns: Iterable[Mapping[str, Any]]) -> set[str]:
    texts = (row[name] for row in columns for name in _TEXTS)
    return {each for text in texts for each in text.split(" ") if each}
