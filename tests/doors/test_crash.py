"""A server that is killed while people come in has kept every check-in that it had answered, and none twice."""

import asyncio
import os
import sys
from pathlib import Path
from uuid import UUID

from at_the_door import Doors
from conftest import NOW, SECRET
from sqlalchemy import func, select

from server.db import Database
from server.doors.models import CheckIn
from server.events.attendance import Attendance

ROOT = Path(__file__).parents[2]
LETTING_IN = Path(__file__).parent / "letting_in.py"
ANSWERS = 30
"""After so many it is killed, while more are on their way."""


async def test_check_in_survives_kill(doors: Doors, database_url: str, tmp_path: Path) -> None:
    door, host = await doors.open(), doors.campus.people["ruth"]
    log = tmp_path / "answered"
    arguments = [LETTING_IN, database_url, log, SECRET.hex(), NOW.isoformat(), host, door]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *map(str, arguments), env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        answered = await wait_for_answers(process, log)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()

    database = Database.open(database_url)
    stored = await database.rows(select(CheckIn.id, CheckIn.person_id).where(CheckIn.station_id == door))
    came = await database.rows(
        select(Attendance.person_id, func.count().label("number"))
        .where(Attendance.occurrence_id == doors.fair, Attendance.checked_in_at.is_not(None))
        .group_by(Attendance.person_id)
    )
    await database.close()
    answered |= read(log)
    assert len(answered) >= ANSWERS
    assert answered - {row.id for row in stored} == set()
    assert {row.person_id: row.number for row in came} == {row.person_id: 1 for row in stored}


async def wait_for_answers(process: asyncio.subprocess.Process, log: Path) -> set[UUID]:
    for _ in range(6000):
        assert process.returncode is None, "the check-ins ended before they were interrupted"
        answered = read(log)
        if len(answered) >= ANSWERS:
            return answered
        await asyncio.sleep(0.01)
    raise TimeoutError("nobody was let in")


def read(log: Path) -> set[UUID]:
    """The ids of whole lines; the last may be cut."""
    return {UUID(line) for line in log.read_text("ascii").split("\n")[:-1]} if log.exists() else set()
