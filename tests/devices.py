"""Devices at a fair that scan, let people in and write about leads, over HTTP: to measure a server, and to kill it."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import func, insert, select

from schema.ids import global_id
from server import clock
from server.actor import ALL_SCOPES, Member
from server.badges.bring_in import bring_in
from server.badges.models import Badge
from server.badges.newcomer import Newcomer
from server.badges.token import derive, write
from server.contacts.models import Contact, Encounter
from server.db import Database
from server.doors.models import CheckIn
from server.doors.stations import open_station
from server.events.attendance import Attendance
from server.keys import derived_key, new_key
from server.leads.models import LeadEntry
from server.people.demo_sign_in import demo_api_token
from server.people.models import ApiToken, SavePolicy
from server.people.sign_in import scopes_as_text, token_hash
from server.seed.files import read_campus

GUESTS = 300
FAIR = derived_key("event", "fair")
Request = tuple[str, UUID, str, dict[str, Any]]
"""Kind, id, document and variables."""
KINDS: dict[str, Any] = {"scan": Encounter, "check_in": CheckIn, "entry": LeadEntry}
SCAN = "mutation ($input: ScanBadgeInput!) { result: scanBadge(input: $input) { __typename } }"
CHECK_IN = "mutation ($input: CheckInInput!) { result: checkIn(input: $input) { __typename } }"
ENTRY = """mutation ($batch: LeadEntryBatch!) { result: recordLeadEntries(batch: $batch) {
  __typename ... on RecordLeadEntriesSuccess { results { kept } } } }"""
SCANNERS, DOORS, BOOTHS = 40, 16, 8
"""Devices of a fair hall: together 64."""


@dataclass
class Told:
    """What the server answered."""

    kept: dict[str, set[UUID]] = field(default_factory=lambda: {kind: set() for kind in KINDS})
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    cut: list[tuple[str, Request]] = field(default_factory=list)
    """What got no answer, and with whose token it was sent."""

    def __len__(self) -> int:
        return sum(map(len, self.kept.values()))


@dataclass(frozen=True)
class Floor:
    """A fair with a door that lets anybody in, and guests to scan."""

    secret: bytes
    station: UUID
    codes: list[str]

    def token(self, person: str) -> str:
        return demo_api_token(self.secret, derived_key("person", person))


async def open_floor(database: Database, *, secret: bytes) -> Floor:
    """Prepare the demo campus of today: its fair has guests, and everybody has an API token."""
    now, people = clock.now(), [derived_key("person", key) for key in read_campus().people]
    async with database.write() as session:
        tokens = {person: token_hash(demo_api_token(secret, person)) for person in people}
        there = set(await session.scalars(select(ApiToken.person_id)))
        usual = {"name": "Device", "scopes": scopes_as_text(ALL_SCOPES), "created_at": now}
        rows = [{"id": new_key(), "person_id": key, "token_hash": made, **usual} for key, made in tokens.items()]
        await session.execute(insert(ApiToken), [row for row in rows if row["person_id"] not in there])
        guests = [(new_key(), Newcomer(f"Guest {number}")) for number in range(GUESTS)]
        of = {"event_id": FAIR, "occurrence_id": FAIR}
        await bring_in(session, secret=secret, **of, newcomers=guests, now=now)
        host = Member(derived_key("person", "ruth"))
        station = await open_station(
            session, actor=host, occurrence_id=FAIR, name="Great door", lets_in_anyway=True, now=now
        )
        seeds = await session.scalars(select(Badge.seed).where(Badge.event_id == FAIR))
        return Floor(secret, station.id, [write(derive(secret, seed)) for seed in seeds])


@asynccontextmanager
async def devices(floor: Floor, base_url: str, told: Told, *, pause: float, share: float = 1) -> AsyncIterator[None]:
    """64 devices work, or a `share` of each kind of them: each begins something every `pause` seconds, and does every
    tenth twice. What a server does not answer any more is no fault."""
    campus = read_campus().people
    people = [key for key, person in campus.items() if person.saved_by is SavePolicy.EVERYONE and key != "dana"]
    jobs = [_Device(floor, key, _scans(floor, n), told) for n, key in zip(range(int(share * SCANNERS)), cycle(people))]
    jobs += [_Device(floor, ("fay", "lena")[n % 2], _check_ins(floor, n), told) for n in range(int(share * DOORS))]
    jobs += [_Device(floor, ("dana", "priya")[n % 2], _leads(floor, n), told) for n in range(int(share * BOOTHS))]
    running = [asyncio.create_task(job.work(base_url, pause)) for job in jobs]
    yield
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    told.faults += [repr(task.exception()) for task in running if not task.cancelled() and task.exception()]


async def stored(database: Database) -> dict[str, set[UUID]]:
    """The ids of all that is kept. Raises AssertionError where somebody came, or was met, twice."""
    for table, pair in ((Attendance, ("occurrence_id", "person_id")), (Contact, ("owner_id", "person_id"))):
        columns = [getattr(table, name) for name in pair]
        twice = select(*columns).group_by(*columns).having(func.count() > 1)
        assert not await database.rows(twice), f"{table.__name__} is doubled"
    return {kind: {row.id for row in await database.rows(select(table.id))} for kind, table in KINDS.items()}


async def send_again(client: httpx.AsyncClient, told: Told) -> Told:
    """What came of all that was cut off, sent once more by devices that found their network again."""
    again = Told()
    for token, request in told.cut:
        await _send(client, token, request, again)
    return again


class _Device:
    def __init__(self, floor: Floor, person: str, requests: Iterator[Request], told: Told) -> None:
        self.token, self.requests, self.told = floor.token(person), requests, told

    async def work(self, base_url: str, pause: float) -> None:
        async with httpx.AsyncClient(base_url=base_url, timeout=30, trust_env=False) as client:
            begun = time.perf_counter()
            for number, request in enumerate(self.requests, 1):
                for _ in range(2 if number % 10 == 0 else 1):
                    try:
                        await _send(client, self.token, request, self.told)
                    except httpx.TransportError:
                        self.told.cut.append((self.token, request))
                        return
                await asyncio.sleep(max(0, begun + number * pause - time.perf_counter()))


async def _send(client: httpx.AsyncClient, token: str, request: Request, told: Told) -> None:
    kind, id_, document, variables = request
    begun, headers = time.perf_counter(), {"Authorization": f"Bearer {token}"}
    response = await client.post("/graphql", json={"query": document, "variables": variables}, headers=headers)
    answer = response.json()
    told.seconds.append(time.perf_counter() - begun)
    result = (answer.get("data") or {}).get("result") or {}
    if result.get("__typename", "").endswith("Success") and all(one["kept"] for one in result.get("results", ())):
        told.kept[kind].add(id_)
    else:
        told.faults.append(f"{kind}: {answer}")


def _scans(floor: Floor, number: int) -> Iterator[Request]:
    for place in count(number * 7):
        id_ = new_key()
        event = global_id("event", FAIR)
        yield "scan", id_, SCAN, {"input": {**_seen(floor, place, id_), "eventId": event}}


def _check_ins(floor: Floor, number: int) -> Iterator[Request]:
    for place in count(number * 11):
        id_ = new_key()
        station = global_id("station", floor.station)
        yield "check_in", id_, CHECK_IN, {"input": {**_seen(floor, place, id_), "station": station, "anyway": True}}


def _leads(floor: Floor, number: int) -> Iterator[Request]:
    for scan in _scans(floor, 50 + number):
        yield scan
        id_, said = new_key(), f"Said by device {number}"
        entry = {"id": str(id_), "encounterId": str(scan[1]), "kind": "NOTE", "text": said}
        yield "entry", id_, ENTRY, {"batch": [{**entry, "writtenAt": clock.now().isoformat()}]}


def _seen(floor: Floor, place: int, id_: UUID) -> dict[str, Any]:
    code = floor.codes[place % len(floor.codes)]
    return {"id": str(id_), "code": code, "scannedAt": clock.now().isoformat(), "how": "CAMERA"}
