"""A list of events holds what its filter says, in order, piece by piece, whatever happens between the pieces."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import make
import pytest
from bench.population import CAMPUSES, TAGS, populate
from conftest import NOW, Execute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import String, cast, func, select

from server.actor import ANONYMOUS
from server.campuses.models import Campus, Place
from server.db import Database
from server.errors import InvalidInput
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.filter import EventFilter, EventOrder
from server.events.models import AttendanceMode, Event, EventKind, EventOverride, EventTag, Occurrence
from server.events.queries import events
from server.keys import new_key
from server.organizations.models import Organization
from server.paging import write_cursor
from server.words import sought, words

WIDE = timedelta(days=400)
moments = st.integers(-60 * 24, 60 * 24).map(lambda hours: NOW + timedelta(hours=hours))
filters = st.builds(
    EventFilter,
    kinds=st.lists(st.sampled_from(EventKind), max_size=3).map(tuple),
    campus=st.sampled_from([None, None, *(f"big-{slug}" for slug in CAMPUSES), "boston", "nowhere"]),
    organization=st.sampled_from([None, None, "society-0", "society-1", "society-3", "robotics-club", "nobody"]),
    tags=st.lists(st.sampled_from([*TAGS[:4], TAGS[-1], "making", "social", " MAKING"]), max_size=3).map(tuple),
    since=st.none() | moments,
    until=st.none() | moments,
    text=st.sampled_from(
        [None, None, None, "robotics", "Energy evening", "clinic réunion", "bat*", "society", "?!", " "]
    ),
    attendance_modes=st.lists(st.sampled_from(AttendanceMode), max_size=2).map(tuple),
)


class Everything:
    """All that is listed, to be filtered by a loop."""

    def __init__(self, rows: Sequence[Any], tags: dict[UUID, set[str]]) -> None:
        self.rows = rows
        self.tags = tags

    @classmethod
    async def read(cls, database: Database) -> "Everything":
        rows = await database.rows(
            select(
                Occurrence.id,
                Occurrence.event_id,
                Occurrence.starts_at,
                Occurrence.ends_at,
                Occurrence.kind,
                Occurrence.attendance_mode,
                Campus.slug.label("campus"),
                Organization.slug.label("organization"),
            )
            .outerjoin(Campus, Campus.id == Occurrence.campus_id)
            .join(Organization, Organization.id == Occurrence.organization_id)
            .where(Occurrence.listed)
        )
        tags: dict[UUID, set[str]] = {}
        for row in await database.rows(select(EventTag.event_id, EventTag.tag)):
            tags.setdefault(row.event_id, set()).add(row.tag)
        return cls(rows, tags)

    def narrowed(self, filter_: EventFilter) -> list[tuple[Any, UUID]]:
        return sorted((row.starts_at, row.id) for row in self.rows if self._fits(row, filter_))

    def _fits(self, row: Any, f: EventFilter) -> bool:
        tags = {tag.strip().lower() for tag in f.tags}
        in_time = row.ends_at > NOW and row.starts_at >= NOW - timedelta(days=31)
        if f.since is not None or (f.until is not None and f.until <= NOW):
            in_time = f.since is None or row.starts_at >= f.since
        in_time = in_time and (f.until is None or row.starts_at < f.until)
        return (
            in_time
            and (not f.kinds or row.kind in f.kinds)
            and (f.campus is None or row.campus == f.campus)
            and (f.organization is None or row.organization == f.organization)
            and (not tags or bool(tags & self.tags.get(row.event_id, set())))
            and (not f.attendance_modes or row.attendance_mode in f.attendance_modes)
        )


async def all_pages(database: Database, first: int, **asked: Any) -> list[tuple[Any, UUID]]:
    """(start, key) of every piece, by the cursors that the pieces give out."""
    found: list[tuple[Any, UUID]] = []
    after = None
    while True:
        piece = await events(
            database, actor=ANONYMOUS, now=NOW, first=first, after=after, wanted=frozenset({"name"}), **asked
        )
        found += [(row.starts_at, row.key) for row in piece.rows]
        assert len(piece.rows) == first or not piece.has_next_page
        if not piece.has_next_page:
            return found
        last = piece.rows[-1]
        after = write_cursor(last.starts_at, getattr(last, "cursor_key", last.key))


def test_events_of_any_filter_are_what_a_loop_finds(database_url: str) -> None:
    with asyncio.Runner() as runner:
        runner.run(populate(database_url, events=500, now=NOW, share_published=0.8))
        database = Database.open(database_url)
        everything = runner.run(Everything.read(database))
        texts = runner.run(texts_of(database))
        lengths = set()

        @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
        @given(filters, st.sampled_from(EventOrder), st.integers(1, 100))
        def compare(filter_: EventFilter, order: EventOrder, first: int) -> None:
            if filter_.since is not None and filter_.until is not None and filter_.since >= filter_.until:
                with pytest.raises(InvalidInput):
                    runner.run(all_pages(database, first, filter=filter_, order=order))
                return
            expected = everything.narrowed(filter_)
            if (text := (filter_.text or "").strip()) != "":
                expected = [(at, id_) for at, id_ in expected if has_words(texts[id_], text)]
            if order is EventOrder.STARTS_AT_DESC:
                expected.reverse()

            found = runner.run(all_pages(database, first, filter=filter_, order=order))

            if text:  # among those of one second, the index has an order of its own
                assert [at for at, _ in found] == [at for at, _ in expected]
                assert sorted(found) == sorted(expected)
            else:
                assert found == expected
            lengths.add(len(found))

        compare()
        runner.run(database.close())
    assert len(lengths) > 5  # else the filters found nothing, and nothing was compared


async def texts_of(database: Database) -> dict[UUID, set[str]]:
    """The words of each occurrence, read anew from the tables."""
    found: dict[UUID, set[str]] = {}
    statements: list[Any] = [
        select(Occurrence.id, Organization.name, Campus.name)
        .join(Organization, Organization.id == Occurrence.organization_id)
        .outerjoin(Campus, Campus.id == Occurrence.campus_id),
        select(
            Occurrence.id,
            func.coalesce(EventOverride.name, Event.name),
            func.coalesce(EventOverride.summary, Event.summary),
            func.coalesce(EventOverride.description, Event.description),
            func.coalesce(EventOverride.room, Event.room),
            func.coalesce(EventOverride.location_text, Event.location_text),
            Place.name,
        )
        .join(Event, Event.id == Occurrence.event_id)
        .outerjoin(
            EventOverride,
            (EventOverride.event_id == Event.id) & (EventOverride.recurrence_id == Occurrence.recurrence_id),
        )
        .outerjoin(Place, Place.id == func.coalesce(EventOverride.place_id, Event.place_id)),
        select(Occurrence.id, func.replace(cast(Occurrence.kind, String), "_", " ")),
        select(Occurrence.id, EventTag.tag).join(EventTag, EventTag.event_id == Occurrence.event_id),
        select(Occurrence.id, AgendaItem.name, AgendaSpeaker.name)
        .join(AgendaItem, AgendaItem.event_id == Occurrence.event_id)
        .outerjoin(AgendaSpeaker, AgendaSpeaker.agenda_item_id == AgendaItem.id),
    ]
    for statement in statements:
        for row in await database.rows(statement):
            found.setdefault(row[0], set()).update(words(" ".join(filter(None, row[1:]))))
    return found


def has_words(there: set[str], text: str) -> bool:
    asked = sought(text, longer=True)
    return bool(asked) and all(
        any(known.startswith(word) for known in there) if longer else word in there for word, longer in asked.items()
    )


async def test_events_that_start_together_keep_their_places_while_others_come(database: Database) -> None:
    together = NOW + timedelta(days=500)
    narrowed = EventFilter(since=together, until=together + timedelta(hours=1))
    async with database.write() as session:
        there = {(await make.event(session, starts_at=together)).id for _ in range(7)}

    found: list[UUID] = []
    after = None
    while True:
        piece = await events(database, actor=ANONYMOUS, now=NOW, first=2, after=after, filter=narrowed)
        found += [row.key for row in piece.rows]
        if not piece.has_next_page:
            break
        after = write_cursor(piece.rows[-1].starts_at, piece.rows[-1].key)
        async with database.write() as session:  # one before the place we are at, one far behind it
            await make.event(session, starts_at=together, id=UUID(int=len(found)))
            await make.event(session, starts_at=together + timedelta(minutes=30), id=new_key())

    assert len(set(found)) == len(found)
    assert there <= set(found)
    assert found[:7] == sorted(there)
    assert found == sorted(found, key=lambda id_: (id_ not in there, id_))


async def test_events_of_one_second_found_by_words_are_listed_once_each(database: Database) -> None:
    together = NOW + timedelta(days=500)
    async with database.write() as session:
        there = {(await make.event(session, starts_at=together, name="Glockenspiel")).id for _ in range(9)}

    for order in EventOrder:
        found = await all_pages(database, 2, filter=EventFilter(text="glockenspiel"), order=order)

        assert len(found) == 9
        assert {id_ for _, id_ in found} == there


async def test_event_is_upcoming_until_it_ends(database: Database) -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    begun = {
        "ended this second": (2 * hour, 2 * hour),
        "for a second more": (2 * hour, 2 * hour + timedelta(seconds=1)),
        "eleven hours ago": (11 * hour, 12 * hour),
        "half a day ago": (12 * hour, 13 * hour),
        "yesterday, a conference": (day, 2 * day),
        "ended yesterday": (3 * day, 2 * day),
        "a month ago": (31 * day, 40 * day),
        "longer ago": (31 * day + timedelta(seconds=1), 40 * day),
    }
    async with database.write() as session:
        for name, (ago, lasts) in begun.items():
            await make.event(session, name=name, starts_at=NOW - ago, lasts=lasts, slug=name, tags=["begun"])

    for narrowed in (
        EventFilter(tags=("begun",)),
        EventFilter(kinds=(EventKind.LECTURE,), tags=("begun", "other")),
        EventFilter(text="begun"),
        EventFilter(organization="robotics-club", tags=("begun",)),
    ):
        piece = await events(database, actor=ANONYMOUS, now=NOW, filter=narrowed)

        assert [row.name for row in piece.rows] == [
            "a month ago",
            "yesterday, a conference",
            "half a day ago",
            "eleven hours ago",
            "for a second more",
        ]


async def test_event_that_ended_is_found_by_when_it_began(database: Database) -> None:
    async with database.write() as session:
        await make.event(session, name="Long ago", starts_at=NOW - timedelta(days=300), tags=["bygone"])
    bygone = EventFilter(tags=("bygone",))

    upcoming = await events(database, actor=ANONYMOUS, now=NOW, filter=bygone)
    past = await events(database, actor=ANONYMOUS, now=NOW, filter=EventFilter(tags=("bygone",), until=NOW))

    assert upcoming.rows == []
    assert [row.name for row in past.rows] == ["Long ago"]


@pytest.mark.parametrize("text", [None, "bygone"])
@pytest.mark.parametrize("order", EventOrder)
async def test_until_a_moment_to_come_means_from_now_until_then(
    database: Database, text: str | None, order: EventOrder
) -> None:
    starts = {"over": -timedelta(days=2), "on": -timedelta(hours=1), "soon": make.DAY, "later": 3 * make.DAY}
    async with database.write() as session:
        for name, at in starts.items():
            await make.event(session, name=name, starts_at=NOW + at, lasts=timedelta(hours=2), tags=["bygone"])
        await make.event(
            session, name="goes on", starts_at=NOW - 3 * make.DAY, lasts=timedelta(days=9), tags=["bygone"]
        )
    until = EventFilter(tags=("bygone",), text=text, until=NOW + 2 * make.DAY)
    found: list[str] = []
    after = None

    while True:
        piece = await events(database, actor=ANONYMOUS, now=NOW, first=1, after=after, filter=until, order=order)
        found += [row.name for row in piece.rows]
        if not piece.has_next_page:
            break
        (row,) = piece.rows
        after = write_cursor(row.starts_at, getattr(row, "cursor_key", row.key))

    assert found == ["goes on", "on", "soon"][:: 1 if order is EventOrder.STARTS_AT_ASC else -1]


@pytest.mark.parametrize(
    ("variables", "code", "message"),
    [
        ({"first": 0}, "InvalidInput", "Ask for 1 to 100 at a time, not 0."),
        ({"first": 101}, "InvalidInput", "Ask for 1 to 100 at a time, not 101."),
        (
            {"after": "garbage"},
            "InvalidInput",
            "This cursor is not one that a list gave out. Take `endCursor` of the page before, or leave it out.",
        ),
        (
            {"filter": {"tags": [f"tag {n}" for n in range(11)]}},
            "InvalidInput",
            "These are 11 tags. Choose 10 or fewer.",
        ),
        (
            {"filter": {"text": "a" * 201}},
            "InvalidInput",
            "This text has 201 characters. Search for 200 or fewer.",
        ),
        (
            {"filter": {"from": "2026-10-01T00:00:00Z", "to": "2026-10-01T00:00:00Z"}},
            "InvalidInput",
            "Nothing starts between these two moments. Choose a `to` later than `from`.",
        ),
    ],
)
async def test_events_asked_for_wrongly_say_what_to_do(
    execute: Execute, variables: dict[str, Any], code: str, message: str
) -> None:
    answer = await execute(
        None,
        "query ($first: Int! = 20, $after: String, $filter: EventFilter) {"
        " events(first: $first, after: $after, filter: $filter) { nodes { id } } }",
        **variables,
    )

    (error,) = answer["errors"]
    assert error["message"] == message
    assert error["extensions"]["code"] == code


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "%", "_", "'; DROP TABLE event; --", "tag-\u0130", "x" * 5000])
async def test_events_of_what_no_column_can_hold_are_none(database: Database, text: str) -> None:
    for narrowed in (EventFilter(campus=text), EventFilter(organization=text), EventFilter(tags=(text,))):
        assert (await events(database, actor=ANONYMOUS, now=NOW, filter=narrowed)).rows == []


async def test_events_filter_that_is_empty_narrows_nothing(execute: Execute) -> None:
    document = "query ($filter: EventFilter) { events(first: 5, filter: $filter) { nodes { id } } }"
    empty = {"kinds": [], "campus": "", "organization": "", "tags": [], "text": " ", "attendanceModes": []}

    assert await execute(None, document, filter=empty) == await execute(None, document, filter=None)


async def test_events_show_cursors_that_lead_on(execute: Execute) -> None:
    document = (
        "query ($first: Int!, $after: String, $text: String) {"
        " events(first: $first, after: $after, filter: {text: $text})"
        " { edges { cursor node { id } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }"
    )

    for text in (None, "build"):
        whole = (await execute(None, document, first=6, text=text))["data"]["events"]["edges"]
        for cut in range(5):
            rest = (await execute(None, document, first=5 - cut, after=whole[cut]["cursor"], text=text))["data"][
                "events"
            ]

            assert rest["edges"] == whole[cut + 1 :]
            assert rest["pageInfo"]["startCursor"] == whole[cut + 1]["cursor"]
            assert rest["pageInfo"]["endCursor"] == whole[-1]["cursor"]
            assert rest["pageInfo"]["hasPreviousPage"] is True


async def test_cursor_of_a_search_leads_on_without_it_and_the_other_way_round(execute: Execute) -> None:
    document = (
        "query ($after: String, $text: String) { events(first: 3, after: $after, filter: {text: $text})"
        " { nodes { startsAt } pageInfo { endCursor } } }"
    )

    for before, then in (("build", None), (None, "build")):
        piece = (await execute(None, document, text=before))["data"]["events"]
        rest = (await execute(None, document, text=then, after=piece["pageInfo"]["endCursor"]))["data"]["events"]

        assert len(rest["nodes"]) == 3
        assert min(node["startsAt"] for node in rest["nodes"]) >= piece["nodes"][-1]["startsAt"]
