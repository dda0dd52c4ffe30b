"""The words in which people are told that an event is called off, put off or moved."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from server.attendance.tell import address_of, in_line
from server.config import Settings
from server.events.models import EventStatus

MOST = 20
"""Dates that one mail goes through."""
_OFF = (EventStatus.CANCELLED, EventStatus.POSTPONED)


class Change(NamedTuple):
    """One instance as it was announced, and as it is now; None where it is no more."""

    was: Any
    now: Any


def subject(changes: Sequence[Change]) -> str:
    """Of what kind the change is, where it is the same for all, and of what."""
    kinds = {_kind(change) for change in changes}
    kind = kinds.pop() if len(kinds) == 1 else "Changed"
    return f"{kind}: {in_line(changes[0].was.name)}"


def letter(changes: Sequence[Change], reason: str | None, settings: Settings) -> str:
    """What became of each, as many as MOST, with the organizer's `reason` and where to say that one does not come."""
    parts = [_told(change, settings) for change in changes[:MOST]]
    if len(changes) > MOST:
        parts.append(f"The same goes for {len(changes) - MOST} more dates of it.\n")
    if reason:
        parts.append(f"Why, in the organizers’ words:\n\n{reason}\n")
    whom = "You get this because you said that you come, wait for a place, or are interested."
    if any(_kind(change) in ("Moved", "It takes place") for change in changes):
        whom += " If you can’t come now, say so on its page."
    return "\n".join([*parts, f"{whom} Your calendar follows by itself if it is subscribed.\n"])


def _kind(change: Change) -> str:
    status = change.now.status if change.now is not None else EventStatus.CANCELLED
    if status is EventStatus.CANCELLED:
        return "Cancelled"
    if status is EventStatus.POSTPONED:
        return "Put off"
    return "It takes place" if change.was.status in _OFF else "Moved"


def _told(change: Change, settings: Settings) -> str:
    was, kind = change.was, _kind(change)
    now = change.now if change.now is not None else was
    if kind == "Cancelled":
        lines = ["This does not take place:", in_line(was.name), _when(was)]
    elif kind == "Put off":
        lines = ["This is put off, and has no new time yet:", in_line(now.name), f"It was to begin: {_when(was)}"]
    else:
        lines = ["This takes place after all:" if kind == "It takes place" else "This was moved:", in_line(now.name)]
        lines += _differ("When", _when(was), _when(now)) + _differ("Where", _where(was), _where(now))
    return "\n".join([lines[0], "", *lines[1:], address_of(now, settings)]) + "\n"


def _differ(label: str, before: str, after: str) -> list[str]:
    return [f"{label}: {after}"] + ([f"{label} before: {before}"] if before != after else [])


def _when(instance: Any) -> str:
    """Begin and end in the event's zone; of whole days its first and last."""
    zone = ZoneInfo(instance.time_zone)
    begins, ends = instance.starts_at.astimezone(zone), instance.ends_at.astimezone(zone)
    if instance.all_day:
        last = (instance.ends_at - timedelta(seconds=1)).astimezone(zone)
        return _day(begins) if last.date() <= begins.date() else f"{_day(begins)} to {_day(last)}"
    until = f"{ends:%H:%M}" if ends.date() == begins.date() else f"{_day(ends)}, {ends:%H:%M}"
    return f"{_day(begins)}, {begins:%H:%M} to {until}, {instance.time_zone.rpartition('/')[2].replace('_', ' ')} time"


def _day(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def _where(instance: Any) -> str:
    words = [instance.room, instance.place__name, instance.location_text]
    return in_line(", ".join(word for word in words if word)) or "not said yet"
