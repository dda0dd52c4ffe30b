"""Plans answer as graphql-core's own executor does: the same data, the same errors, whatever is asked or returned."""

import datetime as dt
import re
from collections.abc import Callable, Coroutine, Iterator
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import garden
import pytest
import strawberry
from graphql import GraphQLError, Undefined
from strawberry.types.execution import PreExecutionError

from schema.execution import plans
from schema.execution.documents import Documents
from schema.execution.engine import Schema
from schema.execution.executor import PlanExecutor, refuse

LEAVES = "id name count alive colour tags height planted sown extra grid"
FIELDS = f"{LEAVES} soil {{ acid notes }} bed {{ name area }} friends {{ id }}"

QUERIES = [
    f"{{ plant {{ {FIELDS} }} }}",
    f"{{ plants {{ {FIELDS} }} }}",
    "{ plants { n: name name other: name N: name } }",
    "{ plants { name name tags name } }",
    "{ plants { bed { name } bed { area } } }",
    "{ plants { ...A } } fragment A on Plant { id ...B } fragment B on Plant { bed { ...C } } fragment C on Bed {name}",
    "{ plants { ...A } some { ...A } } fragment A on Plant { name friends { id } }",
    "{ plants { ... on Plant { name } ... on Named { name } ... { count } } }",
    "{ plants { name @skip(if: true) count @include(if: false) id } }",
    "query ($a: Boolean!, $b: Boolean = true) { plants { name @skip(if: $a) count @include(if: $b) id } }",
    "query ($a: Boolean!, $b: Boolean = true) { plants { ...A @include(if: $a) id } plant { ...A @skip(if: $b) } }"
    " fragment A on Plant { name @skip(if: $b) count }",
    "{ plants { __typename } }",
    "{ plants { t: __typename bed { __typename u: __typename } } __typename }",
    "{ soils { __typename } }",
    "{ named { __typename name ... on Plant { count friends { name } } } }",
    "{ found { __typename ... on Plant { name count } ... on Bed { name plants { name } } } }",
    "{ plants { name near { name } } }",
    "{ plants { name near { __typename ... on Bed { area } } bed { name } } }",
    "{ plants { name neighbour { name bed { name } } } }",
    '{ plants { name label other: label(prefix: "Nr.") } }',
    "query ($p: String!) { plants { label(prefix: $p) } }",
    "{ plants { name hidden } }",
    "{ plants { name bed { name } friends { hidden } } }",
    "{ plants { peat { depth } } }",
    "{ pages { edges { cursor node { id name bed { name } } } } }",
    "{ pages { nodes { id } edges { cursor } total } }",
    "query ($first: Int) { pages(first: $first) { nodes { id } } }",
    "query A { plant { name } } query B { plants { name } }",
    "{ later { name friends { name } } plant { name } }",
    "{ thePlant { name count } plant { name } }",
    "query ($n: Int!) { plant { name } pages(first: $n) { total } }",
    "{ plant { name ",
    "{ plant { nam } }",
    "{ plant }",
    "query ($x: Nothing) { plant { name } }",
    "{ __schema { queryType { name fields { name type { name kind } } } } }",
    '{ __type(name: "Plant") { name fields { name } } plant { name } }',
    "query Deep { plant { friends { friends { friends { name neighbour { friends { id } } } } } } }",
]
MUTATIONS = [
    'mutation { plant(name: "Ivy") { __typename ... on Planted { plant { bed { name } } } ... on NoRoom { left } } }',
    'mutation { a: plant(name: "A") { __typename } b: plant(name: "B") { ... on Planted { plant { id } } } }',
    "mutation ($n: String!) { plant(name: $n) { ... on Planted { plant { id tags } } } }",
    "mutation { breakSpade { name } }",
    'mutation { breakSpade { name } plant(name: "C") { ... on Named { name } } }',
    "mutation { plant { __typename } }",
]
VARIABLES: list[dict[str, Any]] = [
    {},
    {"a": True, "b": True},
    {"a": True, "b": False},
    {"a": False, "b": True},
    {"a": False},
    {"a": None},
    {"p": "X", "first": 3, "n": 4},
    {"p": 7, "first": "3", "n": None},
]


class Text(str):
    __slots__ = ()


_made: list[Coroutine[Any, Any, Any]] = []


@pytest.fixture(autouse=True)
def coroutines_that_nobody_awaited() -> Iterator[None]:
    """Some faults end an execution before it awaits everything; that is no fault of its own."""
    yield
    for coroutine in _made:
        coroutine.close()
    _made.clear()


def _coroutine(value: Any = None) -> Any:
    async def late() -> Any:
        if value is None:
            raise LookupError("lost")
        return value

    _made.append(late())
    return _made[-1]


def _generator(*values: Any) -> Iterator[Any]:
    yield from values


SELECTIONS = (
    *LEAVES.split(),
    "soil { acid notes }",
    "soil { __typename }",
    "bed { name }",
    "bed { __typename }",
    "bed { plants { id } }",
    "friends { id }",
    "friends { __typename }",
    "near { name }",
    "peat { depth }",
)

VALUES: dict[str, Callable[[], Any]] = {
    "null": lambda: None,
    "Undefined": lambda: Undefined,
    "UNSET": lambda: strawberry.UNSET,
    "exception": lambda: ValueError("wilted"),
    "GraphQL error": lambda: GraphQLError("wilted"),
    "exception class": lambda: ValueError,
    "coroutine": lambda: _coroutine("late"),
    "coroutine of a list": lambda: _coroutine(["late"]),
    "raising coroutine": _coroutine,
    "text": lambda: "text",
    "subclass of text": lambda: Text("text"),
    "surrogate": lambda: "\ud800",
    "empty text": lambda: "",
    "0": lambda: 0,
    "7": lambda: 7,
    "2**31": lambda: 2**31,
    "-2**31": lambda: -(2**31),
    "1.0": lambda: 1.0,
    "1.5": lambda: 1.5,
    "nan": lambda: float("nan"),
    "infinity": lambda: float("inf"),
    "true": lambda: True,
    "decimal": lambda: Decimal("1.5"),
    "bytes": lambda: b"bytes",
    "uuid": lambda: UUID(int=1),
    "datetime": lambda: dt.datetime(2026, 1, 1, 12, 0, 0, 5, tzinfo=dt.UTC),
    "naive datetime": lambda: dt.datetime(2026, 1, 1),  # noqa: DTZ001
    "date": lambda: dt.date(2026, 1, 1),
    "member": lambda: garden.Colour.RED,
    "member of another": lambda: garden.Season.SPRING,
    "value of a member": lambda: "r",
    "list": lambda: ["a", "b"],
    "tuple": lambda: ("a", "b"),
    "set": lambda: {"a"},
    "generator": lambda: _generator("a", "b"),
    "list of null": lambda: [None],
    "list of numbers": lambda: [1, 2.5, True],
    "list of exceptions": lambda: ["a", ValueError("wilted")],
    "list of coroutines": lambda: ["a", _coroutine("b"), _coroutine()],
    "nested lists": lambda: [[1], (2, 3), None, [None]],
    "map": lambda: {"name": "map"},
    "class": lambda: garden.Plant,
    "plant": lambda: garden.plant("Odd"),
    "bed": lambda: garden.Bed(name="Odd"),
    "faulty bed": lambda: garden.Bed(name=None),  # type: ignore[arg-type]
    "soil": lambda: garden.Soil(acid=False),
    "coroutine of a bed": lambda: _coroutine(garden.Bed(name="Late")),
    "list of plants": lambda: [garden.plant("P"), None, garden.plant("Q", count="many")],
    "tuple of plants": lambda: (garden.plant("P"), garden.plant("Q", name=None)),
    "generator of plants": lambda: _generator(garden.plant("P"), garden.plant("Q")),
    "list of others": lambda: [garden.Bed(name="No plant"), garden.plant("P")],
}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return garden.schema()


async def compared(
    schema: Schema,
    text: str,
    context: Callable[[], dict[str, Any]],
    variables: dict[str, Any] | None = None,
    operation_name: str | None = None,
) -> None:
    """Runs `text` the stock way, and three times by plans: at first sight, kept, and kept again."""
    expected = await _stock(schema, text, context(), variables, operation_name)
    schema.documents = Documents(schema._schema)
    for _ in range(3):
        assert await _planned(schema, text, context(), variables, operation_name) == expected


async def _stock(
    schema: Schema, text: str, context: dict[str, Any], variables: dict[str, Any] | None, name: str | None
) -> Any:
    result = await strawberry.Schema.execute(schema, text, variables, context, operation_name=name)
    return _told(result, context)


async def _planned(
    schema: Schema, text: str, context: dict[str, Any], variables: dict[str, Any] | None, name: str | None
) -> Any:
    document = schema.documents.get(text)
    if document.errors:
        return _told(PreExecutionError(data=None, errors=document.errors), context)
    operation = document.operation(name)
    assert operation is not None
    return _told(await schema.run(document, operation, variables or {}, context), context)


def _told(result: Any, context: dict[str, Any]) -> Any:
    """Everything that a client can tell apart, and how often mutations ran. `repr` knows 1 from true."""
    errors = sorted(re.sub(r" Did you mean .*\?", "", repr(error.formatted)) for error in result.errors or ())
    return _without_addresses(repr(result.data)), [_without_addresses(e) for e in errors], context["ran"]


def _without_addresses(text: str) -> str:
    return re.sub(r"0x[0-9a-f]+", "0x", text)


@pytest.mark.parametrize("text", QUERIES + MUTATIONS)
async def test_plan_answers_every_document_as_the_stock_executor_does(schema: Schema, text: str) -> None:
    for variables in VARIABLES:
        for keeper in (True, False):
            for name in ("A", "B") if text.startswith("query A") else (None,):
                await compared(schema, text, partial(garden.context, keeper=keeper), variables, name)


@pytest.mark.parametrize("value", VALUES)
async def test_plan_answers_every_value_in_every_field_as_the_stock_executor_does(schema: Schema, value: str) -> None:
    make = VALUES[value]
    for selection in SELECTIONS:

        def context(attribute: str = selection.partition(" ")[0]) -> dict[str, Any]:
            odd = garden.plant("Odd", **{attribute: make()})
            return garden.context(plants=lambda: [garden.plant("First"), odd], plant=lambda: odd)

        for root in ("plants", "some", "plant"):
            await compared(schema, f"{{ {root} {{ name {selection} }} }}", context)


@pytest.mark.parametrize("value", VALUES)
async def test_plan_answers_every_value_at_the_root_as_the_stock_executor_does(schema: Schema, value: str) -> None:
    make = VALUES[value]
    for root in ("plant", "thePlant", "plants", "some", "named", "found", "later", "soils"):
        for selection in (
            "__typename",
            "... on Named { name }" if root in ("named", "found") else "__typename t: __typename",
        ):
            name = {"thePlant": "plant", "some": "plants", "named": "plant", "later": "plant"}.get(root, root)
            await compared(schema, f"{{ {root} {{ {selection} }} }}", partial(garden.context, **_given(name, make)))
    await compared(schema, "{ pages { nodes { name } total } }", lambda: garden.context(pages=make))
    await compared(schema, MUTATIONS[0], lambda: garden.context(payload=make))
    await compared(schema, MUTATIONS[0], lambda: garden.context(payload=lambda: garden.Planted(plant=make())))


def _given(name: str, make: Callable[[], Any]) -> dict[str, Any]:
    return {name: make}


async def test_plan_that_completed_ids_wrongly_would_be_noticed(
    schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    shortcut = plans._Writer._shortcut

    def upper(self: Any, type_: Any, bound: str, value: str) -> tuple[str | None, str]:
        test, result = shortcut(self, type_, bound, value)
        return test, f"{result}.upper()" if type_.name == "ID" else result

    monkeypatch.setattr(plans._Writer, "_shortcut", upper)

    with pytest.raises(AssertionError, match="PLANT_FERN"):
        await compared(schema, "{ plants { id } }", garden.context)


async def test_plan_is_used_for_a_plain_list(schema: Schema) -> None:
    document = schema.documents.get(f"{{ plants {{ {FIELDS} }} }}")

    await _planned(schema, f"{{ plants {{ {FIELDS} }} }}", garden.context(), None, None)

    assert len(document.plans) == 1
    assert refuse not in document.plans.values()


async def test_plan_of_a_list_is_used_where_its_parent_has_a_resolver(schema: Schema) -> None:
    text = "{ pages { nodes { id } total } }"
    document = schema.documents.get(text)

    await _planned(schema, text, garden.context(), None, None)

    assert sorted(plan is refuse for plan in document.plans.values()) == [False, True]


async def test_plans_are_kept_for_each_answer_of_skip_and_include(schema: Schema) -> None:
    text = QUERIES[9]
    document = schema.documents.get(text)
    document.plans.clear()

    for a in (True, False, True):
        await _planned(schema, text, garden.context(), {"a": a, "unused": a}, None)

    assert document.switches == ("a", "b")
    assert len(document.plans) == 2


async def test_no_plan_is_made_where_middleware_watches_fields(schema: Schema) -> None:
    seen = []

    def watch(next_: Any, source: Any, info: Any, **arguments: Any) -> Any:
        seen.append(info.field_name)
        return next_(source, info, **arguments)

    document = schema.documents.get("{ plants { name count } }")
    executor = PlanExecutor.build(
        schema._schema, document.ast, context_value=garden.context(), middleware=[watch], kept=document
    )

    executor.execute_operation()  # type: ignore[union-attr]

    assert seen == ["plants", "name", "count", "name", "count"]
