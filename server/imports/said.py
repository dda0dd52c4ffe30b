"""What a file says of an event and what the event says, side by side: what differs was changed here."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from server.events.instances import as_moments
from server.events.models import AttendanceMode, Event, EventKind, EventOverride, EventStatus, Publication
from server.imports.facts import Facts, Slot


class ImportedField(StrEnum):
    """What is taken from a file together, and kept together where it was changed here."""

    NAME = "NAME"
    SUMMARY = "SUMMARY"
    DESCRIPTION = "DESCRIPTION"
    TIME = "TIME"
    PLACE = "PLACE"
    LINK = "LINK"
    ONLINE = "ONLINE"
    KIND = "KIND"
    TAGS = "TAGS"
    STATUS = "STATUS"
    PUBLICATION = "PUBLICATION"
    AGENDA = "AGENDA"
    INSTANCES = "INSTANCES"


Said: TypeAlias = dict[str, Any]
"""Values by the name of an ImportedField, as JSON can hold them."""

GONE = "gone"
"""The hash of an event or instance that is no longer there, so that it is another one when it is back."""

COLUMNS: Mapping[ImportedField, tuple[str, ...]] = {
    ImportedField.NAME: ("name",),
    ImportedField.SUMMARY: ("summary",),
    ImportedField.DESCRIPTION: ("description",),
    ImportedField.TIME: ("starts_at", "ends_at", "all_day", "time_zone", "rrule", "exdates", "rdates"),
    ImportedField.PLACE: ("location_text",),
    ImportedField.LINK: ("url",),
    ImportedField.ONLINE: ("online_url", "attendance_mode"),
    ImportedField.KIND: ("kind",),
    ImportedField.STATUS: ("status",),
    ImportedField.PUBLICATION: ("publication",),
}
"""Of `event`. Tags, agenda and instances have tables of their own."""

_READ: Mapping[str, Callable[[Any], Any]] = {
    "starts_at": datetime.fromisoformat,
    "ends_at": datetime.fromisoformat,
    "attendance_mode": AttendanceMode,
    "kind": EventKind,
    "status": EventStatus,
    "publication": Publication,
}
_INSTANCE = ("status", "starts_at", "ends_at", "name", "description", "location_text")


def of_facts(facts: Facts) -> Said:
    """What a file says, but for the instances."""
    written = {name: getattr(facts, name) for names in COLUMNS.values() for name in names}
    written |= {"exdates": as_moments(facts.exdates), "rdates": as_moments(facts.rdates)}
    said: Said = {field: [_plain(written[name]) for name in names] for field, names in COLUMNS.items()}
    said[ImportedField.TAGS] = sorted(facts.tags)
    if facts.agenda is not None:
        said[ImportedField.AGENDA] = of_agenda(facts.agenda)
    return said


def of_event(event: Event, tags: Iterable[str]) -> Said:
    """What the event itself says, but for agenda and instances."""
    said: Said = {field: [_plain(getattr(event, name)) for name in names] for field, names in COLUMNS.items()}
    return {**said, ImportedField.TAGS: sorted(tags)}


def of_agenda(slots: Iterable[Slot]) -> list[Any]:
    """The same for the same talks, in whatever order."""
    return sorted(([*map(_plain, astuple(slot)[:5]), list(slot.speakers)] for slot in slots), key=_by_time)


def of_override(override: EventOverride) -> list[Any]:
    return [_plain(getattr(override, name)) for name in _INSTANCE]


def take(event: Event, field: ImportedField, values: Sequence[Any]) -> None:
    """Let the event's columns of this field be what was said."""
    for name, value in zip(COLUMNS[field], values, strict=True):
        setattr(event, name, value if value is None else _READ.get(name, _same)(value))


def take_instance(override: EventOverride, values: Sequence[Any]) -> None:
    for name, value in zip(_INSTANCE, values, strict=True):
        setattr(override, name, value if value is None else _READ.get(name, _same)(value))


def as_slot(row: Sequence[Any]) -> Slot:
    """What `of_agenda` wrote."""
    name, starts_at, ends_at, room, description, speakers = row
    moments = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
    return Slot(name, *moments, room, description, tuple(speakers))


def dumped(said: Said) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _by_time(row: list[Any]) -> tuple[str, str, str]:
    return row[1], row[3] or "", row[0]


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _same(value: Any) -> Any:
    return value
