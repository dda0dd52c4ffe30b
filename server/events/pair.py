"""Which instance of a changed series an instance of the old one goes on as."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from server.errors import Refusal
from server.events.instances import HORIZON, is_single, moments, window
from server.events.models import Event, EventOverride
from server.events.recurrence import in_utc, local_start, starts
from server.events.rule import Frequency, read_rule
from server.keys import instance_key

_SLACK = timedelta(days=10)
"""How far the second Tuesday of a month may lie from the Wednesday that the second one is made."""


def ruled(event: Event, *, now: datetime) -> list[datetime]:
    """When the rule and the extra dates of `event` have instances, also those that are excluded: all there ever were.

    Up to 18 months ahead; where those are too many, from two years back. Aware UTC, ascending.
    """
    for after in (event.starts_at, window(event.rrule, now)[0]):
        try:
            return starts(
                event.starts_at,
                zone=ZoneInfo(event.time_zone),
                all_day=event.all_day,
                rrule=event.rrule,
                exdates=(),
                rdates=moments(event.rdates),
                after=min(after, event.starts_at) if event.rrule is None else after,
                before=datetime(9999, 1, 1, tzinfo=UTC) if event.rrule is None else max(now, event.starts_at) + HORIZON,
            )
        except Refusal:
            continue
    return [event.starts_at]


def pairs(
    old: Sequence[datetime], new: Sequence[datetime], *, shift: timedelta, zone: ZoneInfo, monthly: bool
) -> dict[datetime, datetime]:
    """The new start of each of the `old` ones that goes on, where the series was moved by `shift` of the wall clock.

    It is the one that stands `shift` later; of a `monthly` series otherwise the one nearest to that time.
    """
    taken, there = {}, set(new)
    for at in old:
        if (target := moved(at, shift, zone)) in there:
            taken[at] = target
            there.remove(target)
    for at in old if monthly else ():
        target = moved(at, shift, zone)
        nearest = min(there, key=lambda one, target=target: abs(one - target), default=None)  # type: ignore[misc]
        if at not in taken and nearest is not None and abs(nearest - target) <= _SLACK:
            taken[at] = nearest
            there.remove(nearest)
    return taken


def moved(at: datetime, shift: timedelta, zone: ZoneInfo) -> datetime:
    """The moment that clocks in `zone` show `shift` later than `at`, aware UTC."""
    return in_utc(local_start(at, zone, False) + shift, zone)


def is_monthly(rrule: str | None) -> bool:
    return rrule is not None and read_rule(rrule).frequency is Frequency.MONTHLY


def ids(event: Event, overrides: Iterable[EventOverride], at: Iterable[datetime]) -> dict[datetime, UUID]:
    """The occurrences' ids of the instances that the rule of `event` starts `at` these moments."""
    if is_single(event, overrides):
        return {event.starts_at: event.id}
    return {one: instance_key(event.id, f"{one:%Y%m%dT%H%M%SZ}") for one in sorted(set(at))}
