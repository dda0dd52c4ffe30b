"""A monitor learns whether this process can answer."""

from dataclasses import replace
from pathlib import Path

import httpx
from starlette.applications import Starlette

from schema.context import Resources
from server.badges.record import EncounterWriter
from server.config import Settings
from server.db import Database
from server.live import Live
from server.web import health


async def test_health_is_ok_while_the_database_answers(client: httpx.AsyncClient) -> None:
    response = await client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok")


async def test_health_is_503_when_the_database_does_not_answer(settings: Settings, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'no such folder' / 'hallway.sqlite3'}"
    gone = Database.open(url)
    resources = Resources(replace(settings, database_url=url), gone, EncounterWriter(gone), Live(gone))
    app = Starlette(routes=health.routes(resources))

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.base_url) as client:
        response = await client.get("/healthz")
    await gone.close()

    assert response.status_code == 503
    assert response.text.startswith("The database does not answer. Failure ")
    assert "no such folder" not in response.text
