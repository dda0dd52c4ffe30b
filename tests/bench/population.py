"""A campus of any size, made fast and always the same: what measurements and growth tests look at.

    await populate("sqlite:///big.sqlite3", events=100_000, now=NOW)

Starts are spread over the year before and the year after `now`; organizations, kinds and tags are as uneven as in life
(Zipf); one event in fifty is a weekly series of fifteen, one in forty lasts for days.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, chain
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.util import await_only

from server.campuses.models import Campus, Place
from server.db import Database
from server.events.models import (
    AttendanceMode,
    Event,
    EventKind,
    EventStatus,
    EventTag,
    Occurrence,
    OccurrenceTag,
    Publication,
)
from server.events.search_index import index_events
from server.keys import derived_key, instance_key
from server.migrate import migrate
from server.organizations.models import Organization, OrganizationKind, name_key

CAMPUSES = ("boston", "london", "nairobi", "singapore", "toronto")
ZONE = "Africa/Nairobi"
"""Without clock changes, so that a weekly series is seven days apart."""
TAGS = tuple(f"tag-{number:03}" for number in range(200))
"""From common to rare; the last are on a few events in a hundred thousand."""
TOPICS = ("career", "robotics", "energy", "data", "ocean", "grid", "housing", "maize", "sleep", "bridges", "turbines")
FORMS = ("evening", "workshop", "talk", "hour", "table", "tour", "clinic", "café", "réunion", "night")
YEAR = timedelta(days=365)
_AUDIENCES = ("", "", "STUDENT,GRADUATE_STUDENT", "", "FACULTY")
_MAJORS = ("", "", "Robotics\nOcean Engineering", "")
_PIECE = 5_000


@dataclass(frozen=True, slots=True)
class Population:
    """Ids by number."""

    organizations: list[UUID]
    events: list[UUID]


async def populate(
    database_url: str, *, events: int, now: datetime, seed: int = 1, share_published: float = 1.0
) -> Population:
    """Migrate the database if it needs it, and add `events` events with all that belongs to them."""
    database = Database.open(database_url)
    try:
        await migrate(database)
        made = _Campus(Random(seed), events, now, share_published)
        async with database.writer.connect() as connection:
            await connection.run_sync(load, Campus.__table__, made.campuses())
            await connection.run_sync(load, Place.__table__, made.places())
            await connection.run_sync(load, Organization.__table__, made.organizations())
            for first in range(0, events, _PIECE):
                piece = list(chain(made.events(first, min(first + _PIECE, events))))
                for table in (Event, EventTag, Occurrence, OccurrenceTag):
                    rows = [row for made_table, row in piece if made_table is table]
                    await connection.run_sync(load, table.__table__, rows)
            await connection.commit()
        ids = [made.event_id(number) for number in range(events)]
        for first in range(0, events, _PIECE):
            async with database.write() as session:
                await index_events(session, ids[first : first + _PIECE])
        async with database.writer.connect() as connection:
            await connection.exec_driver_sql("ANALYZE")
            await connection.commit()
        return Population([made.organization_id(number) for number in range(made.organization_count)], ids)
    finally:
        await database.close()


class _Campus:
    def __init__(self, random: Random, events: int, now: datetime, share_published: float) -> None:
        self.random = random
        self.now = now.replace(minute=0, second=0, microsecond=0)
        self.share_published = share_published
        self.organization_count = max(12, events // 26)
        self.place_count = max(10, min(500, events // 50))
        self._organization_weights = _zipf(self.organization_count)
        self._tag_weights = _zipf(len(TAGS))
        self._kind_weights = _zipf(len(EventKind))

    def organization_id(self, number: int) -> UUID:
        return derived_key("population", "organization", str(number))

    def event_id(self, number: int) -> UUID:
        return derived_key("population", "event", str(number))

    def campuses(self) -> Iterator[dict[str, Any]]:
        for slug in CAMPUSES:
            yield {
                "id": derived_key("population", "campus", slug),
                "slug": f"big-{slug}",
                "name": f"Big {slug.title()}",
                "time_zone": ZONE,
                "country": "KE",
            }

    def places(self) -> Iterator[dict[str, Any]]:
        for number in range(self.place_count):
            yield {
                "id": derived_key("population", "place", str(number)),
                "campus_id": derived_key("population", "campus", CAMPUSES[number % len(CAMPUSES)]),
                "name": f"Hall {number}",
                "address": f"{number} Quay Street",
            }

    def organizations(self) -> Iterator[dict[str, Any]]:
        for number in range(self.organization_count):
            name = f"{TOPICS[number % len(TOPICS)].title()} Society {number}"
            yield {
                "id": self.organization_id(number),
                "slug": f"society-{number}",
                "name": name,
                "name_key": name_key(name),
                "kind": list(OrganizationKind)[number % len(OrganizationKind)],
                "summary": "",
                "description": "",
                "campus_id": derived_key("population", "campus", CAMPUSES[number % len(CAMPUSES)]),
                "created_at": self.now,
                "updated_at": self.now,
            }

    def events(self, first: int, end: int) -> Iterator[tuple[type, dict[str, Any]]]:
        for number in range(first, end):
            event = self._event(number)
            yield Event, event
            tags = sorted(set(self.random.choices(TAGS, cum_weights=self._tag_weights, k=self.random.randint(1, 4))))
            for tag in tags:
                yield EventTag, {"event_id": event["id"], "tag": tag}
            for occurrence in self._occurrences(event):
                yield Occurrence, occurrence
                if occurrence["listed"]:
                    for tag in tags:
                        yield (
                            OccurrenceTag,
                            {"tag": tag, "starts_at": occurrence["starts_at"], "occurrence_id": occurrence["id"]},
                        )

    def _event(self, number: int) -> dict[str, Any]:
        random = self.random
        starts_at = self.now - YEAR + timedelta(minutes=30 * random.randrange(2 * 365 * 48))
        hours = random.randint(24, 120) if random.random() < 1 / 40 else random.randint(1, 4)
        place = random.randrange(self.place_count)
        topic, other = random.choice(TOPICS), random.choice(TOPICS)
        return {
            "id": self.event_id(number),
            "slug": f"event-{number}",
            "uid": f"event-{number}@population.example",
            "organization_id": self.organization_id(
                random.choices(range(self.organization_count), cum_weights=self._organization_weights)[0]
            ),
            "campus_id": derived_key("population", "campus", CAMPUSES[place % len(CAMPUSES)]),
            "place_id": derived_key("population", "place", str(place)),
            "kind": random.choices(list(EventKind), cum_weights=self._kind_weights)[0],
            "name": f"{topic.title()} {random.choice(FORMS)} {number}",
            "summary": f"About {topic} and {other}.",
            "description": f"An evening about **{topic}**, and what {other} has to do with it. Everybody is welcome.",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=hours),
            "time_zone": ZONE,
            "all_day": False,
            "attendance_mode": random.choice(list(AttendanceMode)),
            "status": EventStatus.SCHEDULED,
            "publication": Publication.PUBLISHED if random.random() < self.share_published else Publication.DRAFT,
            "audience": _AUDIENCES[number % len(_AUDIENCES)],
            "majors": _MAJORS[number % len(_MAJORS)],
            "sequence": 0,
            "rrule": "FREQ=WEEKLY;COUNT=15" if random.random() < 1 / 50 else None,
            "exdates": "",
            "rdates": "",
            "created_at": self.now,
            "updated_at": self.now,
        }

    def _occurrences(self, event: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for week in range(15 if event["rrule"] else 1):
            starts_at = event["starts_at"] + timedelta(weeks=week)
            copied = ("kind", "campus_id", "organization_id", "attendance_mode", "status")
            yield {
                "id": instance_key(event["id"], f"{starts_at:%Y%m%dT%H%M%SZ}") if event["rrule"] else event["id"],
                "event_id": event["id"],
                "recurrence_id": starts_at if event["rrule"] else None,
                "starts_at": starts_at,
                "ends_at": starts_at + (event["ends_at"] - event["starts_at"]),
                "listed": event["publication"] is Publication.PUBLISHED,
                **{name: event[name] for name in copied},
            }


def _zipf(count: int) -> list[float]:
    """Cumulative weights of 1, 1/2, 1/3, …"""
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


def load(connection: Connection, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Insert by the driver's own way for many rows: ten times faster than through SQLAlchemy."""
    rows = list(rows)
    if not rows:
        return
    names = list(rows[0])
    processors = [
        table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect) or _as_is
        for name in names
    ]
    values = [tuple(process(row[name]) for name, process in zip(names, processors, strict=True)) for row in rows]
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", values)
        return
    driver: Any = connection.connection.driver_connection
    copy = driver.copy_records_to_table(table.name, records=values, columns=names)
    await_only(copy)


def _as_is(value: Any) -> Any:
    return value
