"""One request may ask for so much and no more; every limit is told in the schema and held."""

from typing import Any

import garden
import httpx
import pytest
from graphql import get_introspection_query

from schema import print_sdl
from schema.execution import limits
from schema.execution.documents import MAX_DOCUMENTS, MAX_TEXT
from schema.execution.engine import Schema


@pytest.fixture(scope="module")
def schema() -> Schema:
    return garden.schema()


async def refusal(schema: Schema, text: str, **variables: Any) -> str | None:
    """The message of the limit that was exceeded; None when data came."""
    context = garden.context()
    result = await schema.execute(text, variables, context)
    if result.data is not None:
        return None
    assert [(error.extensions or {}).get("code") for error in result.errors or ()] == ["LimitExceeded"]
    assert context["ran"] == []
    return (result.errors or [])[0].message


def nested(depth: int) -> str:
    """A query of `depth` fields below each other, the last one a name."""
    return "{ plants {" + " friends {" * (depth - 2) + " name " + "}" * depth


async def test_depth_is_limited(schema: Schema) -> None:
    assert await refusal(schema, nested(limits.MAX_DEPTH)) is None
    assert await refusal(schema, nested(limits.MAX_DEPTH + 1)) == "This query goes 13 fields deep; 12 is the most."


async def test_depth_counts_what_fragments_add(schema: Schema) -> None:
    text = "{ plants { ...A } } fragment A on Plant { friends { ...B } } fragment B on Plant " + "{ friends " * 9

    assert await refusal(schema, text + "{ id }" + "}" * 9) is None
    assert (
        await refusal(schema, text + "{ friends { id } }" + "}" * 9)
        == "This query goes 13 fields deep; 12 is the most."
    )


async def test_depth_of_a_circle_of_fragments_is_measured_in_no_time(schema: Schema) -> None:
    result = await schema.execute("{ plants { ...A } } fragment A on Plant { friends { ...A } }", {}, garden.context())

    assert result.data is None
    assert [e.message for e in result.errors or ()] == ["Cannot spread fragment 'A' within itself."]


async def test_aliases_are_limited(schema: Schema) -> None:
    def aliased(count: int) -> str:
        return "{ plant { " + " ".join(f"a{i}: name" for i in range(count)) + " } }"

    assert await refusal(schema, aliased(limits.MAX_ALIASES)) is None
    assert await refusal(schema, aliased(limits.MAX_ALIASES + 1)) == "This query uses 31 aliases; 30 is the most."


async def test_aliases_in_a_fragment_count_each_time_it_is_spread(schema: Schema) -> None:
    spread_often = "{ a: plant { ...A } b: plant { ...A } c: plant { ...A } d: plant { ...A } } fragment A on Plant "

    assert await refusal(schema, spread_often + "{ e: id f: id g: id }") is None
    assert await refusal(schema, spread_often + "{ e: id f: id g: id h: id i: id j: id k: id }") is not None


async def test_aliases_that_double_with_each_fragment_are_counted_in_no_time(schema: Schema) -> None:
    chain = " ".join(
        f"fragment F{i} on Plant {{ a: friends {{ ...F{i + 1} }} b: friends {{ ...F{i + 1} }} }}" for i in range(9)
    )

    message = await refusal(schema, f"{{ plant {{ ...F0 }} }} {chain} fragment F9 on Plant {{ id }}")

    assert message == "This query uses 1,022 aliases; 30 is the most."


async def test_tokens_are_limited(schema: Schema) -> None:
    result = await schema.execute("{ plant { " + "id " * limits.MAX_TOKENS + "} }", {}, garden.context())

    assert result.data is None
    assert (result.errors or [])[0].message.startswith("Syntax Error: Document contains more than 2000 tokens")


async def test_bytes_of_a_query_are_limited_before_it_is_parsed(schema: Schema) -> None:
    text = "{ plant { id } } #"

    assert await refusal(schema, text.ljust(limits.MAX_QUERY_BYTES, "x")) is None
    assert await refusal(schema, text.ljust(limits.MAX_QUERY_BYTES + 1, "x")) is not None
    assert await refusal(schema, text.ljust(limits.MAX_QUERY_BYTES - 1, "x") + "é") is not None


ITEMS = [
    ("{ pages { total } }", {}, 20),
    ("{ pages(first: 3) { total } }", {}, 3),
    ("{ pages(first: 3) { nodes { id } } a: pages(first: 4) { total } }", {}, 7),
    ("query ($n: Int) { pages(first: $n) { total } }", {"n": 7}, 7),
    ("query ($n: Int = 9) { pages(first: $n) { total } }", {}, 9),
    ("query ($n: Int = 9) { pages(first: $n) { total } }", {"n": 1_000_000}, 100),
    ("query ($n: Int = 9) { pages(first: $n) { total } }", {"n": "many"}, 100),
    ("{ pages(first: -5) { total } }", {}, 0),
    ("{ ...A ...A } fragment A on Query { pages(first: 5) { total } ... { b: pages(first: 6) { total } } }", {}, 22),
    ("{ plant { name } __schema { types { name } } }", {}, 0),
]


@pytest.mark.parametrize(("text", "variables", "expected"), ITEMS)
def test_items_are_counted_by_first(schema: Schema, text: str, variables: dict[str, Any], expected: int) -> None:
    document = schema.documents.get(text)
    (operation,) = document.operations.values()

    assert limits.items(schema._schema, operation, document.fragments, variables) == expected


async def test_items_of_lists_in_lists_are_multiplied_and_limited(client: httpx.AsyncClient) -> None:
    text = """query ($outer: Int!, $inner: Int = 50) {
      organizations(first: $outer) { nodes { events(first: $inner) { nodes { name } } } } }"""

    async def asked(**variables: int) -> Any:
        response = await client.post("/graphql", json={"query": text, "variables": variables})
        return response.json()

    assert "errors" not in await asked(outer=10)
    assert "errors" not in await asked(outer=100, inner=49)
    message = "This query asks for up to 5,100 items; 5,000 is the most. Give inner lists a smaller `first`."
    assert await asked(outer=100) == {"errors": [{"message": message, "extensions": {"code": "LimitExceeded"}}]}


async def test_introspection_that_tools_send_is_within_the_limits(schema: Schema) -> None:
    result = await schema.execute(get_introspection_query(specified_by_url=True, input_value_deprecation=True))

    assert result.errors is None


async def test_introspection_can_not_be_nested_without_end(schema: Schema) -> None:
    deep = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"

    result = await schema.execute(deep)

    assert [error.message for error in result.errors or ()] == ["Maximum introspection depth exceeded"]


def test_limits_are_told_in_the_schema() -> None:
    described = print_sdl().split("type Query")[0].rsplit('"""', 2)[1]

    for limit in (limits.MAX_QUERY_BYTES, limits.MAX_TOKENS, limits.MAX_DEPTH, limits.MAX_ALIASES, limits.MAX_ITEMS):
        assert f"{limit:,}" in described


async def test_documents_are_kept_but_not_more_than_a_number_of_them(schema: Schema) -> None:
    for i in range(MAX_DOCUMENTS + 10):
        schema.documents.get(f"{{ plant {{ name }} }} # {i}")

    assert len(schema.documents) == MAX_DOCUMENTS
    assert schema.documents.get("{ plant { name } } # 265") is schema.documents.get("{ plant { name } } # 265")


async def test_documents_are_kept_but_not_more_than_a_size_of_them(schema: Schema) -> None:
    for i in range(MAX_TEXT // limits.MAX_QUERY_BYTES + 3):
        schema.documents.get(f"{{ plant {{ name }} }} # {i}".ljust(limits.MAX_QUERY_BYTES, "x"))

    assert len(schema.documents) == MAX_TEXT // limits.MAX_QUERY_BYTES


async def test_documents_with_errors_are_not_kept(schema: Schema) -> None:
    before = len(schema.documents)

    for i in range(10):
        schema.documents.get(f"{{ plant {{ nothing{i} }} }}")

    assert len(schema.documents) == before


async def test_document_asked_for_again_outlives_those_that_are_not(schema: Schema) -> None:
    kept = schema.documents.get("{ plant { alive } }")

    for i in range(MAX_DOCUMENTS + 10):
        schema.documents.get(f"{{ plant {{ name }} }} # {i}")
        schema.documents.get("{ plant { alive } }")

    assert schema.documents.get("{ plant { alive } }") is kept
