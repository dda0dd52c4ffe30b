"""When an address is asked again."""

import secrets
from datetime import datetime, timedelta

LEAST = timedelta(minutes=15)
MOST = timedelta(days=7)
LONGEST_PAUSE = timedelta(days=1)
"""After failures; one whose interval is longer keeps to that."""
_JITTER = 0.1
"""Of the interval, either way, so that not all are asked in the same minute."""


def next_time(now: datetime, *, every_minutes: int, failures: int) -> datetime:
    """After the interval, and twice as long with each failure in a row."""
    every = timedelta(minutes=every_minutes)
    pause = max(every, min(every * 2 ** min(failures, 12), LONGEST_PAUSE)) if failures else every
    return now + pause * (1 + _JITTER * (secrets.randbelow(2001) / 1000 - 1))
