"""A calendar program that knows no zones but ours tells the same time as we do."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical  # an independent reader

from server.feeds.zones import vtimezone
from server.imports.calendar_file import read_calendars
from server.imports.calendar_zones import alike

ZONES = (
    *("America/New_York", "America/Los_Angeles", "America/Toronto", "America/Santiago", "America/Sao_Paulo"),
    *("Europe/London", "Europe/Berlin", "Europe/Istanbul", "Europe/Moscow", "Africa/Nairobi", "Africa/Cairo"),
    *("Africa/Casablanca", "Asia/Singapore", "Asia/Kolkata", "Asia/Tehran", "Asia/Kathmandu", "Asia/Gaza"),
    *("Australia/Sydney", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "UTC"),
)


@pytest.mark.parametrize("key", ZONES)
@pytest.mark.parametrize("year", [1970, 1999, 2026])
def test_vtimezone_tells_the_offsets_of_its_zone(key: str, year: int) -> None:

    zone = ZoneInfo(key)

    told = tzical(StringIO(vtimezone(key, year).replace("\r\n", "\n"))).get(key)

    wrong = []
    for at in _probes(zone, year):
        local = at.astimezone(zone)
        if local.fold == 0 and told.utcoffset(local.replace(tzinfo=None)) != local.utcoffset():
            wrong.append((str(local), told.utcoffset(local.replace(tzinfo=None))))
    assert wrong == []


def _probes(zone: ZoneInfo, year: int) -> list[datetime]:
    """Every fifth day until 2034, and the hours around each change."""
    days = [datetime(year, 1, 2, 12, tzinfo=UTC) + timedelta(days=n) for n in range(0, (2034 - year) * 365, 5)]
    around = []
    for before, after in pairwise(days):
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            around += [before + timedelta(hours=n) for n in range(120)]
    return days + around


@pytest.mark.parametrize("key", ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney"])
def test_vtimezone_is_known_again_under_another_name(key: str) -> None:
    (calendar,) = read_calendars(vtimezone(key, 2026).replace(key, "Our time").encode())

    assert alike(calendar.zones["Our time"], 2027) == ZoneInfo(key)


def test_vtimezone_of_a_steady_zone_is_short() -> None:
    assert len(vtimezone("Asia/Kolkata", 2026).splitlines()) == 9
