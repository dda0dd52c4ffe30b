"""Files that no row has any more are removed: what is left of a crash between a commit and the store."""

from datetime import datetime, timedelta

from sqlalchemy import select

from server.db import Database, padded
from server.events.models import Event
from server.files.store import Files
from server.people.models import Person
from server.printing.models import PrintJob

HELD = (Person.photo, Person.resume, Event.image_key, PrintJob.file_key)
"""Every column that holds the key of a file. tests/my_data/test_tidy_files.py fails for one that is missing."""

LEFT_FOR = timedelta(days=1)
"""How long a file may be without a row: it is kept before its row is written."""


async def tidy_files(database: Database, files: Files, *, now: datetime) -> int:
    """Remove what was kept a day ago or earlier and no row has. A second time there is nothing. Returns how many."""
    removed = 0
    async for keys in files.kept_before(now - LEFT_FOR):
        if not keys:
            continue
        held: set[str] = set()
        for column in HELD:
            held.update(row[0] for row in await database.rows(select(column).where(column.in_(padded(keys)))))
        gone = [key for key in keys if key not in held]
        await files.remove(gone)
        removed += len(gone)
    return removed
