"""What somebody answered about a file, so that its next version needs no asking."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Table:
    """How the columns of a table are to be read."""

    columns: Mapping[str, str]
    """The heading of the column for each field of server/imports/table_fields.py that has one."""
    dates: str
    """One of server.imports.table_dates.FORMATS."""


@dataclass(frozen=True, slots=True)
class Held:
    """An event that an address has, and that waits for somebody to say whether it is there already."""

    uid: str
    name: str
    starts_at: str
    """In UTC (ISO 8601)."""
    time_zone: str
    all_day: bool
    like: str
    """The id of the event that is likely the same."""


@dataclass(frozen=True, slots=True)
class Answers:
    zone: str | None = None
    """IANA name, for times without a zone; None: that of the organization's campus."""
    zones: Mapping[str, str] = field(default_factory=dict)
    """What names of time zones mean, as IANA names."""
    skipped: tuple[str, ...] = ()
    """UIDs that are not to come in, since the same event is there."""
    table: Table | None = None
    every_minutes: int | None = None
    """How often an address is to be asked; None for a file."""
    asked: tuple[str, ...] = ()
    """Names of time zones that an address had the last time, and nobody knows."""
    let_in: tuple[str, ...] = ()
    """UIDs that come in although they look like an event that is there."""
    held: tuple[Held, ...] = ()
    """What an address had the last time, and nobody decided yet."""

    @classmethod
    def read(cls, text: str) -> Self:
        """What `written` gave; nothing was answered where it is empty."""
        said = json.loads(text or "{}")
        table = Table(**said["table"]) if said.get("table") else None
        more: dict[str, Any] = {name: tuple(said.get(name, ())) for name in ("skipped", "asked", "let_in")}
        more["held"] = tuple(Held(**one) for one in said.get("held", ()))
        return cls(
            said.get("zone"), said.get("zones", {}), table=table, every_minutes=said.get("every_minutes"), **more
        )

    def decided(self, let_in: Iterable[str], left_out: Iterable[str]) -> "Answers":
        """With these UIDs let in and left out for good."""
        come, stay = {*self.let_in, *let_in}, {*self.skipped, *left_out}
        held = tuple(one for one in self.held if one.uid not in come | stay)
        return replace(self, let_in=tuple(sorted(come)), skipped=tuple(sorted(stay)), held=held)

    def written(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


NOTHING_ANSWERED = Answers()
