"""A table of guests is read as spreadsheets write it."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.badges.guest_table import MAX_GUESTS, GuestField, read_guests
from server.badges.newcomer import Newcomer
from server.imports.errors import FileUnreadable


def test_columns_are_known_by_their_headings() -> None:
    table = read_guests(
        "First name;Last name;E-Mail;Organisation;Title;Pronouns;Role\n"
        "Rosa;Lind;Rosa@Lind.example;Lind Glass;Owner;she/her;Blows glass\n"
        ";Okonkwo;;;;;\n"
    )

    assert table.guests == [
        (2, Newcomer("Rosa Lind", "rosa@lind.example", "she/her", "Blows glass", "Lind Glass", "Owner")),
        (3, Newcomer("Okonkwo")),
    ]
    assert table.faults == []


def test_columns_that_somebody_chose_hold() -> None:
    table = read_guests("who is it,also\nRosa,Rosa Lind\n", {GuestField.NAME: "also"})

    assert [guest.name for _, guest in table.guests] == ["Rosa Lind"]


def test_table_without_names_brings_nobody_and_says_its_headings() -> None:
    table = read_guests("a,b\nRosa,Lind\n")

    assert (table.headings, table.columns, table.guests) == (["a", "b"], {}, [])


def test_each_fault_names_its_line() -> None:
    table = read_guests(
        'name,email\nRosa Lind,rosa@lind.example\n"Ann\nB",ann\n\n,nobody@lind.example\n'
        "Rosa L.,ROSA@lind.example\nOle,\nole ,\n" + "N" * 201 + ",\n"
    )

    assert [(fault.line, fault.message) for fault in table.faults] == [
        (3, "There is no @ in it. Write it as name@example.org."),
        (6, "Write the name that goes on the badge."),
        (7, "This address stands in line 2 already."),
        (9, "ole, without an address, stands in line 8 already."),
        (10, "201 letters are too many. Take 200 or fewer."),
    ]
    assert [guest.name for _, guest in table.guests] == ["Rosa Lind", "Ole"]


def test_table_of_more_than_a_hall_is_to_be_split() -> None:
    table = read_guests("name\n" + "\n".join(f"Guest {number}" for number in range(MAX_GUESTS + 5)))

    assert len(table.guests) == MAX_GUESTS
    assert [(fault.line, fault.message) for fault in table.faults] == [
        (MAX_GUESTS + 2, "This is more than 2,000 guests. Split the table here.")
    ]


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read_or_left_out_with_a_sentence(text: str) -> None:
    with suppress(FileUnreadable):
        table = read_guests("name,email\n" + text.encode("utf-8", "replace").decode())

        assert all(fault.message.endswith((".", "here.")) for fault in table.faults)
        assert all(guest.name for _, guest in table.guests)


def test_empty_table_brings_nobody() -> None:
    assert read_guests("name").guests == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_of_spreadsheets(delimiter: str) -> None:
    assert read_guests(f"name{delimiter}email\nRosa{delimiter}r@l.example").guests == [
        (2, Newcomer("Rosa", "r@l.example"))
    ]
