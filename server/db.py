"""Tables' base, column types and the two ways to a database: read, or write.

SQLite is one file: one writer that begins with `BEGIN IMMEDIATE`, and query-only readers beside it
(WAL). PostgreSQL is many processes. Both get the same statements; see decision 0003.
"""

from collections.abc import AsyncIterator, Callable, Collection, Hashable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Dialect,
    Enum,
    Executable,
    LargeBinary,
    MetaData,
    Row,
    create_engine,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

from server import sqlite_driver
from server.errors import SetupError
from server.prepare_sqlite import prepare
from server.reads import THREADS, InGreenlets, InThreads, SingleReads
from server.watch import watch

T = TypeVar("T")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

AFTER_COMMIT = "after_commit"
"""Key of a session's `info`: the topics that `Database.after_commit` is given (see server/live.py)."""


class Key(TypeDecorator[UUID]):
    """A UUID: 16 octets on SQLite, `uuid` on PostgreSQL; both sort alike."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    # A function for each dialect, not `process_…`, which costs two calls more: lists and batches hold hundreds of keys.
    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        return _uuid_of_key if dialect.name == "postgresql" else _octets_of_key

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], UUID | None]:
        return _key_of_uuid if dialect.name == "postgresql" else _key_of_octets


class Instant(TypeDecorator[datetime]):
    """A moment, aware UTC: microseconds since 1970 on SQLite, `timestamptz` on PostgreSQL."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        return _datetime_of_moment if dialect.name == "postgresql" else _microseconds_of_moment

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], datetime | None]:
        return _moment_of_datetime if dialect.name == "postgresql" else _moment_of_microseconds


# Without calls to one another: what a batch of scans writes goes through them ten thousand times.
def _octets_of_key(value: UUID | None) -> bytes | None:
    if isinstance(value, UUID):
        return value.int.to_bytes(16, "big")
    return None if value is None else _checked(value).bytes


def _uuid_of_key(value: UUID | None) -> UUID | None:
    return None if value is None else _checked(value)


def _checked(value: UUID) -> UUID:
    if not isinstance(value, UUID):
        raise TypeError(f"a key is a UUID, not {type(value).__name__}")
    return value


def _key_of_octets(value: bytes | None) -> UUID | None:
    return None if value is None else UUID(bytes=value)


def _key_of_uuid(value: UUID | None) -> UUID | None:
    # asyncpg has a UUID class of its own, which JSON encoders refuse.
    return None if value is None else UUID(int=value.int)


def _microseconds_of_moment(value: datetime | None) -> int | None:
    return None if value is None else microseconds(_aware(value))


def _datetime_of_moment(value: datetime | None) -> datetime | None:
    return None if value is None else _aware(value)


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise TypeError("a moment needs its time zone; this datetime is naive")
    return value


def _moment_of_microseconds(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + timedelta(0, 0, value)


def _moment_of_datetime(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z, exact."""
    delta = moment - EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def padded(values: list[T]) -> list[T]:
    """`values` with the last one repeated up to the next power of two, for `IN` lists of many lengths.

    PostgreSQL prepares each text anew; so there are eleven of them up to a thousand. Never empty.
    """
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))


def choice(members: type[StrEnum], name: str | None = None) -> Enum:
    """A column that holds one of `members`, by name, with a CHECK constraint.

    `name` tells several such columns of one table apart; the constraint is named after it.
    """
    name = name or _snake(members.__name__)
    return Enum(members, native_enum=False, create_constraint=True, length=32, name=name)


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


class Base(DeclarativeBase):
    """All tables. Relationships, where there are any, are `lazy="raise"`."""

    metadata = MetaData(
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {UUID: Key, datetime: Instant}


class Database:
    """One database, opened once in a process.

    `async with database.write() as session` is one transaction: committed at its end, rolled back by
    any exception. `async with database.read() as session` sees one consistent state and can't write.
    `await database.rows(statement)` is one statement with no transaction around it: the cheapest read.
    """

    def __init__(self, url: str, writer: AsyncEngine, reader: AsyncEngine, single: SingleReads) -> None:
        self.url = url
        self._engines = (writer, reader)
        self.writer = writer
        self._write = async_sessionmaker(writer, expire_on_commit=False)
        self._read = async_sessionmaker(reader, expire_on_commit=False, autoflush=False)
        self._single = single
        self.changes = 0
        """Commits of this process that changed what is shown of events; see server/watch.py."""
        watch(writer.sync_engine, self._changed)
        self.after_commit: Callable[[Collection[str]], None] | None = None
        """Called with the topics of each transaction of this process that has some, once it is committed."""

    def _changed(self) -> None:
        self.changes += 1

    @classmethod
    def open(cls, url: str) -> Self:
        """Connects lazily. `url` is `sqlite:///PATH` or `postgresql://…`. Raises SetupError on any other."""
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        if backend == "sqlite":
            return cls._open_sqlite(str(parsed.set(drivername=sqlite_driver.DRIVERNAME).render_as_string(False)), url)
        if backend in ("postgresql", "postgres"):
            return cls._open_postgresql(parsed.set(drivername="postgresql+asyncpg").render_as_string(False), url)
        raise SetupError(
            f"DATABASE_URL begins with {parsed.drivername!r}. Hallway speaks sqlite:///PATH and postgresql://…"
        )

    @classmethod
    def _open_sqlite(cls, url: str, original: str) -> Self:
        # One writer connection queues fairly in the pool, not by sleeping inside SQLite.
        writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=30)
        reader = create_async_engine(url, pool_size=8, max_overflow=8, pool_timeout=30)
        single = create_engine(
            make_url(url).set(drivername="sqlite+pysqlite"),
            pool_size=THREADS + 1,  # and the one that watches
            max_overflow=0,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,
        )
        prepare(writer.sync_engine, begin="BEGIN IMMEDIATE", query_only=False)
        prepare(reader.sync_engine, begin="BEGIN", query_only=True)
        prepare(single, begin=None, query_only=True)
        return cls(original, writer, reader, InThreads(single))

    @classmethod
    def _open_postgresql(cls, url: str, original: str) -> Self:
        writer = create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)
        reader = writer.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
        single = create_async_engine(
            url,
            pool_size=10,
            max_overflow=10,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,
            pool_pre_ping=False,
        )
        return cls(original, writer, reader, InGreenlets(single))

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.writer.dialect.name

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One write transaction. On SQLite it holds the only writer from its first statement on."""
        async with self._write.begin() as session:
            yield session
        if self.after_commit is not None and (topics := session.info.get(AFTER_COMMIT)):
            self.after_commit(topics)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """One read transaction, for loads of several statements that must agree."""
        async with self._read() as session:
            yield session

    async def rows(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """All rows of one SELECT, read by itself: the cheapest way."""
        return await self._single.rows(statement, values)

    async def state(self) -> Hashable:
        """The same as before only if nobody committed anything since: what was made from rows still holds."""
        return await self._single.state()

    async def scrub(self) -> None:
        """Let nothing of what was deleted stay in SQLite's write-ahead log; in its file nothing does (secure_delete).

        As far as no reader is in the way; then it goes with a later one. On PostgreSQL, VACUUM does it in its time.
        """
        if self.dialect == "sqlite":
            async with self.writer.connect() as connection:
                raw = (await connection.get_raw_connection()).driver_connection
                assert raw is not None, "it was just opened"
                for pragma in ("busy_timeout=1000", "wal_checkpoint(TRUNCATE)", "busy_timeout=10000"):
                    await (await raw.execute(f"PRAGMA {pragma}")).close()

    async def ping(self) -> None:
        """Raises what the driver raises when the database does not answer."""
        await self.rows(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection. The object is of no use afterwards."""
        for engine in dict.fromkeys(self._engines):
            await engine.dispose()
        await self._single.close()
