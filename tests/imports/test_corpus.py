"""Real calendars that nobody here wrote come in whole, give the dates that other programs give, and come in once."""

import json
import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import NOW
from imports.brought import untold
from sqlalchemy import func, select

from server.db import Database
from server.events.models import Event, Occurrence
from server.imports.import_calendar import ImportReport, import_calendar
from server.keys import new_key
from server.organizations.models import Organization, OrganizationKind

WITHOUT_START = {"horde.Icalendar__bug7423.ics": 1, "libical.libical__2446.ics": 13}
UNREADABLE_START = {"jens-maus.node-ical__multi-event-basic.ics": 1}  # "Next Year"

OTHER_STARTS = {"jens-maus.node-ical__daily-count-exdate-recurrence-id.ics"}
"""One instance there ends before it begins. Here it has no length; the oracle takes its end for the start."""


def corpus(shared_data: Path) -> dict[str, dict[str, Any]]:
    expected: dict[str, Any] = json.loads((shared_data / "ics" / "expected.json").read_text())
    return next(part for part in expected.values() if isinstance(part, dict))


@pytest.fixture
async def sqlite(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """One database for the whole corpus: the other one would take minutes for the same statements."""
    shutil.copyfile(sqlite_template, tmp_path / "corpus.sqlite3")
    database = Database.open(f"sqlite:///{tmp_path / 'corpus.sqlite3'}")
    yield database
    await database.close()


async def host(database: Database) -> str:
    slug = f"host-{new_key().hex}"
    async with database.write() as session:
        session.add(
            Organization(
                id=new_key(), slug=slug, name="Host", kind=OrganizationKind.OFFICE, created_at=NOW, updated_at=NOW
            )
        )
    return slug


async def test_import_of_the_corpus(sqlite: Database, shared_data: Path) -> None:
    counts, again, dates, starts = {}, {}, {}, {}
    expected = corpus(shared_data)

    for name, facts in expected.items():
        octets = (shared_data / "ics" / name).read_bytes()
        window = [datetime.fromisoformat(day) for day in facts.get("expand", {}).get("window", ())]
        now = (window[1] + timedelta(days=35)).replace(tzinfo=NOW.tzinfo) if window else NOW
        slug = await host(sqlite)
        report = await import_calendar(sqlite, organization=slug, text=octets, announcing=untold, now=now)
        second = await import_calendar(sqlite, organization=slug, text=octets, announcing=untold, now=now)
        counts[name] = (report.events, report.imported + report.unchanged)
        again[name] = (second.imported, second.updated, second.unchanged, second.refused == report.refused)
        assert all(fault.line > 0 and fault.reason.endswith(".") for fault in report.refused + report.notes), name
        if facts.get("expand_agrees"):
            found = await local_starts(sqlite, slug, window[0], window[1])
            dates[name] = len(found)
            starts[name] = found[:10]

    refused = {**WITHOUT_START, **UNREADABLE_START}
    understood = {
        name: facts["raw"]["vevent"] if facts["events"] is None else facts["events"] for name, facts in expected.items()
    }
    assert counts == {
        name: (number - refused.get(name, 0), number - refused.get(name, 0)) for name, number in understood.items()
    }
    assert again == {name: (0, 0, number, True) for name, (number, _kept) in counts.items()}
    assert dates == {name: expected[name]["expand"]["occurrences"] for name in dates}
    theirs = {name: [moment(start) for start in expected[name]["expand"]["first"]] for name in starts}
    assert {name for name in starts if starts[name] != theirs[name]} == OTHER_STARTS
    assert len(starts) > 150


def moment(written: str) -> str:
    """Some files write days as days, some as midnights, and so does the oracle."""
    return written.removesuffix("Z").removesuffix("T00:00:00")


async def local_starts(database: Database, slug: str, since: datetime, until: datetime) -> list[str]:
    """As the corpus writes them: by the wall clock."""
    rows = await database.rows(
        select(Occurrence.starts_at, Event.time_zone)
        .join(Event, Event.id == Occurrence.event_id)
        .join(Organization, Organization.id == Event.organization_id)
        .where(Organization.slug == slug)
    )
    local = (row.starts_at.astimezone(ZoneInfo(row.time_zone)).replace(tzinfo=None) for row in rows)
    within = sorted(start for start in local if since <= start < until)
    return [moment(f"{at:%Y-%m-%dT%H:%M:%S}") for at in within]


@pytest.mark.parametrize(
    "name",
    [
        "aaronsewall.pycon_us_ics__poster.ics",
        "horde.Icalendar__charset2.ics",
        "jens-maus.node-ical__google-recurrence-order.ics",
        "libical.libical__2445.ics",
        "mozilla.releases-comm-central__importLatin1.ics",
        "niccokunzmann.python-recurring-ical-events__issue_75_range_parameter.ics",
        "py-vobject.vobject__tzid_8bit.ics",
    ],
)
async def test_import_of_some_on_both_databases(database: Database, shared_data: Path, name: str) -> None:
    octets = (shared_data / "ics" / name).read_bytes()
    slug = await host(database)

    first = await import_calendar(database, organization=slug, text=octets, announcing=untold, now=NOW)
    second = await import_calendar(database, organization=slug, text=octets, announcing=untold, now=NOW)

    expected = corpus(shared_data)[name]
    assert (first.events, first.refused) == (expected["events"] or expected["raw"]["vevent"], second.refused)
    assert second == ImportReport(first.events, 0, 0, first.events, first.refused, first.notes)


async def test_import_of_the_corpus_into_one_organization_leaves_its_own_events_alone(
    sqlite: Database, shared_data: Path
) -> None:
    before = await sqlite.rows(select(Event).order_by(Event.id))

    for name in ("Alinto.sogo__CanadaHolidays.ics", "tburny.doddd-de__meetup.ics"):
        octets = (shared_data / "ics" / name).read_bytes()
        await import_calendar(sqlite, organization="robotics-club", text=octets, announcing=untold, now=NOW)

    ids = [row.id for row in before]
    assert await sqlite.rows(select(Event).where(Event.id.in_(ids)).order_by(Event.id)) == before
    added = await sqlite.rows(select(func.count()).select_from(Event).where(Event.import_hash.is_not(None)))
    assert added[0][0] == 28
