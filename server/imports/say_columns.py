"""Which column of a table is what, as an operator types it, or as its headings say."""

from collections.abc import Mapping, Sequence

from server.imports.answers import Answers, Table
from server.imports.errors import FileUnreadable
from server.imports.table_dates import DateOrder, orders_that_fit
from server.imports.table_fields import REQUIRED, TableField, guessed
from server.imports.table_file import read_table_file

TYPED: Mapping[str, TableField] = {
    "name": TableField.NAME,
    "starts": TableField.START,
    "start-time": TableField.START_TIME,
    "ends": TableField.END,
    "end-time": TableField.END_TIME,
    "description": TableField.DESCRIPTION,
    "place": TableField.PLACE,
    "link": TableField.LINK,
    "online": TableField.ONLINE,
    "tags": TableField.TAGS,
    "uid": TableField.UID,
}
_SPELT = {field: name for name, field in TYPED.items()}


def say_columns(octets: bytes, typed: str | None, dates: DateOrder | None) -> Answers:
    """`typed` is like `name=Titel,starts=Beginn`; what it leaves out is guessed. Raises FileUnreadable."""
    file = read_table_file(octets)
    columns = guessed(file.headings) | _typed(typed or "", file.headings)
    if missing := [_SPELT[field] for field in REQUIRED if field not in columns]:
        there = ", ".join(f"“{heading}”" for heading in file.headings)
        raise FileUnreadable(f"Say with --columns {missing[0]}=… which column that is. The table has {there}.")
    if dates is None:
        place = file.headings.index(columns[TableField.START])
        fitting = orders_that_fit(row[place] for _, row in file.rows if place < len(row))
        if len(fitting) != 1:
            heading = file.headings[place]
            raise FileUnreadable(f"Say with --dates whether year, day or month comes first in “{heading}”.")
        dates = fitting[0]
    return Answers(table=Table({field.value: heading for field, heading in columns.items()}, dates.value))


def _typed(text: str, headings: Sequence[str]) -> dict[TableField, str]:
    columns = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, heading = (word.strip() for word in part.partition("="))
        if name not in TYPED:
            raise FileUnreadable(f"“{name}” in --columns is none of {', '.join(TYPED)}.")
        if heading not in headings:
            there = ", ".join(f"“{heading}”" for heading in headings)
            raise FileUnreadable(f"The table has no column “{heading}” for {name}. It has {there}.")
        columns[TYPED[name]] = heading
    return columns
