"""A table as spreadsheets export it (RFC 4180 and its kin) becomes rows of text."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from server.imports.errors import FileUnreadable

MAX_COLUMNS = 100
MAX_ROWS = 10_000
MAX_CELL = 100_000
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class TableFile:
    headings: Sequence[str]
    """Each is another: one that stands twice has a number."""
    rows: Sequence[tuple[int, Sequence[str]]]
    """With the line where each begins; those without any content are left out."""
    encoding: str
    """`UTF-8` or `Windows-1252`."""


@dataclass(frozen=True, slots=True)
class LineFault:
    """Why a line is left out."""

    line: int
    message: str


def is_table(octets: bytes) -> bool:
    """Whether the first line has several columns, and another line follows."""
    text, _ = decoded(octets[:8_000])
    first, _, rest = text.lstrip("\r\n").partition("\n")
    if "BEGIN:V" in text.upper() or text.lstrip().startswith(("<", "{", "[")):
        return False
    return bool(rest.strip()) and any(sign in first for sign in DELIMITERS)


def read_table_file(octets: bytes) -> TableFile:
    """Raises FileUnreadable."""
    text, encoding = decoded(octets)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    headings: list[str] = []
    rows: list[tuple[int, Sequence[str]]] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not headings:
                headings = _headings(cells)
            elif len(rows) >= MAX_ROWS:
                raise FileUnreadable(f"The table has more than {MAX_ROWS:,} rows. Split it.")
            else:
                rows.append((line, [cell.strip() for cell in cells]))
    except csv.Error as fault:
        raise FileUnreadable(f"The table is broken at line {reader.line_num}: {fault}.") from fault
    return TableFile(headings, rows, encoding)


def decoded(octets: bytes) -> tuple[str, str]:
    """The text, and in which encoding it was: UTF-8, or Windows-1252, in which every octet is something."""
    try:
        return octets.decode("utf-8-sig").replace("\x00", ""), "UTF-8"
    except UnicodeDecodeError as fault:
        if fault.start > len(octets) - 4 and fault.reason == "unexpected end of data":
            return octets[: fault.start].decode("utf-8-sig"), "UTF-8"  # cut in the middle of a letter
        return octets.decode("cp1252", "replace").replace("\x00", ""), "Windows-1252"


def _headings(cells: Sequence[str]) -> list[str]:
    """Raises FileUnreadable."""
    if len(cells) > MAX_COLUMNS:
        raise FileUnreadable(f"The table has {len(cells)} columns, and {MAX_COLUMNS} is the most. Delete some.")
    found: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:100] or f"Column {number}"
        found.append(name if name not in found else f"{name} ({number})")
    return found
