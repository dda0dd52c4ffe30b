"""An event is written as calendar programs read it: a VEVENT, and one for each instance that differs (RFC 5545)."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import vRecur

from server.errors import Refusal
from server.events.instances import moments, status_of
from server.events.models import EventKind, EventStatus
from server.events.recurrence import in_utc, local_start
from server.events.rule import read_rule
from server.feeds.called_off import goes_at, is_called_off, until
from server.feeds.colors import COLORS
from server.feeds.facts import EventFacts, InstanceFacts
from server.feeds.text import escaped, line, moment, plain, stamp, times, words
from server.feeds.whereabouts import whereabouts

_STATUS = {
    EventStatus.SCHEDULED: "CONFIRMED",
    EventStatus.RESCHEDULED: "CONFIRMED",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CANCELLED: (_OFF := "CANCELLED"),
}
_KINDS = {kind: kind.value.capitalize().replace("_", " ") for kind in EventKind}
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


class _Unchanged(NamedTuple):
    """What an override says that says nothing."""

    recurrence_id: None = None
    starts_at: None = None
    ends_at: None = None
    updated_at: None = None
    status: None = None
    name: None = None
    summary: None = None
    description: None = None
    sequence: int = 0


_AS_THE_RULE_SAYS = _Unchanged()


class Written(NamedTuple):
    """The VEVENTs of an event, and how long they hold."""

    text: str
    """With line ends of CRLF; the same for the same rows."""
    last_modified: datetime
    holds_until: datetime | None
    """The midnight from which on it is another text, though nobody changes anything; None: never."""


def vevents(
    event: EventFacts, overrides: Sequence[InstanceFacts], around: Around, *, base_url: str, today: datetime
) -> Written:
    """The VEVENTs of a row of `server.feeds.read`, as they are from `today`, a midnight of UTC, on."""
    zone = ZoneInfo(event.time_zone)
    if not overrides and event.rrule is None and not event.rdates and not event.exdates:  # most are
        return Written("".join([*vevent(event, None, around, zone, base_url), END]), event.updated_at, None)
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
    event: EventFacts,
    override: InstanceFacts | None,
    around: Around,
    zone: ZoneInfo,
    base_url: str,
    *,
    replaces: bool = False,
    own: Own = EVERYBODY,
) -> list[str]:
    """The lines of one, but for the last. Where it `replaces` one that a rule makes, it says which."""

    changed = override if override is not None else _AS_THE_RULE_SAYS
    starts_at = changed.starts_at or own.at or changed.recurrence_id or event.starts_at
    ends_at = changed.ends_at or _end(event, starts_at, zone)
    updated = stamp(max(event.updated_at, changed.updated_at or event.updated_at))
    status = _STATUS[status_of(event.status, changed.status)]
    name = changed.name if changed.name is not None else event.name
    summary = changed.summary if changed.summary is not None else event.summary
    description = changed.description if changed.description is not None else event.description
    parts = (summary, description, own.call and f"Join online: {own.call}")
    description = "\n\n".join([said for part in parts if part and (said := plain(part))])
    place = whereabouts(event, override)
    url = f"{base_url}/events/{event.slug}"
    lines = [
        "BEGIN:VEVENT\r\n",
        line("UID", words(own.uid or event.uid)),
        f"DTSTAMP:{updated}\r\nCREATED:{stamp(event.created_at)}\r\nLAST-MODIFIED:{updated}\r\n",
        f"SEQUENCE:{max(event.sequence, changed.sequence)}\r\n",
    ]
    if override is not None and replaces:
        lines.append(moment("RECURRENCE-ID", override.recurrence_id, zone, all_day=event.all_day))
    lines += [
        moment("DTSTART", starts_at, zone, all_day=event.all_day),
        moment("DTEND", ends_at, zone, all_day=event.all_day),
        line("SUMMARY", words(name)),
    ]
    if description:
        lines.append(line("DESCRIPTION", escaped(description)))
    if location := place.location(event.attendance_mode):
        lines.append(line("LOCATION", escaped(location)))
    if place.latitude is not None and place.longitude is not None:
        lines.append(f"GEO:{place.latitude};{place.longitude}\r\n")
    lines += [
        line("CATEGORIES", ",".join([_KINDS[event.kind], *map(_often, around.tags)])),
        f"COLOR:{COLORS[event.kind]}\r\nSTATUS:{own.status(status)}\r\n",
    ]
    if status == _OFF and event.cancel_reason:
        lines.append(line("COMMENT", words(event.cancel_reason)))
    # Not ORGANIZER, which only an invitation may have (RFC 5545 §3.8.4.3).
    lines += [_contact(name) for name in (event.contact or event.organization_name, *around.co_hosts)]
    lines.append(line("URL", url))
    if event.image_key is not None:
        lines.append(line(_PICTURE, f"{url}/picture.jpg"))
    return lines


_often = lru_cache(maxsize=4096)(words)
"""Of what many events say."""


@lru_cache(maxsize=4096)
def _contact(name: str) -> str:
    return line("CONTACT", words(name))


@lru_cache(maxsize=1024)
def _rule(rrule: str) -> str | None:
    """As the standard spells it; None for a rule without bounds, which would stall whoever subscribes."""
    try:
        read_rule(rrule)
    except Refusal:
        return None
    return str(vRecur.from_ical(rrule).to_ical(), "ascii")


def _end(event: EventFacts, starts_at: datetime, zone: ZoneInfo) -> datetime:
    if not event.all_day:
        return starts_at + (event.ends_at - event.starts_at)
    days = local_start(event.ends_at, zone, True) - local_start(event.starts_at, zone, True)
    return in_utc(local_start(starts_at, zone, True) + days, zone)
