"""Every page and file that a link leads to is opened, and Hana, who shares nothing, is on none of them."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from conftest import NOW, SECRET
from sqlalchemy import insert

from server.app import create_app
from server.badges.token import derive, write
from server.config import Settings
from server.contacts.models import Contact, ContactState
from server.db import Database
from server.keys import new_key
from server.people.sign_in import start_session
from server.seed import SeededCampus
from server.seed.files import read_campus
from server.seed.people_rows import badge_seed

HANA = read_campus().people["hana"]
PRIVATE = [
    *str(HANA.name).split(),
    *map(str, (HANA.headline, HANA.telephone, HANA.programme, HANA.works_for, HANA.job_title, HANA.url)),
    *HANA.links,
    *HANA.interests,
    str(HANA.ask_me_about),
    "hana@northgate.example",
]
NAME = set(str(HANA.name).split())
LIST = re.compile(r"/events/[^/]+/(attendees|badges)\b")
_LINK = re.compile(r'(?:href|src|action)="([^"]*)"')
_OFTEN = 3
"""How many queries of one path are opened: of an instance like all others, a filter, a page."""


@pytest.mark.parametrize("viewer", [None, "ada", "gus"])
async def test_hana_is_on_no_page_that_others_can_reach(
    settings: Settings, database: Database, campus: SeededCampus, viewer: str | None
) -> None:
    cookies = {}
    if viewer is not None:
        async with database.write() as session:
            id_ = campus.people[viewer]
            cookies["hallway_session"] = await start_session(session, person_id=id_, user_agent="", now=NOW)
            await session.execute(insert(Contact).values(_old_contact(id_, campus)))
    code = write(derive(SECRET, badge_seed(SECRET, campus.people["hana"])))
    real = Settings(settings.database_url, settings.base_url, settings.secrets, folder=settings.folder)
    app = create_app(real, now=lambda: NOW)

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.base_url, cookies=cookies) as client,
    ):
        seen = await _crawl(client, ["/", f"/B/{code}", f"/B/{code}.vcf", "/contacts", "/badge", "/organizations"])

    assert len(seen) > 50
    told = {path: words for path, words in seen.items() if words}
    lists = [path for path in told if LIST.match(path)]
    # Whoever answers to an event shares the name, and nothing else, with those who organize it.
    assert all(set(told.pop(path)) <= NAME for path in lists)
    assert bool(lists) == (viewer == "gus")
    assert told == {}


async def _crawl(client: httpx.AsyncClient, start: list[str]) -> dict[str, list[str]]:
    """What of Hana is on each page and in each file that links lead to, by path."""
    waiting, seen, opened = list(start), dict[str, list[str]](), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        place = path.partition("?")[0]
        if path in seen or opened[place] == _OFTEN:
            continue
        opened[place] += 1
        answer = await client.get(path)
        assert answer.status_code < 500, path
        seen[path] = [word for word in PRIVATE if word in answer.text]
        if "html" in answer.headers.get("content-type", ""):
            waiting += _links(str(answer.url), answer.text)
        if "location" in answer.headers:
            waiting += _links(str(answer.url), f'href="{answer.headers["location"]}"')
    return seen


def _links(page: str, html: str) -> list[str]:
    here = urlsplit(page)
    found = (urlsplit(urljoin(page, unescape(link))) for link in _LINK.findall(html))
    return [
        f"{link.path}?{link.query}" if link.query else link.path
        for link in found
        if link.netloc == here.netloc and not link.path.startswith("/static/")
    ]


def _old_contact(owner: object, campus: SeededCampus) -> dict[str, object]:
    """They saved each other, before Hana closed her card."""
    return {
        "id": new_key(),
        "owner_id": owner,
        "person_id": campus.people["hana"],
        "state": ContactState.ACTIVE,
        "mutual": True,
        "first_met_at": NOW,
        "last_met_at": NOW,
        "created_at": NOW,
    }
