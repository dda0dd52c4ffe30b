"""A list of conferences, as the project “conference-data” keeps it, becomes one event for each of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from server.events.models import EventKind
from server.imports.facts import ComponentRefused, Facts
from server.imports.found import Found
from server.imports.iso_times import NoTime, next_midnight, read_iso
from server.imports.one_event import finished, link, one_event, one_line, uid_of
from server.imports.series import Series


def is_list_of_conferences(data: Any) -> bool:
    return isinstance(data, list) and any(
        isinstance(item, dict) and {"name", "startDate", "url"} <= item.keys() and "@type" not in item for item in data
    )


def read_conferences(data: Sequence[Any], *, zone: ZoneInfo) -> Found:
    """Each takes whole days, told in `zone`: the list names cities, not time zones."""
    found = Found(floating=True)
    uids: set[str] = set()
    for number, item in enumerate(data, 1):
        try:
            facts = _conference(number, item, zone)
        except ComponentRefused as refusal:
            found.refused.append(refusal.fault)
            continue
        if facts.uid in uids:  # another edition in the same year, or the same one twice
            facts = replace(facts, uid=uid_of(facts.uid, facts.starts_at.isoformat()))
        if facts.uid not in uids:
            uids.add(facts.uid)
            found.series.append(Series(facts, orphan=False))
    found.events = len(found.series)
    return found


def _conference(number: int, item: Any, zone: ZoneInfo) -> Facts:
    if not isinstance(item, dict) or not one_line(item.get("name")):
        raise ComponentRefused(number, "This entry of the list has no name.")
    name, city, country = (one_line(item.get(key)) for key in ("name", "city", "country"))
    try:
        start = read_iso(item.get("startDate"), zone)
        end = read_iso(item.get("endDate") or item.get("startDate"), zone)
    except NoTime as fault:
        raise ComponentRefused(number, f"“{name[:80]}” is left out: its date {fault}.") from fault
    uid = uid_of("conference", name, city, str(item.get("startDate"))[:4], one_line(item.get("url")))
    ends_at = max(start.at, next_midnight(end, zone))
    facts = one_event(number, uid, name, starts_at=start.at, ends_at=ends_at, time_zone=zone.key)
    facts.all_day = True
    facts.kind = EventKind.CONFERENCE
    facts.url = link(item.get("url"))
    facts.location_text = ", ".join(filter(None, (city, country))) or None
    if item.get("online") is True:
        facts.online_url = facts.url
    return finished(facts)
