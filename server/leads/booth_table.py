"""A table of booths, as spreadsheets export it, becomes what is wished: a line for each organization."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from server.imports.headings import cells, guessed
from server.imports.table_file import LineFault, read_table_file
from server.leads.plan_booths import Wish

MAX_BOOTHS = 1_000
"""In one table."""
MAX_LETTERS = 300_000


class BoothField(StrEnum):
    """What a column of a table of booths can hold."""

    ORGANIZATION = "ORGANIZATION"
    LABEL = "LABEL"
    HALL = "HALL"
    OFFERS = "OFFERS"


NEEDED = (BoothField.ORGANIZATION, BoothField.LABEL)
_HEADINGS: Mapping[BoothField, tuple[str, ...]] = {
    BoothField.ORGANIZATION: (
        *("organization", "organisation", "company", "employer", "exhibitor", "name", "firma", "aussteller"),
        *("address", "slug", "page"),
    ),
    BoothField.LABEL: ("booth", "label", "stand", "table", "number", "no", "no.", "booth number", "booth label"),
    BoothField.HALL: ("hall", "place", "room", "row", "area", "zone", "halle"),
    BoothField.OFFERS: ("offers", "offer", "what it offers", "positions", "jobs", "description", "line"),
}


@dataclass(slots=True)
class BoothTable:
    headings: Sequence[str]
    columns: Mapping[BoothField, str]
    wishes: list[tuple[int, Wish]] = field(default_factory=list)
    """With the line where each begins."""
    faults: list[LineFault] = field(default_factory=list)


def read_booths(text: str, columns: Mapping[BoothField, str] | None = None) -> BoothTable:
    """`columns`: which heading holds what; None: as the headings say. A hall stands before the label, since that is
    where one looks: “Hall 2 B7”. Raises FileUnreadable."""
    file = read_table_file(text.encode())
    columns = guessed(file.headings, _HEADINGS) if columns is None else columns
    table = BoothTable(file.headings, {f: heading for f, heading in columns.items() if heading in file.headings})
    if not all(needed in table.columns for needed in NEEDED):
        return table
    lines = cells(file, table.columns)
    for line, said in lines[:MAX_BOOTHS]:
        label = " ".join(part for part in (said.get(BoothField.HALL, ""), said[BoothField.LABEL]) if part)
        wish = Wish(said[BoothField.ORGANIZATION], label, said.get(BoothField.OFFERS))
        table.wishes.append((line, wish))
    for line, _ in lines[MAX_BOOTHS : MAX_BOOTHS + 1]:
        table.faults.append(LineFault(line, f"This is more than {MAX_BOOTHS:,} booths. Split the table here."))
    return table
