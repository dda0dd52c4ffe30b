"""Enums of the domain in GraphQL, every value described."""

from enum import Enum

import strawberry


def described(members: type[Enum], description: str, **values: str) -> None:
    """Makes `members` a GraphQL enum; `values` describes each of them by name. KeyError when one is forgotten."""
    strawberry.enum(members, description=description)
    for value in members.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[value.name]
