"""A real subscriber follows: vdirsyncer fetches a calendar twice, and khal shows what changed between."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
import uvicorn
from conftest import NOW
from make import event as make_event
from sqlalchemy import select
from starlette.applications import Starlette

from server.actor import Member
from server.db import Database
from server.events.attendance import Attendance, AttendanceStatus
from server.events.materialise import materialise
from server.events.models import Event, EventOverride, EventStatus, Publication
from server.feeds.models import CalendarSource
from server.feeds.subscribe import subscribe
from server.feeds.wish import wish
from server.seed import SeededCampus

Sync: TypeAlias = Callable[[], Awaitable[list[str]]]
PROGRAMS = ("vdirsyncer==0.20.0", "khal==0.14.1")
"""In a place of their own: what they need doesn't fit what Hallway needs."""
START = datetime(2026, 10, 1, 20, tzinfo=UTC)


@pytest.fixture(scope="session")
def programs() -> Path:
    """The folder of both programs, made once for this machine."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hallway-tests" / "-".join(PROGRAMS)
    folder = cache / "bin"
    if not (folder / "khal").exists():
        shutil.rmtree(cache, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", cache], check=True)
        made = subprocess.run(
            [folder / "pip", "install", "--quiet", "--disable-pip-version-check", *PROGRAMS],
            capture_output=True,
            check=False,
        )
        if made.returncode != 0:
            shutil.rmtree(cache, ignore_errors=True)
            why = f"{' and '.join(PROGRAMS)} can't be installed: {made.stderr.decode()[-300:]}"
            if os.environ.get("CI"):
                pytest.fail(why)
            pytest.skip(why)
    return folder


@pytest.fixture
async def served(app: Starlette) -> AsyncIterator[str]:
    """The application on a port of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_config=None, ws="none"))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # it sets no event
        await asyncio.sleep(0.02)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    yield f"http://{host}:{port}"
    server.should_exit = True
    await running


def subscriber(programs: Path, folder: Path, address: str) -> Sync:
    """Fetches the calendar, and says what khal shows of October."""
    (folder / "vdirsyncer").write_text(
        f'[general]\nstatus_path = "{folder / "status"}"\n'
        '[pair feed]\na = "remote"\nb = "local"\ncollections = null\nconflict_resolution = "a wins"\n'
        f'[storage remote]\ntype = "http"\nurl = "{address}"\n'
        f'[storage local]\ntype = "filesystem"\npath = "{folder / "events"}"\nfileext = ".ics"\n'
    )
    (folder / "khal").write_text(
        f"[calendars]\n[[feed]]\npath = {folder / 'events'}\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "local_timezone = America/New_York\ndefault_timezone = America/New_York\n"
        f"[sqlite]\npath = {folder / 'khal.db'}\n"
    )
    (folder / "events").mkdir()

    async def run(program: str, *arguments: str) -> str:
        environment = {**os.environ, "VDIRSYNCER_CONFIG": str(folder / "vdirsyncer"), "LC_ALL": "C.UTF-8"}
        ran = await asyncio.create_subprocess_exec(
            programs / program, *arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        said = (await ran.communicate())[0].decode()
        assert ran.returncode == 0, said
        return said

    async def sync() -> list[str]:
        if not (folder / "status").exists():
            await run("vdirsyncer", "discover")
        await run("vdirsyncer", "sync")
        form = "{start} {end-time} {cancelled}{title}|{location}"
        shown = await run(
            "khal", "-c", str(folder / "khal"), "list", "--notstarted", "--day-format", "", "--format", form,
            "2026-10-01", "2026-11-01",
        )  # fmt: skip
        return [line for line in shown.splitlines() if line.strip() and line.startswith("2026")]

    return sync


async def change(app: Starlette, slug: str, *, override: dict[str, object] | None = None, **facts: object) -> None:
    """An event is other than it was, by the transaction that every verb makes."""
    database: Database = app.state.resources.database
    async with database.write() as session:
        event = (await session.scalars(select(Event).where(Event.slug == slug))).one()
        for name, value in {**facts, "sequence": event.sequence + 1, "updated_at": NOW}.items():
            setattr(event, name, value)
        if override is not None:
            session.add(EventOverride(event_id=event.id, updated_at=NOW, sequence=1, **override))
        await materialise(session, event, now=NOW)


async def make(database: Database) -> None:
    async with database.write() as session:
        for slug, tag in (("edited", "one"), ("moved", "two"), ("off", "three"), ("unpublished", "four")):
            await make_event(
                session, slug=slug, name=slug, tags=["synced", tag], starts_at=START, location_text="Pier 4"
            )
        await make_event(
            session, slug="series", name="series", tags=["synced"], starts_at=START, rrule="FREQ=WEEKLY;COUNT=3"
        )


async def test_subscriber_follows_a_public_calendar(
    app: Starlette, served: str, database: Database, programs: Path, tmp_path: Path
) -> None:
    await make(database)
    sync = subscriber(programs, tmp_path, f"{served}/feeds/events.ics?tag=synced")
    before = await sync()

    await change(app, "edited", name="edited again", location_text="Pier 5")
    await change(app, "moved", starts_at=START + timedelta(days=1), ends_at=START + timedelta(days=1, hours=2))
    await change(app, "off", status=EventStatus.CANCELLED, cancelled_at=NOW)
    await change(app, "unpublished", publication=Publication.DRAFT)
    second = START + timedelta(days=7)
    third = START + timedelta(days=14)
    await change(app, "series", override={"recurrence_id": second, "starts_at": second + timedelta(hours=3)})
    await change(app, "series", override={"recurrence_id": third, "status": EventStatus.CANCELLED})

    assert sorted(before) == [
        "2026-10-01 16:00 17:00 edited|Pier 4",
        "2026-10-01 16:00 17:00 moved|Pier 4",
        "2026-10-01 16:00 17:00 off|Pier 4",
        "2026-10-01 16:00 17:00 series|",
        "2026-10-01 16:00 17:00 unpublished|Pier 4",
        "2026-10-08 16:00 17:00 series|",
        "2026-10-15 16:00 17:00 series|",
    ]
    assert sorted(await sync()) == [
        "2026-10-01 16:00 17:00 CANCELLED off|Pier 4",
        "2026-10-01 16:00 17:00 edited again|Pier 5",
        "2026-10-01 16:00 17:00 series|",
        "2026-10-02 16:00 18:00 moved|Pier 4",
        "2026-10-08 19:00 20:00 series|",
        "2026-10-15 16:00 17:00 CANCELLED series|",
    ]


async def test_subscriber_follows_a_calendar_of_their_own(
    app: Starlette, served: str, database: Database, campus: SeededCampus, programs: Path, tmp_path: Path
) -> None:
    await make(database)
    lena = campus.people["lena"]
    wanted = wish(name="x", sources=frozenset({CalendarSource.GOING}), saved_filter_id=None, remind_minutes=10)
    async with database.write() as session:
        secret = (await subscribe(session, actor=Member(lena), wish=wanted, now=NOW)).secret
        for event in await session.scalars(select(Event).where(Event.slug.in_(["moved", "off"]))):
            facts = {"status": AttendanceStatus.GOING, "created_at": NOW, "updated_at": NOW}
            session.add(Attendance(occurrence_id=event.id, event_id=event.id, person_id=lena, **facts))
    sync = subscriber(programs, tmp_path, f"{served}/feeds/{secret}.ics")
    before = await sync()

    await change(app, "moved", starts_at=START + timedelta(days=1), ends_at=START + timedelta(days=1, hours=2))
    await change(app, "off", status=EventStatus.CANCELLED, cancelled_at=NOW)

    assert sorted(before) == ["2026-10-01 16:00 17:00 moved|Pier 4", "2026-10-01 16:00 17:00 off|Pier 4"]
    assert sorted(await sync()) == [
        "2026-10-01 16:00 17:00 CANCELLED off|Pier 4",
        "2026-10-02 16:00 18:00 moved|Pier 4",
    ]
