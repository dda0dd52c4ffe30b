"""What was found in a file, whatever kind of file it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from server.imports.facts import Fault
from server.imports.series import Series


@dataclass(slots=True)
class Found:
    series: list[Series] = field(default_factory=list)
    events: int = 0
    """VEVENTs or their like that were understood."""
    refused: list[Fault] = field(default_factory=list)
    """Whole events that were not; parts of others are in their facts."""
    refused_uids: set[str] = field(default_factory=set)
    """UIDs of those: they are not gone, only not understood."""
    unknown_zones: list[str] = field(default_factory=list)
    """Names that nobody knows, each once."""
    floating: bool = False
    """Whether any time is without a zone."""

    @property
    def all_refused(self) -> list[Fault]:
        """By line, with the parts that were not taken."""
        return sorted([*self.refused, *self._of("refused")], key=_line)

    @property
    def notes(self) -> list[Fault]:
        """Repairs and assumptions, by line."""
        return sorted(self._of("notes"), key=_line)

    def holds(self, uid: str) -> bool:
        """Whether the file has an event with this UID, understood or not."""
        return uid in self.uids or any(uid == other or uid.startswith(f"{other}/") for other in self.refused_uids)

    @property
    def uids(self) -> set[str]:
        return {one.master.uid for one in self.series}

    def _of(self, name: str) -> Iterable[Fault]:
        for one in self.series:
            for facts in (one.master, *one.overrides.values()):
                yield from getattr(facts, name)


def _line(fault: Fault) -> int:
    return fault.line
