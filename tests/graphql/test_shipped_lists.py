"""The lists that our own pages ask for are completed by plans; without them they would be slow, unseen by anybody."""

import httpx
import pytest
from conftest import SignIn

from schema import schema
from schema.execution.executor import refuse

LISTS = ["/", "/?kind=FAIR&kind=PANEL", "/?q=fair", "/organizations"]


@pytest.mark.parametrize("path", LISTS)
async def test_list_of_a_page_is_completed_by_plans(sign_in: SignIn, path: str) -> None:
    client = await sign_in("ada")
    _forget_plans()

    response = await client.get(path)

    assert response.status_code == 200
    made = {str(key[0]): plan for document in schema.documents for key, plan in document.plans.items()}
    assert any("Connection" in name or name.startswith("[") for name in made), made
    # Who is signed in is one object, whose badge and contacts are asked for by resolvers.
    assert [name for name, plan in made.items() if plan is refuse] == ["Viewer"]


async def test_statement_count_of_a_list_over_http_is_one(client: httpx.AsyncClient, statements: list[str]) -> None:
    query = "{ events(first: 50) { nodes { name startsAt tags organization { name } place { name } } } }"
    await client.post("/graphql", json={"query": query})
    statements.clear()

    response = await client.post("/graphql", json={"query": query})

    assert len(response.json()["data"]["events"]["nodes"]) > 10
    assert len(statements) == 1


def _forget_plans() -> None:
    for document in schema.documents:
        document.plans.clear()
