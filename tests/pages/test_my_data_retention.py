"""Whoever looks after a campus says how long it keeps things, and nobody else sees the page."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import Execute, SignIn
from markup import Element, read
from sqlalchemy import insert, select

from server.audit.models import Action, AuditEntry
from server.campuses.models import CampusAdministrator
from server.db import Database
from server.my_data.models import Retention
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]

PAGE = "/campuses/boston/retention"
CHANGE = """mutation { changeRetention(input: {campus: "boston", logsMonths: 3}) { __typename } }"""
ASK = '{ retention(campus: "boston") { name logsMonths } }'


async def test_an_administrator_says_how_long(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("gus")
    sent = {"operation": "ChangeRetention", "accountsMonths": "24", "encountersMonths": "", "logsMonths": "12"}

    answer = await client.post(PAGE, data=sent)
    page = await open_page(PAGE)

    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert {name: page.one("input", id=name)["value"] for name in sent if name != "operation"} == {
        "accountsMonths": "24",
        "encountersMonths": "",
        "logsMonths": "12",
    }
    months = (Retention.accounts_months, Retention.encounters_months, Retention.logs_months)
    assert [tuple(row) for row in await database.rows(select(*months))] == [(24, None, 12)]
    entries = await database.rows(select(AuditEntry.actor_id).where(AuditEntry.action == Action.RETENTION_CHANGED))
    assert [entry.actor_id for entry in entries] == [campus.people["gus"]]


async def test_a_number_out_of_bounds_is_told_beside_its_field(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("gus")

    answer = await client.post(PAGE, data={"operation": "ChangeRetention", "accountsMonths": "500"})

    page = read(answer.text)
    assert answer.status_code == 422
    assert page.one(id="accountsMonths-error").text == "Take 1 to 120 months, or none to keep them for good."
    assert page.one("input", id="accountsMonths")["value"] == "500"


async def test_nobody_else_sees_or_changes_it(
    client: httpx.AsyncClient, sign_in: SignIn, execute: Execute, database: Database, campus: SeededCampus
) -> None:
    async with database.write() as session:
        london = {"campus_id": campus.campuses["london"], "person_id": campus.people["ben"]}
        await session.execute(insert(CampusAdministrator).values(**london))
    await sign_in("ben")

    page = await client.get(PAGE)
    nowhere = await client.get("/campuses/nowhere/retention")
    answers = [await execute(who, ASK) for who in ("ben", "ada", None)]
    changes = [(await execute(who, CHANGE))["data"]["changeRetention"]["__typename"] for who in ("ben", "ada", None)]

    assert (page.status_code, nowhere.status_code) == (404, 404)
    assert answers == [{"data": {"retention": None}}] * 3
    assert changes == ["NotFound", "NotFound", "SignInRequired"]
    assert await database.rows(select(Retention.campus_id)) == []


async def test_the_page_of_the_administrators_leads_here(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("gus")

    team = await open_page("/campuses/boston/administrators")
    page = await open_page(PAGE)

    assert "How long things are kept" in team.texts("a", href="retention")
    assert page.one("a", class_="back")["href"] == "administrators"
