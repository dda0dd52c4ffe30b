"""Run by test_crash.py: lets people in without end, and writes down each check-in once it is answered."""

import asyncio
import itertools
import random
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from server.actor import Member
from server.badges.issue import token_of
from server.badges.models import Badge
from server.badges.token import write
from server.db import Database
from server.doors.check_in import check_in
from server.doors.models import CheckInMethod
from server.doors.scan import DoorScan
from server.errors import Refusal
from server.keys import new_key


async def let_in(url: str, log: Path, secret: bytes, now: datetime, by: UUID, door: UUID) -> None:
    database = Database.open(url)
    badges = await database.rows(select(Badge.person_id, Badge.seed, Badge.token_hash))
    codes = sorted(write(token_of([secret], row) or b"") for row in badges)
    with log.open("a", encoding="ascii", buffering=1) as answered:

        async def one(number: int) -> None:
            choose = random.Random(number)  # nothing secret
            for _ in itertools.count():
                scan = DoorScan(new_key(), door, now, CheckInMethod.CAMERA, choose.choice(codes), anyway=True)
                try:
                    async with database.write() as session:
                        await check_in(session, actor=Member(by), scan=scan, now=now)
                except Refusal:
                    continue
                answered.write(f"{scan.id}\n")

        await asyncio.gather(*(one(number) for number in range(8)))


if __name__ == "__main__":
    url, log, secret, now, by, door = sys.argv[1:]
    asyncio.run(let_in(url, Path(log), bytes.fromhex(secret), datetime.fromisoformat(now), UUID(by), UUID(door)))
