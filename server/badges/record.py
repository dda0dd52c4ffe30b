"""Scans of many requests are recorded in one transaction, and answered once they are on disk (decision 0006)."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy.exc import InterfaceError, OperationalError

from server.badges.arrive import Arrival
from server.badges.errors import Busy
from server.badges.facts import load_facts
from server.badges.scan import decide
from server.badges.visit import KeptVisit, keep_visits
from server.contacts.keep import keep
from server.contacts.keep_organizations import keep_organizations
from server.contacts.queries import Met, met
from server.db import Database
from server.errors import Refusal
from server.live import booth_topic, person_topic, publish

MAX_QUEUED = 5_000
"""Scans that may wait; beyond it the answer is Busy."""
MAX_GROUP = 1_000
"""Scans in one transaction, but for a single request that has more."""

Answer = Met | UUID | KeptVisit | Refusal
"""What was stored, in full or only its key, as the request wanted; of a booth's code the visit; or why nothing was."""

_AWAY = (OperationalError, InterfaceError)
"""The database can't be reached, or another process holds it."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Request:
    arrivals: Sequence[Arrival]
    in_full: bool
    answers: asyncio.Future[list[Answer]]


class EncounterWriter:
    """Takes scans from everywhere in this process and writes whatever waits in one transaction.

    No timer: an idle server answers at once, a busy one writes larger groups.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: deque[_Request] = deque()
        self._queued = 0
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def submit(self, arrivals: Sequence[Arrival], *, in_full: bool = True) -> list[Answer]:
        """An answer to each scan, in order, given after the commit. `in_full`: with what the scanner may see.

        A caller that goes away doesn't take its scans along. Raises Busy when too many wait.
        """
        if not arrivals:
            return []
        if self._closed or (self._queue and self._queued + len(arrivals) > MAX_QUEUED):
            raise Busy
        request = _Request(arrivals, in_full, asyncio.get_running_loop().create_future())
        self._queue.append(request)
        self._queued += len(arrivals)
        if self._task is None:
            self._task = asyncio.create_task(self._drain())
        return await asyncio.shield(request.answers)

    async def close(self) -> None:
        """Write what waits; refuse what comes later."""
        self._closed = True
        if self._task is not None:
            await asyncio.shield(self._task)

    async def _drain(self) -> None:
        try:
            while self._queue:
                await self._write(self._next_group())
        finally:
            self._task = None

    def _next_group(self) -> list[_Request]:
        group = [self._queue.popleft()]
        size = len(group[0].arrivals)
        while self._queue and size + len(self._queue[0].arrivals) <= MAX_GROUP:
            group.append(self._queue.popleft())
            size += len(group[-1].arrivals)
        self._queued -= size
        return group

    async def _write(self, group: list[_Request]) -> None:
        """Write a group; when that fails, each request by itself, so that one can't fail the others."""
        fault = await self._attempt(group)
        if fault is None:
            return
        if len(group) == 1:
            _fail(group, fault)
            return
        _log.warning("A group of %d requests is written one by one", len(group), exc_info=fault)
        for place, request in enumerate(group):
            fault = await self._attempt([request])
            if isinstance(fault, _AWAY):
                _fail(group[place:], fault)  # each would wait as long as this one did
                return
            if fault is not None:
                _fail([request], fault)

    async def _attempt(self, group: list[_Request]) -> Exception | None:
        try:
            answers = await record(self._database, group)
        except Exception as fault:  # noqa: BLE001 - it goes to whoever waits for an answer
            return fault
        for request, answered in zip(group, answers, strict=True):
            request.answers.set_result(answered)
        return None


async def record(database: Database, group: Sequence[_Request]) -> list[list[Answer]]:
    """Decide and write what the requests bring, in one transaction; return after the commit."""
    arrivals = [arrival for request in group for arrival in request.arrivals]
    async with database.write() as session:
        connection = await session.connection()
        outcome = decide(arrivals, await load_facts(connection, arrivals))
        await keep(connection, encounters=outcome.encounters, contacts=outcome.contacts)
        await keep_visits(connection, outcome.visits)
        await keep_organizations(connection, outcome.organizations)
        booths = {made.booth_id for made in outcome.encounters if made.booth_id is not None}
        topics = (person_topic(made.person_id) for made in outcome.encounters)
        await publish(session, *topics, *(booth_topic(booth_id) for booth_id in booths))
        answers = iter(outcome.answers)
        answered = [(request.in_full, list(islice(answers, len(request.arrivals)))) for request in group]
        ids = {answer for in_full, some in answered if in_full for answer in some if isinstance(answer, UUID)}
        stored = await met(connection, list(ids))
    return [
        [stored[answer] if in_full and isinstance(answer, UUID) else answer for answer in some]
        for in_full, some in answered
    ]


def _fail(group: Sequence[_Request], fault: Exception) -> None:
    for request in group:
        request.answers.set_exception(fault)
        request.answers.exception()  # seen, should the caller be gone
