"""A list costs the same among ten thousand events as among one thousand: counted in steps, so no clock can blur it."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.company import keep_company
from bench.population import populate
from bench.stage import PEOPLE, crowd
from conftest import NOW
from sqlite_work import work

from server.actor import ANONYMOUS, Member
from server.db import Database
from server.events.filter import EventFilter, EventOrder
from server.events.models import AttendanceMode, EventKind
from server.events.queries import events
from server.finding.personal import personal
from server.keys import derived_key
from server.paging import write_cursor

SMALL, LARGE = 1_000, 10_000
ME = Member(derived_key("crowd", str(PEOPLE - 1)))
"""Who keeps company."""
NOT_PERSONAL = {"followed": False, "contacts_going": False, "open_to_me": False}
FIRST = 20
START = NOW - timedelta(days=330)
"""From here on even the small campus has full pages of every filter."""


CASES: dict[str, dict[str, Any]] = {
    "what is on": {},
    "what is on, the last first": {"order": EventOrder.STARTS_AT_DESC},
    "since": {"filter": EventFilter(since=START)},
    "until, backwards": {"filter": EventFilter(until=NOW), "order": EventOrder.STARTS_AT_DESC},
    "a deep page": {"filter": EventFilter(since=START), "skip": 400},
    "a kind": {"filter": EventFilter(since=START, kinds=(EventKind.PANEL,))},
    "another kind, coming": {"filter": EventFilter(kinds=(EventKind.MEETUP,))},
    "two kinds": {"filter": EventFilter(since=START, kinds=(EventKind.PANEL, EventKind.MIXER))},
    "a campus": {"filter": EventFilter(since=START, campus="big-boston")},
    "a campus, coming": {"filter": EventFilter(campus="big-boston")},
    "a kind on a campus": {"filter": EventFilter(since=START, campus="big-boston", kinds=(EventKind.PANEL,))},
    "an organization": {"filter": EventFilter(since=START, organization="society-0")},
    "an organization, coming": {"filter": EventFilter(organization="society-0")},
    "a tag": {"filter": EventFilter(since=START, tags=("tag-000",))},
    "a rarer tag": {"filter": EventFilter(since=START, tags=("tag-009",))},
    "two tags": {"filter": EventFilter(since=START, tags=("tag-001", "tag-009"))},
    "a tag, coming": {"filter": EventFilter(tags=("tag-000",))},
    "an attendance mode": {"filter": EventFilter(since=START, attendance_modes=(AttendanceMode.ONLINE,))},
    "a word": {"filter": EventFilter(since=START, text="robotics")},
    "a word, coming": {"filter": EventFilter(text="robotics")},
    "a word, backwards": {"filter": EventFilter(text="robotics"), "order": EventOrder.STARTS_AT_DESC},
    "a word, a deep page": {"filter": EventFilter(since=START, text="robotics"), "skip": 60},
    "a longer beginning": {"filter": EventFilter(since=START, text="roboti")},
    "a beginning": {"filter": EventFilter(since=START, text="rob*")},
    "two words on a campus": {"filter": EventFilter(since=START, text="about energy", campus="big-boston")},
    "followed groups": {"filter": EventFilter(since=NOW), "mine": {"followed": True}},
    "followed groups, coming": {"mine": {"followed": True}},
    "what is open to somebody": {"filter": EventFilter(since=NOW), "mine": {"open_to_me": True}},
    "where contacts go": {"filter": EventFilter(since=NOW), "mine": {"contacts_going": True}},
    "where contacts go, coming": {"mine": {"contacts_going": True}},
    "where contacts go on a campus": {"filter": EventFilter(campus="big-boston"), "mine": {"contacts_going": True}},
    "a word and a kind": {"filter": EventFilter(since=START, text="everybody", kinds=(EventKind.FAIR,))},
}


async def cost(url: str, *, skip: int = 0, mine: dict[str, bool] | None = None, **asked: Any) -> int:
    """Steps for a page of FIRST, behind the first `skip`; the page must be full. `mine` is for who keeps company."""
    database = Database.open(url)
    actor = ME if mine else ANONYMOUS
    try:
        after = None
        if mine:
            asked.update(await personal(database, actor=actor, **{**NOT_PERSONAL, **mine}))
        while skip > 0:
            first = min(skip, 100)
            before = await events(database, actor=actor, now=NOW, first=first, after=after, **asked)
            after = write_cursor(before.rows[-1].starts_at, getattr(before.rows[-1], "cursor_key", before.rows[-1].key))
            skip -= first
        shown: list[Any] = []

        async def read() -> None:
            piece = await events(database, actor=actor, now=NOW, first=FIRST, after=after, **asked)
            shown.extend(piece.rows)

        measured = await work(database, read)
        assert len(shown) == FIRST
        assert measured.statements <= 2
        return measured.steps
    finally:
        await database.close()


async def fill(url: str, events: int) -> None:
    await populate(url, events=events, now=NOW)
    database = Database.open(url)
    try:
        await keep_company(database, (await crowd(database))[0], NOW)
    finally:
        await database.close()


def test_list_costs_no_more_among_more_events(tmp_path: Path) -> None:
    urls = {size: f"sqlite:///{tmp_path / f'{size}.sqlite3'}" for size in (SMALL, LARGE)}
    for size, url in urls.items():
        asyncio.run(fill(url, size))

    grown = []
    for name, asked in CASES.items():
        small, large = (asyncio.run(cost(url, **asked)) for url in urls.values())
        if large > 1.3 * small + 5:
            grown.append(f"{name}: {small} steps among {SMALL} events, {large} among {LARGE}")

    assert grown == []
