"""Run by test_crash.py: scans without end, one by one and in batches, and writes down each answer once it is given."""

import asyncio
import itertools
import random
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from server.badges.arrive import Scan, arrive
from server.badges.issue import token_of
from server.badges.models import Badge
from server.badges.record import EncounterWriter
from server.badges.token import write
from server.contacts.models import ScanMethod
from server.db import Database
from server.errors import Refusal
from server.keys import new_key

BATCH = 25
"""Scans that waited on a phone, and are sent together by each fourth; the others send one by one."""


async def scan_on(url: str, log: Path, secret: bytes, now: datetime) -> None:
    database = Database.open(url)
    writer = EncounterWriter(database)
    badges = await database.rows(select(Badge.person_id, Badge.seed, Badge.token_hash))
    codes = {row.person_id: write(token_of([secret], row) or b"") for row in badges}
    people = sorted(codes)
    with log.open("a", encoding="ascii", buffering=1) as answered:

        async def one(number: int) -> None:
            choose = random.Random(number)  # nothing secret
            scanner: UUID = people[number % len(people)]
            for _ in itertools.count():
                scans = [
                    Scan(new_key(), codes[choose.choice(people)], None, now, ScanMethod.CAMERA, f"{number}")
                    for _ in range(BATCH if number % 4 == 0 else 1)
                ]
                arrivals = [arrive(scan, scanner_id=scanner, now=now) for scan in scans]
                answers = await writer.submit(arrivals, in_full=len(scans) == 1)
                for scan, answer in zip(scans, answers, strict=True):
                    if not isinstance(answer, Refusal):
                        answered.write(f"{scan.id}\n")

        await asyncio.gather(*(one(number) for number in range(64)))


if __name__ == "__main__":
    url, log, secret, now = sys.argv[1:]
    asyncio.run(scan_on(url, Path(log), bytes.fromhex(secret), datetime.fromisoformat(now)))
