"""An event is written as calendar programs read it: a VEVENT, and one for each instance that differs (RFC 5545)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import vRecur
from sqlalchemy import Row

from server.errors import Refusal
from server.events.instances import moments
from server.events.models import EventStatus
from server.events.recurrence import in_utc, local_start
from server.events.rule import read_rule
from server.feeds.called_off import goes_at, is_called_off, until
from server.feeds.colors import COLORS
from server.feeds.text import line, plain, stamp, times, words
from server.feeds.whereabouts import whereabouts

_STATUS = {
    EventStatus.SCHEDULED: "CONFIRMED",
    EventStatus.RESCHEDULED: "CONFIRMED",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CANCELLED: "CANCELLED",
}
_PICTURE = "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/jpeg"
END = "END:VEVENT\r\n"


class Around(NamedTuple):
    """What an event is written from that has tables of its own."""

    tags: Sequence[str] = ()
    co_hosts: Sequence[str] = ()
    """Names of the organizations that hold it together with its own."""


class Own(NamedTuple):
    """What only the calendar of one person says of an instance."""

    at: datetime | None = None
    """When its rule has it start."""
    uid: str | None = None
    call: str | None = None
    """Where to join by video."""
    unsure: bool = False
    """Whether they may not be there."""

    def status(self, public: str) -> str:
        return "TENTATIVE" if self.unsure and public == "CONFIRMED" else public


EVERYBODY = Own()
"""Nothing of anybody's own."""


class Written(NamedTuple):
    """The VEVENTs of an event, and how long they hold."""

    text: str
    """With line ends of CRLF; the same for the same rows."""
    last_modified: datetime
    holds_until: datetime | None
    """The midnight from which on it is another text, though nobody changes anything; None: never."""


def vevents(
    event: Row[Any], overrides: Sequence[Row[Any]], around: Around, *, base_url: str, today: datetime
) -> Written:
    """The VEVENTs of a row of `server.feeds.read`, as they are from `today`, a midnight of UTC, on."""
    zone = ZoneInfo(event.time_zone)
    gone = {one.recurrence_id: goes_at(one) for one in overrides if is_called_off(one) and goes_at(one) <= today}
    there = [one for one in overrides if one.recurrence_id not in gone]
    once = event.rrule is None and not event.rdates
    same = next((one for one in there if once and one.recurrence_id == event.starts_at), None)
    others = [override for override in there if override is not same]
    rule = _rule(event.rrule) if event.rrule is not None else None
    # An instance of an event without a rule is one only where its date is named.
    rdates = {*moments(event.rdates), *(one.recurrence_id for one in others if event.rrule is None)}
    # What was called off long ago must not come back as the rule has it.
    exdates = {*moments(event.exdates), *gone}
    is_repeated = event.rrule is None or rule is not None  # else it is listed once, here as well
    lines = []
    if not (once and event.starts_at in gone and not others):
        lines += [
            *vevent(event, same, around, zone, base_url),
            *([line("RRULE", rule)] if rule is not None else ()),
            *(times("EXDATE", sorted(exdates), zone, all_day=event.all_day) if is_repeated else ()),
            *(times("RDATE", sorted(rdates), zone, all_day=event.all_day) if is_repeated else ()),
            END,
        ]
    for override in others:
        lines += [*vevent(event, override, around, zone, base_url, replaces=True), END]
    changes = [event.updated_at, *(one.updated_at for one in overrides), *gone.values()]
    return Written("".join(lines), max(changes), until(overrides, today))


def vevent(
    event: Row[Any],
    override: Row[Any] | None,
    around: Around,
    zone: ZoneInfo,
    base_url: str,
    *,
    replaces: bool = False,
    own: Own = EVERYBODY,
) -> list[str]:
    """The lines of one, but for the last. Where it `replaces` one that a rule makes, it says which."""

    def said(name: str) -> Any:
        own = getattr(override, name) if override is not None else None
        return own if own is not None else getattr(event, name)

    starts_at = (override and override.starts_at) or own.at or (override and override.recurrence_id) or event.starts_at
    ends_at = (override and override.ends_at) or _end(event, starts_at, zone)
    updated_at = max(event.updated_at, override.updated_at) if override is not None else event.updated_at
    parts = (said("summary"), said("description"), own.call and f"Join online: {own.call}")
    description = "\n\n".join(filter(None, (plain(part or "") for part in parts)))
    place = whereabouts(event, override)
    location = place.location(event.attendance_mode)
    has_geo = place.latitude is not None and place.longitude is not None
    kind, url = event.kind.value.capitalize().replace("_", " "), f"{base_url}/events/{event.slug}"
    return [
        "BEGIN:VEVENT\r\n",
        line("UID", words(own.uid or event.uid)),
        f"DTSTAMP:{stamp(updated_at)}\r\n",
        f"CREATED:{stamp(event.created_at)}\r\n",
        f"LAST-MODIFIED:{stamp(updated_at)}\r\n",
        f"SEQUENCE:{max(event.sequence, override.sequence) if override is not None else event.sequence}\r\n",
        *(
            times("RECURRENCE-ID", [override.recurrence_id], zone, all_day=event.all_day)
            if override and replaces
            else ()
        ),
        *times("DTSTART", [starts_at], zone, all_day=event.all_day),
        *times("DTEND", [ends_at], zone, all_day=event.all_day),
        line("SUMMARY", words(said("name"))),
        *([line("DESCRIPTION", words(description))] if description else ()),
        *([line("LOCATION", words(location))] if location else ()),
        *([f"GEO:{place.latitude};{place.longitude}\r\n"] if has_geo else ()),
        line("CATEGORIES", ",".join(words(word) for word in (kind, *around.tags))),
        f"COLOR:{COLORS[event.kind]}\r\n",
        f"STATUS:{own.status(_STATUS[said('status')])}\r\n",
        # Not ORGANIZER, which only an invitation may have (RFC 5545 §3.8.4.3).
        *(line("CONTACT", words(name)) for name in (event.contact or event.organization_name, *around.co_hosts)),
        line("URL", url),
        *([line(_PICTURE, f"{url}/picture.jpg")] if event.image_key is not None else ()),
    ]


@lru_cache(maxsize=1024)
def _rule(rrule: str) -> str | None:
    """As the standard spells it; None for a rule without bounds, which would stall whoever subscribes."""
    try:
        read_rule(rrule)
    except Refusal:
        return None
    return str(vRecur.from_ical(rrule).to_ical(), "ascii")


def _end(event: Row[Any], starts_at: datetime, zone: ZoneInfo) -> datetime:
    length: timedelta = event.ends_at - event.starts_at
    if not event.all_day:
        return starts_at + length
    days = local_start(event.ends_at, zone, True) - local_start(event.starts_at, zone, True)
    return in_utc(local_start(starts_at, zone, True) + days, zone)
