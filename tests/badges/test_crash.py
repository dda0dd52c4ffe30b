"""A server that is killed in the middle of many scans has kept every one that it had answered."""

import asyncio
import os
import sys
from pathlib import Path
from uuid import UUID

import pytest
from conftest import NOW, SECRET
from sqlalchemy import select

from server.contacts.models import Contact, Encounter
from server.db import Database

ROOT = Path(__file__).parents[2]
SCANNING = Path(__file__).parent / "scanning.py"
ANSWERS = 300
"""After so many it is killed, while more are on their way."""


@pytest.mark.parametrize("turn", range(2))
async def test_record_survives_kill(database_url: str, tmp_path: Path, turn: int) -> None:
    log = tmp_path / "answered"
    arguments = [sys.executable, str(SCANNING), database_url, str(log), SECRET.hex(), NOW.isoformat()]
    process = await asyncio.create_subprocess_exec(*arguments, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        answered = await wait_for_answers(process, log)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()

    database = Database.open(database_url)
    stored = await database.rows(select(Encounter.id, Encounter.scanner_id, Encounter.person_id))
    pairs = {(row.owner_id, row.person_id) for row in await database.rows(select(Contact.owner_id, Contact.person_id))}
    contacts = len(await database.rows(select(Contact.id)))
    await database.close()
    answered |= read(log)
    assert len(answered) >= ANSWERS
    assert answered - {row.id for row in stored} == set()
    assert {(row.scanner_id, row.person_id) for row in stored} - pairs == set()
    assert contacts == len(pairs)
    assert len({row.id for row in stored}) == len(stored)


async def wait_for_answers(process: asyncio.subprocess.Process, log: Path) -> set[UUID]:
    for _ in range(6000):
        assert process.returncode is None, "the scans ended before they were interrupted"
        answered = read(log)
        if len(answered) >= ANSWERS:
            return answered
        await asyncio.sleep(0.01)
    raise TimeoutError("no scans were answered")


def read(log: Path) -> set[UUID]:
    """The ids of whole lines; the last may be cut."""
    if not log.exists():
        return set()
    lines = log.read_text("ascii").split("\n")[:-1]
    return {UUID(line) for line in lines}
