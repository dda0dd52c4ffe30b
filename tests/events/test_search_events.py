"""Events are found by their words: alike on both databases and in a loop, whatever is typed, and never out of step."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import make
import pytest
from conftest import NOW, Execute
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server import migrate
from server.actor import ANONYMOUS
from server.db import Database
from server.errors import SetupError
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.filter import EventFilter
from server.events.materialise import materialise
from server.events.models import Event, EventHost, Occurrence
from server.events.queries import events
from server.events.search import TIES, entry, event_search, rowid_from
from server.events.search_index import index_event, index_events
from server.events.search_words import word as known_word
from server.keys import new_key
from server.migrate import require_migrated
from server.seed import SeededCampus
from server.words import sought, words

NAMES = (
    "Café noir & Crème brûlée",
    "Łódź, Straße, Þór",
    "東京大学 説明会",
    "한국어 모임",
    "สวัสดีตอนเช้า",
    "हिन्दी कविता",
    "مرحبا بالعالم",
    "Встреча выпускников",
    "C++ and Rust (part 2)",
    "O'Neil’s 50% OR NOT",
    "AND OR NOT NEAR",
    "name body facets kpanel",
    "1e5 007 3.14 12345678901234567890",
    "under_score dash-ed dot.ted at@sign",
    "𝕌𝕟𝕚𝕔𝕠𝕕𝕖 ﬁne Ⅷ ②",
    "ǅungla İzmir ılık",
    "a" * 60,
    "🎓 🎉",
)
ASKED = (
    *NAMES,
    '" OR 1=1 --',
    "'; DROP TABLE event_search; --",
    "NEAR(cafe noir)",
    "NEAR(cafe noir, 5)",
    "{name}: cafe",
    "name: cafe",
    "name:cafe*",
    "- name : cafe",
    "^cafe",
    "cafe*",
    "caf*",
    "c*",
    "cafe AND noir",
    "cafe OR nothing",
    "cafe NOT noir",
    "noir cafe",
    '"cafe noir"',
    "cafe + noir",
    "(cafe",
    "cafe)",
    "cafe\0noir",
    "\\cafe\\",
    "cafe:A",
    "cafe:*",
    "'cafe':*A | 'x'",
    "!cafe",
    "cafe & noir",
    "cafe <-> noir",
    "_kpanel",
    "kpanel",
    "_klecture",
    "_long",
    "klecture",
    "京",
    "学",
    "東",
    "東京",
    "京大学",
    "説",
    "정",
    "สวัส",
    "हिन्दी",
    "बालम",
    "مرحبا",
    "ВСТРЕЧА",
    "1e5",
    "007",
    "3 14",
    "7",
    "izmir",
    "jungle",
    "dzung*",
    "score",
    "a" * 40,
    "a" * 200,
    "\ud800",
    "�",
    "*",
    "**",
    "%",
    "_",
    "oneil*",
)


def holds(told: str, asked: dict[str, bool]) -> bool:
    there = words(told)
    return bool(asked) and all(
        any(known.startswith(word) for known in there) if longer else word in there for word, longer in asked.items()
    )


async def found(database: Database, text: str, **narrowed: Any) -> list[str]:
    listed = await events(database, actor=ANONYMOUS, now=NOW, first=100, filter=EventFilter(text=text, **narrowed))
    assert not listed.has_next_page
    return [row.name for row in listed.rows]


async def test_search_finds_what_a_loop_finds_whatever_is_typed(database: Database) -> None:
    async with database.write() as session:
        for number, name in enumerate(NAMES):
            await make.event(session, name=name, tags=["babel"], starts_at=NOW + timedelta(days=900, minutes=number))
    babel = timedelta(days=900)
    told = "lecture Robotics Club Boston babel"
    hits = 0

    for text in ASKED:
        asked = sought(text, longer=True)
        expected = [name for name in NAMES if holds(f"{name} {told}", asked)]

        assert await found(database, text, since=NOW + babel) == expected, text
        hits += len(expected)

    assert hits > 50  # else nothing was compared


async def test_search_looks_at_everything_that_is_told(database: Database, campus: SeededCampus) -> None:
    async with database.write() as session:
        made = await make.event(
            session,
            name="Aardvark",
            summary="Bandicoot",
            description="*Capybara*, [Dugong](https://echidna.example)",
            tags=["fossa"],
            room="Gerenuk",
            place_id=campus.places["marlowe-hall"],
            online_url="https://numbat.example/secret",
        )
        item = AgendaItem(
            id=new_key(), event_id=made.id, name="Hoatzin", starts_at=made.starts_at, ends_at=made.ends_at
        )
        session.add(item)
        await session.flush()
        session.add(AgendaSpeaker(agenda_item_id=item.id, position=0, name="Ida Jerboa"))
        await index_event(session, made.id)

    told = "bandicoot capybara dugong echidna fossa gerenuk marlowe hoatzin jerboa lecture robotics boston"
    for word in told.split():
        assert await found(database, f"{word} aardvark") == ["Aardvark"], word
    assert await found(database, "numbat") == []  # where to join is not for everybody, so it is not searched
    assert await found(database, "aardvark zebra") == []


async def test_search_is_narrowed_by_every_filter_at_once(database: Database) -> None:
    async with database.write() as session:
        await make.event(session, name="Quokka one", tags=["far out"])
        await make.event(session, name="Quokka two", campus_id=None, starts_at=NOW + 2 * make.DAY)

    async def narrowed(**by: Any) -> list[str]:
        return await found(database, "quokka", **by)

    assert await narrowed() == ["Quokka one", "Quokka two"]
    assert await narrowed(campus="boston") == ["Quokka one"]
    assert await narrowed(campus="london") == []
    assert await narrowed(tags=("FAR OUT", "near")) == ["Quokka one"]
    assert await narrowed(organization="robotics-club", tags=("far out",)) == ["Quokka one"]
    assert await narrowed(organization="graduate-union") == []


async def test_search_finds_an_instance_by_what_differs_in_it(database: Database) -> None:
    start = NOW + timedelta(days=1)
    async with database.write() as session:
        await make.event(
            session,
            name="Rehearsal",
            rrule="FREQ=DAILY;COUNT=3",
            starts_at=start,
            time_zone="UTC",
            overrides=[{"recurrence_id": start + make.DAY, "name": "Dress rehearsal with kazoos"}],
        )

    assert await found(database, "rehearsal") == ["Rehearsal", "Dress rehearsal with kazoos", "Rehearsal"]
    assert await found(database, "kazoos") == ["Dress rehearsal with kazoos"]


async def test_search_is_in_step_with_what_was_changed_and_deleted(database: Database) -> None:
    async with database.write() as session:
        made = await make.event(session, name="Marimba", starts_at=NOW + make.DAY)
        other = await make.event(session, name="Marimba too", starts_at=NOW + 3 * make.DAY)

    async with database.write() as session:
        made = await session.merge(made)
        made.name = "Vibraphone"
        made.starts_at, made.ends_at = NOW + 4 * make.DAY, NOW + 4 * make.DAY + make.HOUR
        await materialise(session, made, now=NOW)
    assert await found(database, "marimba") == ["Marimba too"]
    assert await found(database, "vibraphone") == ["Vibraphone"]
    moved = "lecture robotics"
    assert await found(database, moved, since=NOW, until=NOW + 2 * make.DAY) == []
    assert await found(database, moved, since=NOW + 3 * make.DAY, until=NOW + 5 * make.DAY) == [
        "Marimba too",
        "Vibraphone",
    ]

    async with database.write() as session:
        await session.execute(delete(Event).where(Event.id == other.id))
        await index_event(session, other.id)
    assert await found(database, "marimba") == []
    assert await rows_of(database, other.id) == (0, 0)
    assert await rows_of(database, made.id) == (1, 1)


async def test_search_forgets_what_was_rolled_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.write() as session:
            made = await make.event(session, name="Ocarina")
            assert (await session.execute(select(func.count()).where(entry.c.event_id == made.id))).scalar() == 1
            raise ZeroDivisionError

    assert await found(database, "ocarina") == []
    assert await rows_of(database, made.id) == (0, 0)


async def test_event_indexed_twice_is_written_once(database: Database, statements: list[str]) -> None:
    async with database.write() as session:
        made = await make.event(session, name="Zither", rrule="FREQ=DAILY;COUNT=30", time_zone="UTC")
    statements.clear()

    async with database.write() as session:
        await index_event(session, made.id)

    assert not [s for s in statements if s.startswith(("INSERT", "DELETE"))]
    assert len(await found(database, "zither")) == 30


async def test_events_are_indexed_in_as_many_statements_for_one_as_for_many(
    database: Database, statements: list[str]
) -> None:
    async with database.write() as session:
        made = [(await make.event(session, name=f"Sitar {n}")).id for n in range(30)]
        await session.execute(update(Event).where(Event.id.in_(made)).values(name="Tabla"))
        counts = []
        for some in (made[:1], made[1:]):
            statements.clear()
            await index_events(session, some)
            counts.append(len(statements))

    assert counts == ([15, 15] if database.dialect == "sqlite" else [12, 12])
    assert len(await found(database, "tabla")) == 30


async def test_events_of_one_second_share_its_places(database: Database) -> None:
    second = rowid_from(NOW)
    ids = [UUID(int=(n << 100) + 0xFFFFF) for n in range(1, 5)]  # all want the last place
    async with database.write() as session:
        for id_ in ids:
            await make.event(session, id=id_, name="Theremin", starts_at=NOW)

    rowids = [row.rowid for row in await database.rows(select(entry.c.rowid).where(entry.c.event_id.in_(ids)))]
    assert sorted(rowids) == [second, second + 1, second + 2, second + (1 << TIES) - 1]
    assert await found(database, "theremin") == ["Theremin"] * 4


async def test_campus_is_indexed_as_if_anew(database: Database) -> None:
    """What the seed's verbs wrote step by step is what one pass over everything writes."""
    before = await index(database)

    async with database.write() as session:
        await forget(session)
        await index_events(session, list(await session.scalars(select(Event.id))))

    assert await index(database) == before
    assert len(before) == (await database.rows(select(func.count()).where(Occurrence.listed)))[0][0]


async def test_search_answers_over_graphql(execute: Execute) -> None:
    document = "query ($text: String) { events(first: 3, filter: {text: $text}) { nodes { name } } }"

    async def names(text: str) -> list[str]:
        return [node["name"] for node in (await execute(None, document, text=text))["data"]["events"]["nodes"]]

    assert await names("RESUME") == ["Engineering Career Fair", "Résumé clinic, no appointment"]
    assert await names("frequency promise") == ["Why frequency is a promise"]
    assert await names("frequency prom*") == ["Why frequency is a promise"]
    assert await names("frequency prom") == ["Why frequency is a promise"]
    assert await names("prom frequency") == []
    assert await names("?!") == []


async def test_an_event_is_found_by_those_who_hold_it_too(execute: Execute, database: Database) -> None:
    async with database.write() as session:
        event = await make.event(session, name="Regatta")
        other = await make.organization(session, "Zwölf Glassblowers")
        session.add(EventHost(event_id=event.id, organization_id=other.id, position=0))
        await index_event(session, event.id)
    document = '{ events(first: 3, filter: {text: "zwolf regatta"}) { nodes { name } } }'

    found = (await execute(None, document))["data"]["events"]["nodes"]

    assert found == [{"name": "Regatta"}]


async def test_the_beginning_of_a_long_word_is_found_and_its_words_are_forgotten_with_it(
    execute: Execute, database: Database
) -> None:
    async with database.write() as session:
        one = await make.event(session, name="Glockenspielabend")
        await make.event(session, name="Glockenturm")

    async def names(text: str) -> list[str]:
        document = "query ($text: String) { events(first: 9, filter: {text: $text}) { nodes { name } } }"
        return sorted(n["name"] for n in (await execute(None, document, text=text))["data"]["events"]["nodes"])

    both, long, whole = await names("glocken"), await names("glockensp"), await names("glockenspielabend")
    async with database.write() as session:
        await session.execute(update(Event).where(Event.id == one.id).values(name="Xylophonabend"))
        await index_event(session, one.id)
    after = await names("glocken"), await names("glockensp"), await names("xyloph")

    assert (both, long, whole) == (["Glockenspielabend", "Glockenturm"], ["Glockenspielabend"], ["Glockenspielabend"])
    assert after == (["Glockenturm"], [], ["Xylophonabend"])
    if database.dialect == "sqlite":
        kept = await database.rows(select(known_word.c.word).where(known_word.c.word.startswith("glocken")))
        assert [row.word for row in kept] == ["glockenturm"]


async def test_sqlite_without_search_is_named_before_anything_else(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "SEARCH_MODULE", "fts99")

    if database.dialect == "postgresql":
        await require_migrated(database)
        return
    with pytest.raises(SetupError, match=r"^This Python's SQLite 3\.\S+ was built without fts99, which search needs\."):
        await require_migrated(database)


async def rows_of(database: Database, event_id: UUID) -> tuple[int, int]:
    """How many rows an event has: in the index, and in the list of whose they are."""
    ids = [row.rowid for row in await database.rows(select(entry.c.rowid).where(entry.c.event_id == event_id))]
    indexed = await database.rows(select(func.count()).select_from(event_search).where(event_search.c.rowid.in_(ids)))
    return indexed[0][0], len(ids)


async def index(database: Database) -> set[Iterable[Any]]:
    """Everything in the index, without the places within a second."""
    rows = await database.rows(select(event_search))
    entries = {row.rowid: row for row in await database.rows(select(entry))}
    assert {row.rowid for row in rows} == set(entries)
    return {(row.rowid >> TIES, *row[1:], entries[row.rowid].event_id, entries[row.rowid].digest) for row in rows}


async def forget(session: AsyncSession) -> None:
    await session.execute(delete(event_search))
    await session.execute(delete(entry))
