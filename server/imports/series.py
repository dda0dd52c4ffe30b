"""VEVENTs with the same UID become one event: its newest version, and the instances that differ from its rule."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from server.errors import Refusal
from server.events.errors import RuleTooCostly, RuleUnreadable
from server.events.recurrence import expand, in_utc, local_start
from server.events.rule import WEEKDAYS, Rule, read_rule
from server.imports.facts import Facts, Fault

MAX_SPLITS = 50
"""How often one series may change “this and all following”."""


@dataclass(slots=True)
class Series:
    """What the file says of one UID."""

    master: Facts
    orphan: bool
    """The file has only single instances of it, and the master is the first of them."""
    overrides: dict[datetime, Facts] = field(default_factory=dict)
    """By when the rule has the instance start."""
    older: int = 0
    """VEVENTs that another one of the file supersedes."""


def gather(understood: Iterable[Facts]) -> list[Series]:
    """One series for each UID, in the order of the file."""
    groups: dict[str, list[Facts]] = {}
    for facts in understood:
        groups.setdefault(facts.uid, []).append(facts)
    return [part for group in groups.values() for part in _split(_joined(group))]


def _joined(group: list[Facts]) -> Series:
    masters = [facts for facts in group if facts.recurrence is None]
    instances = [facts for facts in group if facts.recurrence is not None]
    if masters:
        series = Series(_newest(masters), orphan=False)
    else:
        series = Series(min(instances, key=lambda facts: facts.starts_at), orphan=True)
        instances = [facts for facts in instances if facts is not series.master]
    versions: dict[datetime, list[Facts]] = {}
    for facts in instances:
        versions.setdefault(_recurrence_id(facts, series.master), []).append(facts)
    series.overrides = {at: _newest(several) for at, several in sorted(versions.items())}
    series.older = len(group) - 1 - len(series.overrides)
    return series


def _newest(versions: list[Facts]) -> Facts:
    return max(reversed(versions), key=lambda facts: facts.sequence)  # of equal ones, the last in the file


def _recurrence_id(facts: Facts, master: Facts) -> datetime:
    """A day means the hour that the series has on that day."""
    moment, zone = facts.recurrence, ZoneInfo(master.time_zone)
    assert moment is not None
    if not (moment.day or master.all_day):
        return moment.at
    hour = local_start(master.starts_at, zone, master.all_day).time()
    return in_utc(datetime.combine(moment.date, hour), zone)


def _split(series: Series) -> list[Series]:
    """A change of “this and all following” ends the series there and begins another (RFC 5545 §3.8.4.4)."""
    parts: list[Series] = []
    while (cut := _cut(series)) is not None:
        change = series.overrides[cut]
        try:
            if len(parts) >= MAX_SPLITS:
                raise RuleTooCostly(f"it changes more than {MAX_SPLITS} times for good")
            following = _following(series, cut, change)
        except Refusal as refusal:
            change.and_future = False
            change.refused.append(Fault(change.line, f"{refusal.message} Only this one instance was changed."))
            continue
        parts.append(_until(series, cut, change))
        series = following
    return [*parts, series]


def _cut(series: Series) -> datetime | None:
    if series.master.rrule is None:
        return None
    return next((at for at, facts in series.overrides.items() if facts.and_future), None)


def _until(series: Series, cut: datetime, change: Facts) -> Series:
    """The series up to `cut`."""
    master = series.master
    assert master.rrule is not None
    parts = [part for part in master.rrule.split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    if master.all_day:
        last = f"{(cut - timedelta(hours=1)).astimezone(ZoneInfo(master.time_zone)):%Y%m%d}"
    else:
        last = f"{cut - timedelta(seconds=1):%Y%m%dT%H%M%SZ}"
    before = replace(
        master,
        digest=sha256(f"{master.digest}{change.digest}".encode()).hexdigest(),
        rrule=";".join([*parts, f"UNTIL={last}"]),
        exdates=[at for at in master.exdates if at < cut],
        rdates=[at for at in master.rdates if at < cut],
    )
    return Series(before, series.orphan, {at: o for at, o in series.overrides.items() if at < cut}, series.older)


def _following(series: Series, cut: datetime, change: Facts) -> Series:
    """The series from `cut` on, as the change has it. Raises RuleUnreadable, RuleTooCostly."""
    master, shift = series.master, change.starts_at - cut
    assert master.rrule is not None
    zone = ZoneInfo(master.time_zone)
    rule = read_rule(master.rrule)
    days = (local_start(change.starts_at, zone, True) - local_start(cut, zone, True)).days
    uid = f"{master.uid}/{cut:%Y%m%dT%H%M%SZ}"
    facts = replace(
        change,
        uid=uid if len(uid) <= 255 else sha256(uid.encode()).hexdigest(),
        recurrence=None,
        and_future=False,
        time_zone=master.time_zone,
        rrule=_shifted(master.rrule, rule, shift, days, _before(master, rule, cut)),
        exdates=[at + shift for at in master.exdates if at >= cut],
        rdates=[at + shift for at in master.rdates if at >= cut],
    )
    later = {at + shift: override for at, override in series.overrides.items() if at > cut}
    return Series(facts, orphan=False, overrides=later)


def _before(master: Facts, rule: Rule, cut: datetime) -> int:
    """How many instances the rule has before `cut`."""
    if rule.count is None:
        return 0
    zone = ZoneInfo(master.time_zone)
    start = local_start(master.starts_at, zone, master.all_day)
    return sum(1 for _ in expand(rule, start, after=start, before=local_start(cut, zone, master.all_day)))


def _shifted(text: str, rule: Rule, shift: timedelta, days: int, used: int) -> str:
    """The rule of a series that goes on `shift` later, `days` later in the week, without its `used` instances."""
    fixed = rule.by_month or rule.by_month_day or rule.by_year_day or rule.by_week or rule.by_position
    if days and (fixed or any(number for number, _day in rule.by_day)):
        raise RuleUnreadable("its days can't be moved to others")
    parts = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
    if rule.by_day:
        parts["BYDAY"] = ",".join(f"{number or ''}{WEEKDAYS[(day + days) % 7]}" for number, day in rule.by_day)
    if rule.count is not None:
        parts["COUNT"] = str(max(1, rule.count - used))
    if isinstance(rule.until, datetime):
        parts["UNTIL"] = f"{rule.until + shift:%Y%m%dT%H%M%SZ}"
    elif rule.until is not None:
        parts["UNTIL"] = f"{rule.until + timedelta(days=days):%Y%m%d}"
    return ";".join(f"{name}={value}" for name, value in parts.items())
