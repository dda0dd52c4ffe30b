"""The instances of one event in time: what its rule says, its exceptions, and what was changed by hand."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from server.errors import Refusal
from server.events.models import Event, EventOverride, EventStatus
from server.events.recurrence import in_utc, local_start, starts
from server.events.rule import read_rule

HORIZON = timedelta(days=548)
"""How far ahead the instances of a rule are listed: 18 months."""
PAST = timedelta(days=731)
"""How far back those of a rule without end are listed: two years. A rule with an end is listed from its start."""

_FIRST, _FOREVER = datetime(1000, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance; all moments are aware UTC."""

    recurrence_id: datetime
    """When the rule has it start."""
    starts_at: datetime
    ends_at: datetime
    status: EventStatus


def instances(event: Event, overrides: Iterable[EventOverride], *, now: datetime) -> list[Instance]:
    """The instances of `event` that are listed at `now`, ordered by when the rule has them.

    Where the rule is refused, the event's own start is the only one that follows from it.
    """
    zone = ZoneInfo(event.time_zone)
    after, before = window(event.rrule, now)
    changed = {override.recurrence_id: override for override in overrides}
    found = []
    # An instance that was changed by hand takes place whatever the rule or EXDATE says of its time.
    for at in sorted({*_ruled(event, zone, after, before), *changed}):
        override = changed.get(at)
        starts_at = (override and override.starts_at) or at
        ends_at = (override and override.ends_at) or end_of(event, starts_at, zone)
        status = status_of(event.status, override.status if override is not None else None)
        if override is None or after <= starts_at < before:
            found.append(Instance(at, starts_at, max(starts_at, ends_at), status))
    return found


def status_of(event: EventStatus, override: EventStatus | None) -> EventStatus:
    """What becomes of an instance: it is called off with its event, though it had got another time before."""
    if override is EventStatus.RESCHEDULED and event in (EventStatus.CANCELLED, EventStatus.POSTPONED):
        return event
    return override or event


def is_single(event: Event, overrides: Iterable[EventOverride]) -> bool:
    """Whether the event takes place once, so that its one instance has its own id."""
    return not (event.rrule or event.rdates) and all(o.recurrence_id == event.starts_at for o in overrides)


def listed_until(event: Event, now: datetime) -> datetime | None:
    """Up to when the instances are complete; None for an event without a rule."""
    return None if event.rrule is None else window(event.rrule, now)[1]


def window(rrule: str | None, now: datetime) -> tuple[datetime, datetime]:
    """From when until when instances are listed, in whole days of UTC; those without a rule always are."""
    if rrule is None:
        return _FIRST, _FOREVER
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        endless = read_rule(rrule).endless
    except Refusal:
        return _FIRST, _FOREVER
    return today - PAST if endless else _FIRST, today + HORIZON


def moments(text: str) -> list[datetime]:
    """The moments in a column of them: `YYYYMMDDTHHMMSSZ`, comma-separated."""
    return [datetime.strptime(word, "%Y%m%dT%H%M%S%z") for word in text.split(",") if word]


def as_moments(moments: Collection[datetime]) -> str:
    """What `moments` reads: each once, ascending."""
    return ",".join(f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in sorted(set(moments)))


def _ruled(event: Event, zone: ZoneInfo, after: datetime, before: datetime) -> list[datetime]:
    try:
        return starts(
            event.starts_at,
            zone=zone,
            all_day=event.all_day,
            rrule=event.rrule,
            exdates=moments(event.exdates),
            rdates=moments(event.rdates),
            after=after,
            before=before,
        )
    except Refusal:
        return [event.starts_at]


def end_of(event: Event, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """When an instance ends that starts then and lasts as its series says."""
    if not event.all_day:
        return starts_at + (event.ends_at - event.starts_at)
    days = local_start(event.ends_at, zone, True) - local_start(event.starts_at, zone, True)
    return in_utc(local_start(starts_at, zone, True) + days, zone)
