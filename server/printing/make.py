"""A print that waits is made: its badges are read, set, and kept as one file."""

import logging
import tempfile
from asyncio import CancelledError
from datetime import datetime
from pathlib import Path

from server.clock import Clock
from server.config import Settings
from server.db import Database
from server.errors import Refusal
from server.files.store import Files
from server.printing.claim import HELD_FOR, Lost, claim, say
from server.printing.design import read_design
from server.printing.errors import NothingToPrint
from server.printing.faces import faces_of, occasion_of
from server.printing.make_pdf import make_pdf
from server.printing.models import KEPT_FOR, PrintJob, PrintState
from server.printing.process import ProcessFailed

log = logging.getLogger("hallway.printing")
MOST_WORDS = 20
"""Shortened texts that are told; more are alike."""


async def make_next(database: Database, settings: Settings, files: Files, *, now: Clock) -> bool:
    """Make one print that waits; False where none does. What fails is noted on the job, not raised."""
    job = await claim(database, now=now())
    if job is None:
        return False
    try:
        await _make(database, settings, files, job, now)
    except Lost:
        log.info("Print %s was given up", job.id)
    except CancelledError:
        await _end(database, job, state=PrintState.WAITING, held_until=None)  # the next process goes on at once
        raise
    except Refusal as refusal:
        await _fail(database, job, refusal.message, now())
    except ProcessFailed:
        log.exception("Print %s failed", job.id)
        await _fail(database, job, "It could not be set. Try again, and tell whoever runs this server.", now())
    return True


async def _make(database: Database, settings: Settings, files: Files, job: PrintJob, now: Clock) -> None:
    design = read_design(job.design)
    occasion = await occasion_of(database, settings, job.event_id)
    faces = await faces_of(database, settings, job_id=job.id, event_id=job.event_id)
    if not faces:
        raise NothingToPrint

    async def progress(done: int) -> None:
        async with database.write() as session:
            await say(session, job, done=done, held_until=now() + HELD_FOR)

    with tempfile.TemporaryDirectory(prefix="hallway-print-") as folder:
        output = Path(folder) / "badges.pdf"
        cut = await make_pdf(design, occasion, faces, output, cache=settings.cache, progress=progress)
        octets = output.stat().st_size
        key = await files.keep_path(output)
    moment = now()
    try:
        async with database.write() as session:
            await say(
                session,
                job,
                state=PrintState.DONE,
                total=len(faces),
                done=len(faces),
                held_until=None,
                finished_at=moment,
                file_key=key,
                octets=octets,
                expires_at=moment + KEPT_FOR,
                shortened="\n".join(dict.fromkeys(cut[:MOST_WORDS])),
            )
    except Lost:
        await files.remove([key])
        raise


async def _fail(database: Database, job: PrintJob, failure: str, now: datetime) -> None:
    await _end(database, job, state=PrintState.FAILED, held_until=None, finished_at=now, failure=failure[:300])


async def _end(database: Database, job: PrintJob, **facts: object) -> None:
    try:
        async with database.write() as session:
            await say(session, job, **facts)
    except Lost:
        return
