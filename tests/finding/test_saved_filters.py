"""Filters are kept under a name, and have an address of their own."""

from datetime import UTC, datetime

import pytest
from conftest import Execute
from hypothesis import given
from hypothesis import strategies as some

from server.events.filter import EventFilter
from server.events.models import AttendanceMode, EventKind
from server.finding.filter_text import from_text, to_text

SAVE = """mutation($name: String!, $filter: EventFilter!) { result: saveFilter(input: {name: $name, filter: $filter}) {
  __typename
  ... on SaveFilterSuccess { savedFilter { id slug name } }
  ... on InvalidInput { faults { path message } }
} }"""
OPEN = (
    "query($slug: String!) { savedFilter(slug: $slug) { name events(first: 100) { nodes { kind campus { slug } } } } }"
)
REMOVE = "mutation($id: ID!) { result: removeFilter(input: {id: $id}) { __typename } }"
FAIRS = {"kinds": ["FAIR"], "campus": "boston"}

words = some.text("aé“\"'\\ ", min_size=1, max_size=5)
moments = some.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(
    some.builds(
        EventFilter,
        kinds=some.lists(some.sampled_from(EventKind), unique=True).map(tuple),
        campus=some.none() | words,
        organization=some.none() | words,
        tags=some.lists(words).map(tuple),
        since=some.none() | moments,
        until=some.none() | moments,
        text=some.none() | words,
        attendance_modes=some.lists(some.sampled_from(AttendanceMode), unique=True).map(tuple),
    )
)
def test_a_filter_comes_back_as_it_was(filter_: EventFilter) -> None:
    assert from_text(to_text(filter_)) == filter_


def test_a_kind_that_is_none_any_more_is_left_out() -> None:
    assert from_text('{"kinds": ["RAVE", "FAIR"]}') == EventFilter(kinds=(EventKind.FAIR,))


async def test_save_and_open_by_anybody(execute: Execute) -> None:
    saved = (await execute("ada", SAVE, name=" Fairs  in Boston", filter=FAIRS))["data"]["result"]["savedFilter"]

    opened = (await execute(None, OPEN, slug=saved["slug"]))["data"]["savedFilter"]

    assert (saved["name"], opened["name"]) == ("Fairs in Boston", "Fairs in Boston")
    assert {(one["kind"], one["campus"]["slug"]) for one in opened["events"]["nodes"]} == {("FAIR", "boston")}


async def test_only_its_maker_lists_and_removes_it(execute: Execute) -> None:
    saved = (await execute("ada", SAVE, name="Fairs", filter=FAIRS))["data"]["result"]["savedFilter"]
    mine = "{ viewer { savedFilters { slug } } }"

    bens = (await execute("ben", mine))["data"]["viewer"]["savedFilters"]
    by_ben = (await execute("ben", REMOVE, id=saved["id"]))["data"]["result"]["__typename"]
    adas = (await execute("ada", mine))["data"]["viewer"]["savedFilters"]
    by_ada = [(await execute("ada", REMOVE, id=saved["id"]))["data"]["result"]["__typename"] for _ in range(2)]

    assert (bens, by_ben, adas) == ([], "NotFound", [{"slug": saved["slug"]}])
    assert by_ada == ["RemoveFilterSuccess", "NotFound"]
    assert (await execute(None, OPEN, slug=saved["slug"]))["data"]["savedFilter"] is None


@pytest.mark.parametrize(
    ("name", "filter_", "path"),
    [("", FAIRS, "name"), ("x" * 101, FAIRS, "name"), ("All", {}, "filter"), ("Mine", {"followed": True}, "filter")],
)
async def test_what_can_not_be_kept_says_why(execute: Execute, name: str, filter_: dict[str, bool], path: str) -> None:
    result = (await execute("ada", SAVE, name=name, filter=filter_))["data"]["result"]

    assert [fault["path"] for fault in result["faults"]] == [[path]]
