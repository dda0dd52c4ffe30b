"""Files that no row has any more go; those that one has stay, however old they are."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from server.config import Settings
from server.db import Database
from server.files.key import FileKey
from server.files.store import open_files
from server.my_data.tidy import tidy
from server.my_data.tidy_files import HELD, LEFT_FOR, tidy_files
from server.people.models import Person
from server.seed import SeededCampus
from server.tables import metadata


def age(settings: Settings, key: str, by: timedelta) -> None:
    then = (datetime.now(UTC) - by).timestamp()
    os.utime(settings.folder / "files" / key, (then, then))


def test_every_column_of_files_is_known() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, FileKey)
    }

    assert columns == {f"{held.class_.__tablename__}.{held.key}" for held in HELD}


@pytest.mark.parametrize("which", ["photo", "resume"])
async def test_what_a_card_holds_stays(
    database: Database, settings: Settings, campus: SeededCampus, which: str
) -> None:
    files = open_files(settings.files_url)
    held, left, new = [await files.keep(b"x") for _ in range(3)]
    for key in (held, left):
        age(settings, key, LEFT_FOR + timedelta(hours=1))
    async with database.write() as session:
        await session.execute(update(Person).where(Person.id == campus.people["ada"]).values({which: held}))

    removed = [await tidy_files(database, files, now=datetime.now(UTC)) for _ in range(2)]

    assert removed == [1, 0]
    assert [await files.read(key) for key in (held, left, new)] == [b"x", None, b"x"]


async def test_many_are_looked_at_in_pieces(database: Database, settings: Settings) -> None:
    files = open_files(settings.files_url)
    for _ in range(1200):
        age(settings, await files.keep(b""), LEFT_FOR + timedelta(hours=1))

    assert await tidy_files(database, files, now=datetime.now(UTC)) == 1200


async def test_tidying_a_day_later_finds_what_a_crash_left(database: Database, settings: Settings) -> None:
    key = await open_files(settings.files_url).keep(b"x")
    now = datetime.now(UTC)

    soon = await tidy(database, settings, now=now)
    later = await tidy(database, settings, now=now + LEFT_FOR + timedelta(minutes=1))

    assert soon is not None
    assert later is not None
    assert (soon.files, later.files) == (0, 1)
    assert await open_files(settings.files_url).read(key) is None
