"""When a booth was busy: its scans by the hour, as clocks show it there."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from server.leads.lead import Lead

MOST = 48
"""Hours with scans that are told of: the first."""
LONGEST_GAP = 12
"""Empty hours in a row that are told of; longer ones are nights."""
_HOUR = timedelta(hours=1)


def by_hour(leads: Iterable[Lead], zone: str) -> list[tuple[datetime, int]]:
    """(when the hour begins, how many people were scanned first in it), in order, with the empty hours between."""
    here = ZoneInfo(zone)
    counts = Counter(_hour_of(lead.scans[-1].scanned_at, here) for lead in leads)
    hours: list[tuple[datetime, int]] = []
    for hour in sorted(counts)[:MOST]:
        if hours and (gap := (hour - hours[-1][0]) // _HOUR) <= LONGEST_GAP:
            hours += [(hours[-1][0] + n * _HOUR, 0) for n in range(1, gap)]
        hours.append((hour, counts[hour]))
    return hours


def _hour_of(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)
