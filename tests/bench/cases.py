"""What is reported: a thing, what it is held against, and how many times as much CPU, or memory, it takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from bench.measure import Figures


@dataclass(frozen=True, slots=True)
class Case:
    case: str
    figure: float
    baseline: str
    ratio: float
    unit: str = "ms"
    """Milliseconds of CPU, or megabytes of memory at most."""

    @classmethod
    def of(cls, figures: Mapping[str, Figures], case: str, baseline: str) -> Self:
        mine = figures[case]
        return cls(case, mine.cpu_ms, baseline, mine.ratio(figures[baseline]))

    def at(self, engine: str, events: int) -> Self:
        return replace(self, case=f"{self.case} ({engine}, {events:,} events)")

    def as_json(self) -> dict[str, Any]:
        figure = "cpu_ms" if self.unit == "ms" else "peak_mb"
        return {
            "case": self.case,
            figure: round(self.figure, 4),
            "baseline": self.baseline,
            "ratio": round(self.ratio, 4),
        }


def table(cases: Iterable[Case]) -> str:
    """Columns for people: the ratio is the figure of the case over that of the baseline."""
    rows = [("case", "CPU or memory", "ratio", "baseline")]
    rows += [(case.case, f"{case.figure:.3f} {case.unit}", f"{case.ratio:.3g}", case.baseline) for case in cases]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}} × {row[3]}" for row in rows]
    return "\n".join([lines[0].replace("×", " "), *lines[1:]])
