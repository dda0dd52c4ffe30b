"""Events of a web page become events here, with what is within them as their agenda (schema.org Event)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.events.models import EventKind, EventStatus
from server.imports.facts import ComponentRefused, Facts, Fault, Slot
from server.imports.found import Found
from server.imports.iso_times import IsoTime, NoTime, next_midnight, read_iso
from server.imports.json_ld import Block, events_of
from server.imports.one_event import finished, link, one_event, one_line, plain, uid_of
from server.imports.series import Series

_STATUS = {
    "EventCancelled": EventStatus.CANCELLED,
    "EventPostponed": EventStatus.POSTPONED,
    "EventRescheduled": EventStatus.RESCHEDULED,
}
_KINDS = {"EducationEvent": EventKind.LECTURE, "CourseInstance": EventKind.WORKSHOP, "Hackathon": EventKind.WORKSHOP}


def read_json_ld(blocks: Sequence[Block], faults: Iterable[Fault], *, zone: ZoneInfo) -> Found:
    """Times without an offset are in `zone`."""
    found = Found(refused=list(faults))
    uids: set[str] = set()
    for line, data in blocks:
        for thing in events_of(data):
            try:
                facts = _event(line, thing, zone)
            except ComponentRefused as refusal:
                found.refused.append(refusal.fault)
                continue
            found.floating = found.floating or facts.floating
            if facts.uid not in uids:
                uids.add(facts.uid)
                found.series.append(Series(facts, orphan=False))
    found.events = len(found.series)
    return found


def _event(line: int, thing: dict[str, Any], zone: ZoneInfo) -> Facts:
    name = one_line(_text(thing.get("name"))) or "Untitled event"
    try:
        start = read_iso(thing.get("startDate"), zone)
        end = read_iso(thing["endDate"], zone) if thing.get("endDate") else start
    except NoTime as fault:
        said = "has no startDate" if not thing.get("startDate") else f"is left out: its date {fault}"
        raise ComponentRefused(line, f"“{name[:80]}” {said}.") from fault
    ends_at = _ends_at(start, end, zone)
    uid = uid_of("json-ld", str(thing.get("@id") or thing.get("url") or name), str(thing.get("startDate"))[:10])
    facts = one_event(line, uid, name, starts_at=start.at, ends_at=ends_at, time_zone=zone.key)
    facts.all_day, facts.floating = start.day, start.floating
    facts.description = plain(_text(thing.get("description")))
    facts.url = link(thing.get("url"))
    facts.location_text, facts.online_url = _place(thing.get("location"))
    facts.status = _STATUS.get(str(thing.get("eventStatus")).rpartition("/")[2], EventStatus.SCHEDULED)
    facts.kind = _KINDS.get(str(thing.get("@type")), EventKind.MEETUP)
    facts.tags = _tags(thing.get("keywords"))
    facts.agenda = list(_agenda(thing.get("subEvent"), zone)) or None
    return finished(facts)


def _ends_at(start: IsoTime, end: IsoTime, zone: ZoneInfo) -> datetime:
    if end.day and not start.day and end.at <= start.at:
        return start.at  # the day of the start says nothing more
    return max(start.at, next_midnight(end, zone) if end.day else end.at)


def _place(location: Any) -> tuple[str | None, str | None]:
    """Where it is in words, and where to join by video."""
    words, online = [], None
    for place in location if isinstance(location, list) else [location]:
        if isinstance(place, dict) and str(place.get("@type")).endswith("VirtualLocation"):
            online = online or link(place.get("url"))
        elif isinstance(place, dict):
            words += [one_line(place.get("name")), _address(place.get("address"))]
        else:
            words.append(one_line(place))
    return ", ".join(dict.fromkeys(filter(None, words)))[:2_000] or None, online


def _address(address: Any) -> str:
    if not isinstance(address, dict):
        return one_line(address)
    names = ("streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry")
    return ", ".join(filter(None, (one_line(_text(address.get(name))) for name in names)))


def _agenda(parts: Any, zone: ZoneInfo) -> Iterator[Slot]:
    for part in parts if isinstance(parts, list) else [parts]:
        if not isinstance(part, dict) or not part.get("startDate"):
            continue
        try:
            start = read_iso(part["startDate"], zone)
            end = read_iso(part.get("endDate") or part["startDate"], zone)
        except NoTime:
            continue
        name = one_line(_text(part.get("name")))[:300] or "Untitled part"
        room = (_place(part.get("location"))[0] or "")[:120] or None
        text = plain(_text(part.get("description")))
        yield Slot(name, start.at, max(start.at, end.at), room, text, tuple(_people(part.get("performer"))))


def _people(people: Any) -> Iterator[str]:
    for person in people if isinstance(people, list) else [people]:
        if name := one_line(person.get("name") if isinstance(person, dict) else person):
            yield name[:200]


def _tags(keywords: Any) -> list[str]:
    words = keywords if isinstance(keywords, list) else str(keywords or "").split(",")
    return sorted({one_line(word).lower()[:60] for word in words if one_line(word)})[:20]


def _text(value: Any) -> Any:
    """One of several, or what a language map or a named thing says."""
    if isinstance(value, list):
        value = value[0] if value else None
    return (value.get("@value") or value.get("name")) if isinstance(value, dict) else value
