"""Things that do the same are measured side by side: CPU time, in short slices, shuffled anew each round.

Only ratios mean much. Each is the median of the ratios of single rounds, so that what else the machine does at a
moment falls on both sides.
"""

import gc
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Run = Callable[[], Awaitable[object]]
"""Does one unit of work, or several as `units` says."""

SLICE = 0.06
"""Seconds of CPU that a slice is meant to take: long beside the clock's grain, short beside the machine's moods."""


@dataclass(frozen=True, slots=True)
class Variant:
    run: Run
    units: int = 1
    """What one run does is divided by this."""
    before: Run | None = None
    """Done before each run, and not counted."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of CPU for one unit, a figure for each round."""

    rounds: tuple[float, ...]

    @property
    def cpu_ms(self) -> float:
        return median(self.rounds)

    def ratio(self, baseline: "Figures") -> float:
        return median(mine / theirs for mine, theirs in zip(self.rounds, baseline.rounds, strict=True))


class Clock:
    """CPU time of this process with all its threads, and of the PostgreSQL it talks to."""

    def __init__(self, postgres: int | None = None) -> None:
        self._postgres = postgres

    def now(self) -> float:
        """Seconds."""
        return time.process_time() + (sum(map(_scheduled, _children(self._postgres))) if self._postgres else 0.0)


async def measure(variants: Mapping[str, Variant], clock: Clock, *, rounds: int) -> dict[str, Figures]:
    """Every variant once a round, in another order each time. The first runs, which fill caches, are not counted."""
    counts = {name: await _runs_for_a_slice(variant, clock) for name, variant in variants.items()}
    taken: dict[str, list[float]] = {name: [] for name in variants}
    names = list(variants)
    shuffle = random.Random(1).shuffle
    for _ in range(rounds):
        shuffle(names)
        for name in names:
            variant, count = variants[name], counts[name]
            gc.collect()
            taken[name].append(await _taken(variant, clock, count) * 1000 / count / variant.units)
    return {name: Figures(tuple(figures)) for name, figures in taken.items()}


async def _taken(variant: Variant, clock: Clock, count: int) -> float:
    """Seconds of CPU for so many runs."""
    if variant.before is None:
        began = clock.now()
        for _ in range(count):
            await variant.run()
        return clock.now() - began
    taken = 0.0
    for _ in range(count):
        await variant.before()
        began = clock.now()
        await variant.run()
        taken += clock.now() - began
    return taken


async def _runs_for_a_slice(variant: Variant, clock: Clock) -> int:
    await _taken(variant, clock, 3)
    return max(1, round(SLICE / max(await _taken(variant, clock, 3) / 3, 1e-6)))


def _children(process: int | None) -> list[int]:
    """A process and those it started, where there is /proc."""
    found = [process] if process else []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        found += map(int, task.read_text().split())
    return found


def _scheduled(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0  # it ended, or this system does not tell
