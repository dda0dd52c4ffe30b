"""Every column that leads to a person is named in one place, with what of it they take along."""

from collections.abc import Iterator

from sqlalchemy import Column

from server.db import Key
from server.my_data.export import FILENAME
from server.my_data.holdings import HOLDINGS
from server.my_data.read_me import READ_ME
from server.tables import metadata

NO_PERSON = {
    "audit_entry.campus_id": "a campus",
    "attendance.occurrence_id": "an instance of an event",
    "campus_indexing.after_id": "an event",
    "check_in.occurrence_id": "an instance of an event",
    "contact.employer_id": "an organization",
    "contact.made_by_id": "an encounter",
    "door_station.occurrence_id": "an instance of an event",
    "encounter.occurrence_id": "an instance of an event",
    "employer_choice.event_id": "an event",
    "feed_subscription.saved_filter_id": "a saved filter",
    "provider_role.place_id": "an organization or a campus",
}
"""Keys that are no foreign keys and lead to something else."""


def leading_to_people() -> Iterator[str]:
    """Foreign keys of `person`, and keys that might be of one: neither primary nor foreign."""
    for table in metadata.tables.values():
        for column in table.columns:
            to = {key.column.table.name for key in column.foreign_keys}
            if "person" in to or (isinstance(column.type, Key) and not to and not _is_own_key(column)):
                yield f"{table.name}.{column.name}"


def _is_own_key(column: Column[object]) -> bool:
    return column.name == "id" and column.primary_key


def test_every_column_that_leads_to_a_person_is_named() -> None:
    named = {holding.name for holding in HOLDINGS} - {"person.id"}

    assert set(leading_to_people()) == named | NO_PERSON.keys()


def test_what_stays_here_is_a_column_and_says_why() -> None:
    columns = {holding.name: set(holding.table.c.keys()) for holding in HOLDINGS}

    assert [h.name for h in HOLDINGS if not h.without.keys() <= columns[h.name]] == []
    assert [h.name for h in HOLDINGS if not all(h.without.values()) or (h.file is None) != bool(h.why)] == []


def test_no_secret_is_taken_along() -> None:
    taken = [
        f"{holding.table.description}.{column.name}"
        for holding in HOLDINGS
        if holding.file is not None
        for column in holding.table.columns
        if column.name not in holding.without
        and str(column.type).startswith(("BLOB", "BYTEA"))
        and not isinstance(column.type, Key)
    ]

    assert (taken, FILENAME) == ([], "hallway-my-data.zip")


def test_every_file_is_explained() -> None:
    files = [f"{holding.file}.json" for holding in HOLDINGS if holding.file is not None]

    assert [file for file in files if file not in READ_ME] == []
