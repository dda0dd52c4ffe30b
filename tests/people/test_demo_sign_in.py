"""The demo's links: whoever has one is somebody of the cast, and outside a demo nobody is."""

from dataclasses import replace

import pytest
from conftest import NOW, SECRET, Execute
from sqlalchemy import delete, func, select

from schema import schema
from schema.context import Context, Resources
from server.actor import ANONYMOUS, Member
from server.db import Database
from server.people.demo_sign_in import CAST, demo_api_token, demo_path, demo_token
from server.people.models import Person, Session
from server.people.sign_in import actor_of_session
from server.seed import SeededCampus

SIGN_IN = """
mutation ($token: String!) {
  signInWithDemoLink(input: {token: $token}) {
    __typename
    ... on SignInSuccess { sessionToken person { id name telephone } }
    ... on UserError { message }
  }
}
"""
PEOPLE = "{ demoPeople { name headline signInPath } }"


@pytest.mark.parametrize("key", CAST)
async def test_sign_in_with_demo_link_makes_the_browser_that_person(
    execute: Execute, database: Database, campus: SeededCampus, key: str
) -> None:
    answer = await execute(None, SIGN_IN, token=demo_token(SECRET, campus.people[key]))

    success = answer["data"]["signInWithDemoLink"]
    assert success["__typename"] == "SignInSuccess"
    assert success["person"]["id"] == f"person_{campus.people[key].hex}"
    assert success["person"]["telephone"] is not None  # one's own, whoever else may see it
    assert await actor_of_session(database, success["sessionToken"], now=NOW) == Member(campus.people[key])


async def test_sign_in_with_demo_link_notes_the_browser(
    resources: Resources, database: Database, campus: SeededCampus
) -> None:
    context = Context(resources, ANONYMOUS, NOW, user_agent="Firefox on a phone")

    await schema.execute(SIGN_IN, {"token": demo_token(SECRET, campus.people["ada"])}, context_value=context)

    (row,) = await database.rows(select(Session.user_agent, Session.created_at))
    assert tuple(row) == ("Firefox on a phone", NOW)


@pytest.mark.parametrize("token", ["", "nonsense", "Zoë", "A" * 43])
async def test_sign_in_with_demo_link_that_nobody_has_is_refused(
    execute: Execute, database: Database, token: str
) -> None:
    answer = await execute(None, SIGN_IN, token=token)

    assert answer == {
        "data": {
            "signInWithDemoLink": {
                "__typename": "DemoLinkInvalid",
                "message": (
                    "This sign-in link leads nowhere. The command that started the demo prints the ones that work."
                ),
            }
        }
    }
    assert (await database.rows(select(func.count()).select_from(Session)))[0][0] == 0


async def test_sign_in_with_demo_link_outside_the_cast_is_refused(execute: Execute, campus: SeededCampus) -> None:
    answer = await execute(None, SIGN_IN, token=demo_token(SECRET, campus.people["noor"]))

    assert answer["data"]["signInWithDemoLink"]["__typename"] == "DemoLinkInvalid"


async def test_sign_in_with_demo_link_of_another_secret_is_refused(execute: Execute, campus: SeededCampus) -> None:
    answer = await execute(None, SIGN_IN, token=demo_token(b"another secret" * 4, campus.people["ada"]))

    assert answer["data"]["signInWithDemoLink"]["__typename"] == "DemoLinkInvalid"


async def test_sign_in_with_demo_link_of_a_person_who_is_gone_is_refused(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    async with database.write() as session:
        await session.execute(delete(Person).where(Person.id == campus.people["fay"]))

    answer = await execute(None, SIGN_IN, token=demo_token(SECRET, campus.people["fay"]))
    listed = await execute(None, PEOPLE)

    assert answer["data"]["signInWithDemoLink"]["__typename"] == "DemoLinkInvalid"
    assert len(listed["data"]["demoPeople"]) == len(CAST) - 1


async def test_sign_in_with_demo_link_outside_a_demo_is_refused(
    resources: Resources, database: Database, campus: SeededCampus
) -> None:
    real = replace(resources, settings=replace(resources.settings, demo=False))

    result = await schema.execute(
        SIGN_IN,
        {"token": demo_token(SECRET, campus.people["ada"])},
        context_value=Context(real, ANONYMOUS, NOW),
    )

    assert result.errors is None
    assert result.data is not None
    assert result.data["signInWithDemoLink"]["__typename"] == "DemoLinkInvalid"
    assert (await database.rows(select(func.count()).select_from(Session)))[0][0] == 0


async def test_demo_people_are_the_cast_in_order_in_one_statement(
    execute: Execute, campus: SeededCampus, statements: list[str]
) -> None:
    statements.clear()

    answer = await execute(None, PEOPLE)

    people = answer["data"]["demoPeople"]
    assert [one["signInPath"] for one in people] == [demo_path(SECRET, campus.people[key]) for key in CAST]
    assert people[0]["name"] == "Ada Okafor"
    assert people[0]["headline"] == "Control software, and robots that fall over less"
    assert people[-1]["headline"] is None  # Hana shares none
    assert len(statements) == 1


async def test_demo_people_outside_a_demo_are_none(resources: Resources) -> None:
    real = replace(resources, settings=replace(resources.settings, demo=False))

    result = await schema.execute(PEOPLE, context_value=Context(real, ANONYMOUS, NOW))

    assert result.data == {"demoPeople": []}


def test_demo_token_is_none_of_the_other_tokens(campus: SeededCampus) -> None:
    tokens = {demo_token(SECRET, id_) for id_ in campus.people.values()}
    api_tokens = {demo_api_token(SECRET, id_) for id_ in campus.people.values()}

    assert len(tokens) == len(api_tokens) == len(campus.people)
    assert tokens & api_tokens == set()
