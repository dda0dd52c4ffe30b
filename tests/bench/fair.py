"""How a fair's devices are answered: 64 at once, each ten times as fast as a person, by one process over HTTP.

python tests/bench/fair.py     about a minute; on PostgreSQL too where its programs are found

Forty devices save contacts, sixteen stand at doors and eight at booths. Each begins something every quarter of a
second, and sends every tenth twice. It fails where anything is refused, lost or doubled.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import asyncpg

sys.path.append(str(Path(__file__).resolve().parents[1]))

from browser.served import SECRET, Served
from devices import Told, devices, open_floor, stored
from postgres import TemporaryPostgres, programs

from server.db import Database

SECONDS = 20
PAUSE = 0.25
"""Seconds; a person takes two and a half."""


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        report("SQLite", Path(scratch), f"sqlite:///{scratch}/hallway.sqlite3")
    if found := programs():
        server = TemporaryPostgres(found)
        server.start()
        try:
            asyncio.run(_create(server.url))
            with tempfile.TemporaryDirectory() as scratch:
                report("PostgreSQL", Path(scratch), f"{server.url}/fair")
        finally:
            server.stop()


def report(name: str, folder: Path, url: str) -> None:
    served = Served(folder, url)
    try:
        before = _cpu(served.process.pid)
        told, seconds = asyncio.run(play(served))
        spent = _cpu(served.process.pid) - before
    finally:
        served.stop()
    waits = sorted(told.seconds)
    sys.stdout.write(
        f"{name}: {len(waits)} requests in {seconds:.0f} s, {len(waits) / seconds:.0f} a second; answered in"
        f" {1000 * statistics.median(waits):.0f} ms in the middle, {1000 * waits[int(len(waits) * 0.95)]:.0f} ms at the"
        f" 95th percentile, {1000 * waits[-1]:.0f} ms at most, for {1000 * spent / len(waits):.1f} ms of the server's"
        f" CPU each; {len(told)} kept, none lost, none doubled\n"
    )


async def play(served: Served) -> tuple[Told, float]:
    """Raises AssertionError where anything is refused, lost or doubled."""
    told, database = Told(), Database.open(served.database_url)
    floor = await open_floor(database, secret=SECRET)
    begun = time.perf_counter()
    async with devices(floor, served.base_url, told, pause=PAUSE):
        await asyncio.sleep(SECONDS)
    seconds = time.perf_counter() - begun
    assert not told.faults, told.faults[:3]
    kept = await stored(database)
    await database.close()
    for kind, ids in told.kept.items():
        assert ids <= kept[kind], f"{len(ids - kept[kind])} of {kind} are lost"
    return told, seconds


def _cpu(pid: int) -> float:
    """Seconds that a process worked so far; nothing where there is no /proc."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _create(url: str) -> None:
    connection = await asyncpg.connect(f"{url}/postgres")
    await connection.execute("CREATE DATABASE fair")
    await connection.close()


if __name__ == "__main__":
    main()
