"""An operator brings a file in: each VEVENT, or its like, becomes an organization's event, or is refused with why.

A second import of the same file changes nothing; one of a newer file changes what differs. Events that a newer file no
longer has stay: a file often holds only a part. Text is kept as written, since whoever shows it sanitises it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from server.db import Database
from server.imports.announcing import Announcing
from server.imports.answers import NOTHING_ANSWERED
from server.imports.apply import apply
from server.imports.errors import FileUnreadable
from server.imports.facts import Fault
from server.imports.host import OrganizationUnknown, host_by_slug
from server.imports.read_file import read_octets
from server.imports.say_columns import say_columns
from server.imports.table_dates import DateOrder
from server.imports.table_file import is_table

Progress = Callable[[int, int], None]
"""Is told how many events are done, and how many there are."""


@dataclass(slots=True)
class ImportReport:
    """What became of a file. `events` is the sum of `imported`, `updated` and `unchanged`."""

    events: int = 0
    """VEVENTs understood."""
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    """Also those that a newer VEVENT in the same file supersedes."""
    refused: list[Fault] = field(default_factory=list)
    """What was not taken, by line: whole VEVENTs, and rules and dates of such as were."""
    notes: list[Fault] = field(default_factory=list)
    """What was repaired or assumed, by line."""


async def import_calendar(
    database: Database,
    *,
    organization: str,
    text: bytes,
    columns: str | None = None,
    dates: DateOrder | None = None,
    announcing: Announcing,
    now: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring in a file for the organization with this slug. Raises OrganizationUnknown, FileUnreadable.

    `columns` and `dates` say how a table is read (server/imports/say_columns.py).
    Written in transactions of a few hundred events: where it is broken off, the next import goes on.
    """
    host = await host_by_slug(database, organization)
    if host is None:
        raise OrganizationUnknown(organization)
    if is_table(text):
        answers = say_columns(text, columns, dates)
    elif columns or dates:
        raise FileUnreadable("This is no table, so --columns and --dates say nothing about it. Leave them out.")
    else:
        answers = NOTHING_ANSWERED
    found = read_octets(text, zone=host.zone, answers=answers, ask=False, now=now)
    to = host.organization
    kept = await apply(database, found, organization=to, announcing=announcing, now=now, progress=progress)
    return ImportReport(found.events, kept.imported, kept.updated, kept.unchanged, found.all_refused, found.notes)
