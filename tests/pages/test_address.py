"""Addresses like the one being shown, with something changed."""

import pytest

from server.pages.address import Address, filled, local

HERE = Address("/", (("kind", "fair"), ("kind", "info_session"), ("q", "power & grids"), ("tag", "")))


def test_write_an_address_without_its_empty_parameters() -> None:
    assert str(HERE) == "/?kind=fair&kind=info_session&q=power+%26+grids"


def test_change_parameters_and_keep_the_others() -> None:
    changed = HERE.having(q="robots", after="abc")

    assert str(changed) == "/?kind=fair&kind=info_session&q=robots&after=abc"


def test_take_one_value_or_a_whole_parameter_away() -> None:
    assert str(HERE.without("kind", value="fair")) == "/?kind=info_session&q=power+%26+grids"
    assert str(HERE.without("kind", "q")) == "/"


def test_carry_chosen_parameters_to_another_path() -> None:
    assert str(HERE.at("/feeds/events.ics", "kind")) == "/feeds/events.ics?kind=fair&kind=info_session"


def test_know_a_value_however_it_is_written() -> None:
    assert [HERE.carries("kind", value) for value in ("FAIR", "info-session", "panel")] == [True, True, False]


def test_fill_a_path_with_fields_of_a_result() -> None:
    result = {"encounter": {"id": "a/b", "event": {"slug": "fall fair"}}}

    there = filled("/events/{encounter.event.slug}?scanned={encounter.id}", result)

    assert there == "/events/fall%20fair?scanned=a%2Fb"


def test_leave_a_parameter_out_whose_field_is_null() -> None:
    result = {"encounter": {"id": "x", "event": None}}

    assert filled("/scan?event={encounter.event.slug}&scanned={encounter.id}", result) == "/scan?scanned=x"


@pytest.mark.parametrize(
    ("next_", "where"),
    [
        ("/contacts?q=a", "/contacts?q=a"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("/\t/elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_lead_nobody_elsewhere(next_: str, where: str) -> None:
    assert local(next_) == where
