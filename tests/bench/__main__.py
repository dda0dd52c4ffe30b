"""How much CPU Hallway takes, held against other ways to do the same. `python tests/bench --help` says how.

Every ratio is measured side by side in this run: CPU of the case over CPU of its baseline, so less is better, and the
machine matters little. Milliseconds are of one unit (one page, one scan) and count all threads; with --postgresql the
server's processes too, where there is /proc. Megabytes are what Python holds at most.
"""

import argparse
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import uvloop
from rich.progress import Progress, TaskID

# The folder of this file is what Python puts on its path; the modules are looked for above it, as tests do.
sys.path.append(str(Path(__file__).resolve().parents[1]))

from bench import feeds, finding, lists, memory, scans
from bench.cases import Case, table
from bench.measure import Clock
from bench.stage import Stage, databases, stage

Part: TypeAlias = Callable[[Stage, int], Awaitable[list[Case]]]
PARTS: dict[str, Part] = {
    "lists": lists.cases,
    "finding": finding.cases,
    "scans": scans.cases,
    "feeds": feeds.cases,
    "memory": memory.cases,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python tests/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, at 1,000 and 10,000 events")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; may be given several times")
    parser.add_argument("--postgresql", action="store_true", help="measure on PostgreSQL too")
    options = parser.parse_args()

    sizes = (1_000, 10_000) if options.quick else (1_000, 100_000)
    parts = [PARTS[name] for name in options.part or PARTS]
    engines = ("sqlite", "postgresql") if options.postgresql else ("sqlite",)
    found: list[Case] = []
    with Progress(transient=True) as progress:
        task = progress.add_task("measuring", total=len(engines) * len(sizes) * (1 + len(parts)))
        for engine in engines:
            with databases(engine) as (urls, clock):
                for events in sizes:
                    rounds = 5 if options.quick else 25
                    played = _play(next(urls), clock, events, parts, rounds, progress, task)
                    found += [case.at(engine, events) for case in uvloop.run(played)]
    sys.stdout.write(table(found) + "\n")
    if options.json:
        options.json.write_text(json.dumps([case.as_json() for case in found], indent=2) + "\n")
    return 0


async def _play(
    url: str, clock: Clock, events: int, parts: Sequence[Part], rounds: int, progress: Progress, task: TaskID
) -> list[Case]:
    found = []
    async with stage(url, clock, events) as opened:
        progress.advance(task)
        for part in parts:
            found += await part(opened, rounds)
            progress.advance(task)
    return found


if __name__ == "__main__":
    sys.exit(main())
