"""Whoever asks for whatever there is gets what the table says: every query, mutation, subscription, page and file."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from asking import ALL, ROLES, Stage, asked, opened
from stage import set_stage
from starlette.routing import Route

from schema import schema
from schema.context import Resources
from server import pages
from server.db import Database
from server.pages.page import Site
from server.seed import SeededCampus

ROOTS = ("Query", "Viewer", "Mutation", "Subscription")
WITHOUT_BEARER = ("program",)
"""Who opens no pages: pages know cookies only."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing, and what becomes of it for each role of `stage.ROLES`."""

    ask: str
    """The field with what it is about, or the path."""
    gets: dict[str, str]


@cache
def table() -> dict[str, Row]:
    """Rows by what they are about: `Query.event`, `/events/{slug}`, and behind a semicolon which one of several."""
    return msgspec.yaml.decode((Path(__file__).parent / "table.yaml").read_text("utf-8"), type=dict[str, Row])


def about(name: str) -> str:
    return name.partition(";")[0]


def root(name: str) -> str:
    return name.partition(".")[0]


def batched(names: list[str], size: int) -> list[list[str]]:
    return [names[start : start + size] for start in range(0, len(names), size)]


def expected(row: Row, roles: list[str]) -> dict[str, str]:
    return {role: row.gets.get(role, row.gets.get(ALL, "")) for role in roles}


def at_once(row: Row) -> list[list[str]]:
    """The roles that one database does for: those who are refused, and each of the others."""
    may = [role for role, answer in expected(row, list(ROLES)).items() if answer.endswith("Success")]
    return [[role for role in ROLES if role not in may], *([role] for role in may)]


FIELDS = [name for name in table() if about(name).partition(".")[0] in ROOTS]
MUTATIONS = [name for name in FIELDS if name.startswith("Mutation")]
READ = [name for name in FIELDS if name not in MUTATIONS]
PATHS = [name for name in table() if name.startswith("/")]


@pytest.mark.parametrize("name", READ)
async def test_who_may_ask(stage: Stage, name: str) -> None:
    row = table()[name]

    got = {role: await asked(stage, role, root(name), row.ask) for role in ROLES}

    assert got == expected(row, list(ROLES))


@pytest.mark.parametrize("names", batched(READ, 13), ids=lambda names: f"{names[0]} to {names[-1]}")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_who_may_ask_postgresql(resources: Resources, campus: SeededCampus, names: list[str]) -> None:
    """The same of another engine's statements; many of one stage, since asking changes nothing."""
    stage = await set_stage(resources, campus)

    got = {name: {role: await asked(stage, role, root(name), table()[name].ask) for role in ROLES} for name in names}

    assert got == {name: expected(table()[name], list(ROLES)) for name in names}


@pytest.mark.parametrize(("name", "roles"), [(name, roles) for name in MUTATIONS for roles in at_once(table()[name])])
async def test_who_may_do(stage: Stage, name: str, roles: list[str]) -> None:
    """Whoever may, in a database of their own, since most of them change it; all others in one."""
    row = table()[name]

    got = {role: await asked(stage, role, "Mutation", row.ask) for role in roles}

    assert got == expected(row, roles)


@pytest.mark.parametrize("name", PATHS)
async def test_who_may_open(stage: Stage, name: str) -> None:
    row = table()[name]
    roles = [role for role in ROLES if role not in WITHOUT_BEARER]

    got = await opened(stage, row.ask, roles)

    assert got == expected(row, roles)


def test_everything_there_is_has_a_row() -> None:
    """A new field, page or file is decided upon here, for every role, before it is landed."""
    named: set[str] = {about(name) for name in table()}
    types: dict[str, Any] = dict(schema._schema.type_map)

    fields = {f"{root}.{field}" for root in ROOTS for field in types[root].fields}

    assert {name for name in named if not name.startswith("/")} == fields


async def test_every_page_and_file_has_a_row(resources: Resources, database: Database) -> None:
    routes = [route for route in pages.routes(Site(resources)) if isinstance(route, Route)]

    assert {about(name) for name in table() if name.startswith("/")} == {route.path for route in routes}


def test_a_row_names_every_role_or_says_what_all_others_get() -> None:
    unclear = {name for name, row in table().items() if ALL not in row.gets and set(row.gets) != set(ROLES)}
    unknown = {role for row in table().values() for role in row.gets} - set(ROLES) - {ALL}

    assert (unclear, unknown) == (set(), set())
