"""What somebody answered about a file, so that its next version needs no asking."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Table:
    """How the columns of a table are to be read."""

    columns: Mapping[str, str]
    """The heading of the column for each field of server/imports/table_fields.py that has one."""
    dates: str
    """One of server.imports.table_dates.FORMATS."""


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

    @classmethod
    def read(cls, text: str) -> Self:
        """What `written` gave; nothing was answered where it is empty."""
        said = json.loads(text or "{}")
        table = Table(**said["table"]) if said.get("table") else None
        more = {name: tuple(said.get(name, ())) for name in ("skipped", "asked")}
        return cls(
            said.get("zone"), said.get("zones", {}), table=table, every_minutes=said.get("every_minutes"), **more
        )

    def written(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


NOTHING_ANSWERED = Answers()
