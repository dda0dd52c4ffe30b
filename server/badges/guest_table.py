"""A table of guests, as spreadsheets export it, becomes people: faults by line, and which column is what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from server.badges.newcomer import Newcomer, checked
from server.errors import InvalidInput
from server.imports.table_file import TableFile, read_table_file
from server.words import fold

MAX_GUESTS = 2_000
"""In one table."""
MAX_LETTERS = 300_000


class GuestField(StrEnum):
    """What a column of a table of guests can hold."""

    NAME = "NAME"
    GIVEN_NAME = "GIVEN_NAME"
    FAMILY_NAME = "FAMILY_NAME"
    EMAIL = "EMAIL"
    PRONOUNS = "PRONOUNS"
    HEADLINE = "HEADLINE"
    WORKS_FOR = "WORKS_FOR"
    JOB_TITLE = "JOB_TITLE"


_HEADINGS: Mapping[GuestField, tuple[str, ...]] = {
    GuestField.NAME: ("name", "full name", "guest", "attendee", "display name", "who"),
    GuestField.GIVEN_NAME: ("given name", "first name", "firstname", "first", "vorname", "prenom"),
    GuestField.FAMILY_NAME: ("family name", "last name", "lastname", "surname", "last", "nachname", "nom"),
    GuestField.EMAIL: ("email", "e-mail", "email address", "e-mail address", "mail"),
    GuestField.PRONOUNS: ("pronouns",),
    GuestField.HEADLINE: ("headline", "line", "about", "tagline", "role"),
    GuestField.WORKS_FOR: ("works for", "organization", "organisation", "company", "employer", "affiliation", "firma"),
    GuestField.JOB_TITLE: ("job title", "title", "position", "job"),
}


@dataclass(frozen=True, slots=True)
class LineFault:
    """Why a line is left out."""

    line: int
    message: str


@dataclass(slots=True)
class GuestTable:
    headings: Sequence[str]
    columns: Mapping[GuestField, str]
    guests: list[tuple[int, Newcomer]] = field(default_factory=list)
    """With the line where each begins."""
    faults: list[LineFault] = field(default_factory=list)


def read_guests(text: str, columns: Mapping[GuestField, str] | None = None) -> GuestTable:
    """`columns`: which heading holds what; None: as the headings say. Raises FileUnreadable.

    Who stands in it twice, by address or else by name, is taken once.
    """
    file = read_table_file(text.encode())
    columns = _guessed(file.headings) if columns is None else columns
    table = GuestTable(file.headings, {f: heading for f, heading in columns.items() if heading in file.headings})
    if not table.columns.keys() & {GuestField.NAME, GuestField.GIVEN_NAME, GuestField.FAMILY_NAME}:
        return table
    seen: dict[str, int] = {}
    for line, cells in _cells(file, table.columns):
        try:
            guest = checked(_newcomer(cells))
        except InvalidInput as fault:
            table.faults.append(LineFault(line, fault.message))
            continue
        if (first := seen.setdefault(known_by(guest), line)) != line:
            what = "This address" if guest.email else f"{guest.name}, without an address,"
            table.faults.append(LineFault(line, f"{what} stands in line {first} already."))
        elif len(table.guests) == MAX_GUESTS:
            table.faults.append(LineFault(line, f"This is more than {MAX_GUESTS:,} guests. Split the table here."))
            break
        else:
            table.guests.append((line, guest))
    return table


def known_by(guest: Newcomer) -> str:
    """What tells a guest apart from others of the same event."""
    return guest.email or fold(guest.name)


def _newcomer(cells: Mapping[GuestField, str]) -> Newcomer:
    parts = (cells.get(GuestField.GIVEN_NAME, ""), cells.get(GuestField.FAMILY_NAME, ""))
    name = cells.get(GuestField.NAME) or " ".join(part for part in parts if part)
    others = {GuestField.EMAIL, GuestField.PRONOUNS, GuestField.HEADLINE, GuestField.WORKS_FOR, GuestField.JOB_TITLE}
    return Newcomer(name=name, **{name.lower(): cells.get(name, "") for name in others})


def _cells(file: TableFile, columns: Mapping[GuestField, str]) -> list[tuple[int, dict[GuestField, str]]]:
    places = {field: file.headings.index(heading) for field, heading in columns.items()}
    return [
        (line, {field: row[place] if place < len(row) else "" for field, place in places.items()})
        for line, row in file.rows
    ]


def _guessed(headings: Sequence[str]) -> dict[GuestField, str]:
    plain = {fold(heading).replace("_", " ").strip(): heading for heading in reversed(headings)}
    return {
        field: next(plain[word] for word in words if word in plain)
        for field, words in _HEADINGS.items()
        if any(word in plain for word in words)
    }
