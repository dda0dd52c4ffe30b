"""A refusal in the domain and its answer in GraphQL are one word, and none is forgotten."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import GraphQLObjectType, GraphQLUnionType, get_named_type

import server
from schema import schema
from schema.errors import _answers
from server.doors.errors import TurnedAway
from server.errors import Refusal

ROOT = Path(server.__file__).parent
ELSEWHERE = {
    "RuleUnreadable",  # these five: of calendars, which the command line imports
    "RuleTooCostly",
    "CalendarUnreadable",
    "CalendarUnreachable",
    "OrganizationUnknown",
    "LeadUnknown",  # these two: of an entry in a batch, which is answered by their names
    "EntryConflict",
    "SecretGone",  # of prints, which are made later and say it then
}
"""Refusals that no mutation answers with a type of theirs."""
TWO_SUCCESSES = {"scanBadge": "a code is a person's or a booth's", "scanPhoto": "a code is a person's or a booth's"}
CAPABILITIES = ("people", "campuses", "organizations", "events", "contacts", "invitations", "badges", "feeds")


def refusals() -> list[type[Refusal]]:
    """Every refusal of the domain, found by importing all of it."""
    for module in pkgutil.walk_packages([str(ROOT)], "server."):
        if module.name.split(".")[1] in CAPABILITIES:
            importlib.import_module(module.name)

    def below(type_: type[Refusal]) -> Iterator[type[Refusal]]:
        for sub in type_.__subclasses__():
            yield sub
            yield from below(sub)

    found = [found for found in dict.fromkeys(below(Refusal)) if found.__module__.startswith("server.")]
    return [refusal for refusal in found if refusal is not TurnedAway]  # which is an interface: its kinds answer


def payloads() -> list[tuple[str, GraphQLUnionType]]:
    mutation = schema._schema.mutation_type
    assert mutation is not None
    found = [(name, get_named_type(field.type)) for name, field in mutation.fields.items()]
    assert all(isinstance(payload, GraphQLUnionType) for _, payload in found)
    return found


def test_every_mutation_answers_with_one_success_and_refusals() -> None:
    error = schema._schema.type_map["UserError"]
    for name, payload in payloads():
        kinds = [type_.name.endswith("Success") or error in type_.interfaces for type_ in payload.types]
        successes = [type_.name for type_ in payload.types if type_.name.endswith("Success")]

        assert all(kinds), name
        assert len(successes) == (2 if name in TWO_SUCCESSES else 1), name
        assert payload.name == f"{name[0].upper()}{name[1:]}Payload"


def test_every_answer_is_named_as_its_refusal_and_carries_a_message() -> None:
    shown = [(refusal, type_) for refusal, type_ in _answers.items() if refusal.__name__ not in ELSEWHERE]
    for refusal, type_ in shown:
        graphql_type = schema._schema.type_map[refusal.__name__]

        assert type_.__name__ == refusal.__name__
        assert isinstance(graphql_type, GraphQLObjectType)
        assert "message" in graphql_type.fields


def test_every_user_error_is_the_answer_to_a_refusal() -> None:
    possible = schema._schema.get_possible_types(schema._schema.type_map["UserError"])  # type: ignore[arg-type]

    assert {type_.name for type_ in possible} <= {refusal.__name__ for refusal in _answers}


@pytest.mark.parametrize("refusal", refusals(), ids=lambda refusal: refusal.__name__)
def test_every_refusal_is_answered_by_some_mutation_or_only_met_elsewhere(refusal: type[Refusal]) -> None:
    listed = {type_.name for _, payload in payloads() for type_ in payload.types}

    assert refusal.__name__ in listed | ELSEWHERE


def test_no_exception_to_the_rule_is_out_of_date() -> None:
    listed = {type_.name for _, payload in payloads() for type_ in payload.types}

    assert ELSEWHERE & listed == set()
    assert {refusal.__name__ for refusal in refusals()} >= ELSEWHERE
