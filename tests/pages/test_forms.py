"""What people type becomes typed variables, or one sentence beside its field."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from graphql import OperationDefinitionNode, build_schema, parse
from starlette.datastructures import FormData, ImmutableMultiDict, UploadFile

from server.pages.forms import Faults, gathered, has_local_time, variables

BOSTON = ZoneInfo("America/New_York")
SCHEMA = build_schema("""
  scalar DateTime
  scalar UUID
  scalar Upload
  enum Kind { FAIR INFO_SESSION }
  input Span { from: DateTime, to: DateTime }
  input Numbered { many: Int }
  input Deep { name: String!, many: Int, span: Span, open: Boolean! }
  type Query { ok: Boolean, much: Float, id: ID }
""")


def read(declared: str, **fields: Any) -> tuple[dict[str, Any], Faults]:
    operation = parse(f"query Q({declared}) {{ ok }}").definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    given = {name.replace("__", "."): value if isinstance(value, list) else [value] for name, value in fields.items()}
    return variables(operation.variable_definitions or (), SCHEMA, given, BOSTON)


def test_read_a_list_of_objects_in_the_order_of_their_numbers() -> None:
    fields = {"x__10__many": "3", "x__2__from": "no", "x__0__many": "1", "x__00__many": "7", "x__a": "8"}
    declared = "$x: [Numbered!], $y: [Numbered!], $z: [Numbered!]!"

    assert read(declared, **fields) == ({"x": [{"many": 1}, {}, {"many": 3}], "z": []}, {})
    assert read("$x: [Numbered!]", x__3__many="many") == ({"x": [{}]}, {"x.3.many": "“many” is not a whole number."})


@pytest.mark.parametrize(
    ("declared", "text", "value"),
    [
        ("$x: Int", " 42 ", 42),
        ("$x: Int", "-7", -7),
        ("$x: Float", "2.5", 2.5),
        ("$x: Boolean", "on", True),
        ("$x: Boolean", "false", False),
        ("$x: String", " Zoë ", "Zoë"),
        ("$x: String!", "a\x00b", "ab"),
        ("$x: ID!", "event_01", "event_01"),
        ("$x: Kind", "fair", "FAIR"),
        ("$x: Kind!", "Info-session", "INFO_SESSION"),
        ("$x: Kind", "info session", "INFO_SESSION"),
        ("$x: UUID!", "0198C0DE7D0E7C559E0A5A1C5F0E7A11", "0198c0de-7d0e-7c55-9e0a-5a1c5f0e7a11"),
        ("$x: DateTime", "2026-09-24", "2026-09-24T04:00:00+00:00"),
        ("$x: DateTime", "2026-12-24", "2026-12-24T05:00:00+00:00"),
        ("$x: DateTime", "2026-09-24T10:30", "2026-09-24T14:30:00+00:00"),
        ("$x: DateTime", "2026-09-24T10:30:00+02:00", "2026-09-24T08:30:00+00:00"),
    ],
)
def test_read_text_as_the_declared_type(declared: str, text: str, value: object) -> None:
    values, faults = read(declared, x=text)

    assert (values, faults) == ({"x": value}, {})


@pytest.mark.parametrize(
    ("declared", "text", "message"),
    [
        ("$x: Int", "many", "“many” is not a whole number."),
        ("$x: Int", "3000000000", "“3000000000” is too large a number."),
        ("$x: Float", "1,5", "“1,5” is not a number."),
        ("$x: Kind", "party", "“party” is none of these: fair, info session."),
        ("$x: DateTime", "tomorrow", "“tomorrow” is no date. Write it as 2026-09-24."),
        ("$x: DateTime", "9999-12-31T23:30", "“9999-12-31T23:30” is no date. Write it as 2026-09-24."),
        ("$x: DateTime", "2026-02-30", "“2026-02-30” is no date. Write it as 2026-09-24."),
        ("$x: UUID", "1", "This form has lost its number. Load the page again and repeat."),
        ("$x: String!", "  ", "Fill this in."),
        ("$x: Upload!", "text", "Choose a file."),
    ],
)
def test_read_text_that_can_not_be_used(declared: str, text: str, message: str) -> None:
    values, faults = read(declared, x=text)

    assert (values, faults) == ({}, {"x": message})


def test_read_an_empty_field_as_an_absent_one() -> None:
    values, faults = read('$a: Int, $b: [Kind!], $c: String, $d: String! = "d"', a="", b=[""], c=" ", d="")

    assert (values, faults) == ({}, {})


def test_read_a_field_given_several_times_as_a_list() -> None:
    values, faults = read("$kind: [Kind!], $tag: [String!]!", kind=["fair", "", "INFO_SESSION"])

    assert (values, faults) == ({"kind": ["FAIR", "INFO_SESSION"], "tag": []}, {})


def test_read_the_end_of_a_span_with_its_whole_day() -> None:
    values, _ = read("$from: DateTime, $to: DateTime", **{"from": "2026-10-31", "to": "2026-11-01"})

    assert values == {"from": "2026-10-31T04:00:00+00:00", "to": "2026-11-02T05:00:00+00:00"}


def test_read_members_of_an_input_object_by_dotted_names() -> None:
    values, faults = read("$input: Deep!", input__name="Ada", input__many="3", input__span__to="2026-09-24")

    expected = {"name": "Ada", "many": 3, "span": {"to": "2026-09-25T04:00:00+00:00"}, "open": False}
    assert (values, faults) == ({"input": expected}, {})


def test_read_an_input_object_with_faults_at_their_paths() -> None:
    _, faults = read("$input: Deep!", input__many="three")

    assert faults == {"input.name": "Fill this in.", "input.many": "“three” is not a whole number."}


def test_read_a_file_where_one_is_declared() -> None:
    with open("/dev/null", "rb") as nothing:  # noqa: PTH123 - any open file does
        photo = UploadFile(nothing, filename="badge.jpg")
        nameless = UploadFile(nothing, filename="")

        values, faults = read("$photo: Upload!, $note: String", photo=photo, note=nameless)

    assert (values, faults) == ({"photo": photo}, {})


def test_read_a_file_where_text_is_declared() -> None:
    with open("/dev/null", "rb") as nothing:  # noqa: PTH123 - any open file does
        _, faults = read("$code: String!", code=UploadFile(nothing, filename="badge.jpg"))

    assert faults == {"code": "This is text, not a file."}


def test_read_nothing_that_is_not_declared() -> None:
    values, faults = read("$q: String", q="fair", utm_source="poster")

    assert (values, faults) == ({"q": "fair"}, {})


def test_gather_values_by_name_from_several_sources() -> None:
    query = ImmutableMultiDict([("kind", "fair"), ("kind", "panel"), ("code", "from the query")])

    fields = gathered(query, {"code": "from the path"}, FormData([("note", "hello")]))

    assert fields == {"kind": ["fair", "panel"], "code": ["from the path"], "note": ["hello"]}


def test_know_a_local_time_when_one_arrives() -> None:
    known = [has_local_time({"x": [text]}) for text in ("2026-09-24", "2026-09-24T10:30", "2026-09-24T10:30Z", "24")]

    assert known == [True, True, False, False]
