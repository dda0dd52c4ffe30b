"""A failure of ours is answered with a number and written to the log; a refusal keeps its sentence."""

import logging
import re
from typing import Any

import garden
import pytest
import strawberry
from graphql import GraphQLError

from schema.execution.engine import Schema
from server.errors import FieldError, InvalidInput, NotPermitted, Refusal

SECRET = "postgresql://hallway:hunter2@db/hallway"  # must never reach a client
OURS = re.compile(r"Something went wrong on our side\. Its number is ([0-9a-f]{8})\.")


@strawberry.type
class Query:
    @strawberry.field
    async def broken(self) -> str:
        raise RuntimeError(SECRET)

    @strawberry.field
    def blunt(self) -> str | None:
        raise GraphQLError(SECRET)

    @strawberry.field
    def wrong(self) -> int:
        return SECRET  # type: ignore[return-value]

    @strawberry.field
    def empty(self) -> str:
        return None  # type: ignore[return-value]

    @strawberry.field
    def refused(self) -> str | None:
        raise NotPermitted

    @strawberry.field
    def invalid(self) -> str | None:
        raise InvalidInput(FieldError(("first",), "Ask for 1 to 100 at a time, not 0."))

    @strawberry.field
    def sized(self, first: int = 5) -> int:
        return first

    @strawberry.field
    def fine(self) -> str:
        return "fine"


@strawberry.type
class Done:
    @strawberry.field
    def again(self) -> str | None:
        raise NotPermitted


@strawberry.type
class Mutation:
    @strawberry.mutation
    def forgotten(self) -> str | None:
        raise NotPermitted

    @strawberry.mutation
    def done(self) -> Done:
        return Done()


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema(query=Query, mutation=Mutation)


async def answered(schema: Schema, text: str, **variables: Any) -> list[dict[str, Any]]:
    result = await schema.execute(text, variables, {})
    assert SECRET not in repr([error.formatted for error in result.errors or ()])
    return [dict(error.formatted) for error in result.errors or ()]


@pytest.mark.parametrize("field", ["broken", "blunt", "wrong", "empty"])
async def test_failure_is_answered_with_the_number_under_which_it_is_logged(
    schema: Schema, field: str, caplog: pytest.LogCaptureFixture
) -> None:
    (error,) = await answered(schema, f"{{ {field} }}")

    found = OURS.fullmatch(error["message"])
    assert found
    assert error["extensions"] == {"code": "Failure", "number": found[1]}
    assert error["path"] == [field]
    (record,) = [record for record in caplog.records if record.name == "hallway.failures"]
    assert record.levelno == logging.ERROR
    assert record.getMessage().startswith(f"Failure {found[1]} at {field}: ")
    if field != "empty":
        assert SECRET in logging.Formatter().format(record)


async def test_failure_of_one_field_leaves_the_others(schema: Schema) -> None:
    result = await schema.execute("{ fine blunt }", {}, {})

    assert result.data == {"fine": "fine", "blunt": None}


async def test_failure_is_known_to_callers_in_this_process(schema: Schema) -> None:
    result = await schema.execute("{ broken }", {}, {})

    assert repr((result.errors or [])[0].original_error) == repr(RuntimeError(SECRET))


async def test_refusal_in_a_query_keeps_its_sentence(schema: Schema, caplog: pytest.LogCaptureFixture) -> None:
    (error,) = await answered(schema, "{ refused }")

    assert error["message"] == NotPermitted.message
    assert error["extensions"] == {"code": "NotPermitted"}
    assert [record for record in caplog.records if record.name == "hallway.failures"] == []


async def test_invalid_input_in_a_query_says_where(schema: Schema) -> None:
    (error,) = await answered(schema, "{ invalid }")

    assert error["extensions"] == {
        "code": "InvalidInput",
        "faults": [{"path": ["first"], "message": "Ask for 1 to 100 at a time, not 0."}],
    }


async def test_refusal_that_a_mutation_does_not_list_is_a_failure(schema: Schema) -> None:
    (error,) = await answered(schema, "mutation { forgotten }")

    assert OURS.fullmatch(error["message"])


async def test_refusal_below_a_mutation_keeps_its_sentence(schema: Schema) -> None:
    (error,) = await answered(schema, "mutation { done { again } }")

    assert error["message"] == NotPermitted.message


async def test_argument_that_is_no_value_is_told_as_it_is(schema: Schema) -> None:
    (error,) = await answered(schema, "query ($first: Int = 5) { sized(first: $first) }", first=None)

    assert not OURS.fullmatch(error["message"])
    assert "sized(first:)" in error["message"] or "'first'" in error["message"]


async def test_variable_of_the_wrong_kind_is_told_as_it_is(schema: Schema) -> None:
    (error,) = await answered(schema, "query ($first: Int!) { sized(first: $first) }", first="five")

    assert "path" not in error
    assert "Int cannot represent non-integer value: 'five'" in error["message"]


async def test_failure_in_a_mutation_is_masked_and_the_mutation_ran_once() -> None:
    context = garden.context()

    result = await garden.schema().execute("mutation { breakSpade { name } }", {}, context)

    assert context["ran"] == ["break"]
    assert [bool(OURS.fullmatch(error.message)) for error in result.errors or ()] == [True]


def test_every_refusal_has_a_sentence_of_its_own() -> None:
    def below(type_: type[Refusal]) -> list[type[Refusal]]:
        return [found for sub in type_.__subclasses__() for found in (sub, *below(sub))]

    for refusal in below(Refusal):
        own = refusal.__mro__[: refusal.__mro__.index(Refusal)]
        assert any("message" in type_.__dict__ or "__init__" in type_.__dict__ for type_ in own), refusal.__name__
