"""An organizer says which column of a table is what, how its dates are written, and in which time zone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from server.errors import FieldError, InvalidInput
from server.imports.answer import keep_answers, read_zone
from server.imports.answers import Answers, Table
from server.imports.models import ImportDraft
from server.imports.preview import octets_of
from server.imports.table_dates import DateOrder, orders_that_fit
from server.imports.table_fields import REQUIRED, TableField, guessed
from server.imports.table_file import TableFile, is_table, read_table_file

SAMPLE = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about a table, with what was answered or can be guessed."""

    file: TableFile
    columns: Mapping[TableField, str]
    dates: DateOrder | None
    """None where it has to be said: several orders fit, or none."""
    answered: bool


def asked_of(draft: ImportDraft) -> Asked | None:
    """None for what is no table."""
    octets = octets_of(draft) if draft.done is None else b""
    if not is_table(octets):
        return None
    file, answers = read_table_file(octets), Answers.read(draft.answers)
    if answers.table is not None:
        columns = {TableField(field): heading for field, heading in answers.table.columns.items()}
        return Asked(file, columns, DateOrder(answers.table.dates), True)
    columns = guessed(file.headings)
    if TableField.START not in columns:
        return Asked(file, columns, None, False)
    place = file.headings.index(columns[TableField.START])
    fitting = orders_that_fit(row[place] for _, row in file.rows if place < len(row))
    return Asked(file, columns, fitting[0] if len(fitting) == 1 else None, False)


async def map_columns(
    session: AsyncSession, draft: ImportDraft, *, columns: Mapping[TableField, str], dates: DateOrder, zone: str
) -> ImportDraft:
    """The preview with the answers; the last ones hold. Raises InvalidInput."""
    headings = read_table_file(octets_of(draft)).headings
    faults = [FieldError((_spelt(field),), "Choose the column.") for field in REQUIRED if not columns.get(field)]
    faults += [
        FieldError((_spelt(field),), f"The table has no column “{heading[:60]}”. Choose one of its own.")
        for field, heading in columns.items()
        if heading not in headings
    ]
    if faults:
        raise InvalidInput(*faults)
    answers = replace(
        Answers.read(draft.answers),
        zone=read_zone(zone),
        table=Table({field.value: heading for field, heading in columns.items()}, dates.value),
    )
    return await keep_answers(session, draft, answers)


def _spelt(field: TableField) -> str:
    """`startTime`, as the input has it."""
    first, *rest = field.value.lower().split("_")
    return first + "".join(map(str.capitalize, rest))
