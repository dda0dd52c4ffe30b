"""The talks of a conference's schedule, in version 1 of its format and in version 2."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from server.imports.facts import Fault, Slot
from server.imports.iso_times import NoTime, read_clock, read_iso
from server.imports.one_event import one_line, plain

MAX_TALKS = 5_000
MAX_SPEAKERS = 50

_NAMES = ("public_name", "full_public_name", "name")

Talk = Mapping[str, Any]


def read_talks(schedule: Talk, zone: ZoneInfo, faults: list[Fault]) -> Iterator[Slot]:
    """In the order of the file; `faults` is told of those that are left out."""
    for number, (room, talk) in enumerate(_talks(schedule), 1):
        if number > MAX_TALKS:
            faults.append(Fault(1, f"Only the first {MAX_TALKS:,} talks were taken."))
            return
        title = one_line(talk.get("title"))[:300] or "Untitled talk"
        try:
            starts_at, ends_at = _span(talk, zone)
        except NoTime as fault:
            faults.append(Fault(1, f"The talk “{title[:80]}” is left out: its date {fault}."))
            continue
        texts = (plain(talk.get(name)) for name in ("subtitle", "abstract", "description"))
        yield Slot(
            title,
            starts_at,
            max(starts_at, ends_at),
            one_line(_name(talk.get("room")))[:120] or one_line(room)[:120] or None,
            "\n\n".join(dict.fromkeys(filter(None, texts))),
            tuple(_speakers(talk.get("persons") or talk.get("participants")))[:MAX_SPEAKERS],
        )


def _talks(schedule: Talk) -> Iterator[tuple[Any, Talk]]:
    """Each talk with the name of its room. They stand in the rooms of days, or, in version 2, in one list."""
    days = schedule["conference"].get("days")
    rooms = (day.get("rooms") for day in (days if isinstance(days, list) else ()) if isinstance(day, dict))
    for name, talks in chain(chain.from_iterable(map(_rooms, rooms)), [(None, schedule.get("events"))]):
        for talk in talks if isinstance(talks, list) else ():
            if isinstance(talk, dict):
                yield name, talk


def _rooms(rooms: Any) -> Iterable[tuple[Any, Any]]:
    """Of a day: an object by name, or a list of objects with talks, as server.imports.schedule_xml makes it."""
    if isinstance(rooms, dict):
        return rooms.items()
    return ((room.get("name"), room.get("events")) for room in rooms or () if isinstance(room, dict))


def _span(talk: Talk, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """In version 1 `date` is the moment and `start` the hour alone; in version 2 `start` and `end` are moments."""
    if talk.get("date") is not None:
        start = read_iso(talk["date"], zone)
        return start.at, start.at + read_clock(talk.get("duration"))
    return read_iso(talk.get("start"), zone).at, read_iso(talk.get("end") or talk.get("start"), zone).at


def _speakers(people: Any) -> Iterator[str]:
    for person in people if isinstance(people, list) else ():
        said = map(person.get, _NAMES) if isinstance(person, dict) else (person,)
        if name := next(filter(None, map(one_line, said)), ""):
            yield name[:200]


def _name(thing: Any) -> Any:
    return thing.get("name") if isinstance(thing, dict) else thing
