"""A table of guests, as spreadsheets export it, becomes people: faults by line, and which column is what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from server.badges.newcomer import Newcomer, checked
from server.errors import InvalidInput
from server.imports.headings import cells, guessed
from server.imports.table_file import LineFault, read_table_file
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
    columns = guessed(file.headings, _HEADINGS) if columns is None else columns
    table = GuestTable(file.headings, {f: heading for f, heading in columns.items() if heading in file.headings})
    if not table.columns.keys() & {GuestField.NAME, GuestField.GIVEN_NAME, GuestField.FAMILY_NAME}:
        return table
    seen: dict[str, int] = {}
    for line, said in cells(file, table.columns):
        try:
            guest = checked(_newcomer(said))
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


def _newcomer(said: Mapping[GuestField, str]) -> Newcomer:
    parts = (said.get(GuestField.GIVEN_NAME, ""), said.get(GuestField.FAMILY_NAME, ""))
    name = said.get(GuestField.NAME) or " ".join(part for part in parts if part)
    others = {GuestField.EMAIL, GuestField.PRONOUNS, GuestField.HEADLINE, GuestField.WORKS_FOR, GuestField.JOB_TITLE}
    return Newcomer(name=name, **{name.lower(): said.get(name, "") for name in others})
