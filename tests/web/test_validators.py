"""A file is sent only to who lacks it, in a coding that they take."""

from datetime import UTC, datetime, timedelta
from gzip import decompress

import pytest

from server.web.validators import compressed, of_variant, settled, takes_gzip, unchanged

CHANGED = datetime(2026, 9, 24, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ({}, None),
        ({"if-none-match": '"a"'}, '"a"'),
        ({"if-none-match": 'W/"a"'}, '"a"'),
        ({"if-none-match": ' "x" , "a"'}, '"a"'),
        ({"if-none-match": "*"}, '"a"'),
        ({"if-none-match": '"A"'}, None),
        ({"if-none-match": "a"}, None),
        ({"if-none-match": '"x,a,y"'}, None),
        ({"if-modified-since": "Thu, 24 Sep 2026 14:00:00 GMT"}, '"a"'),
        ({"if-modified-since": "Thu, 24 Sep 2026 14:00:01 GMT"}, '"a"'),
        ({"if-modified-since": "Thu, 24 Sep 2026 13:59:59 GMT"}, None),
        ({"if-modified-since": "Thu, 24 Sep 2026 14:00:00 -0000"}, '"a"'),
        ({"if-modified-since": "sometime"}, None),
        ({"if-modified-since": "Thu, 99 Sep 2026 14:00:00 GMT"}, None),
        ({"if-none-match": '"b"', "if-modified-since": "Thu, 24 Sep 2026 14:00:00 GMT"}, None),
    ],
)
def test_unchanged(asked: dict[str, str], known: str | None) -> None:
    assert unchanged(asked, '"a"', '"a"', CHANGED) == known


@pytest.mark.parametrize(
    ("tags", "known"),
    [
        ('"a-gzip"', '"a-gzip"'),
        ('W/"a-gzip"', '"a-gzip"'),
        ('"a"', '"a"'),  # they have it uncompressed, which is as good
        ('"a", "a-gzip"', '"a-gzip"'),
        ("*", '"a-gzip"'),
        ('"a-gzip-gzip"', None),
    ],
)
def test_unchanged_in_either_coding(tags: str, known: str | None) -> None:
    assert unchanged({"if-none-match": tags}, '"a"', '"a-gzip"', None) == known


def test_unchanged_without_a_date() -> None:
    assert unchanged({"if-modified-since": "Thu, 24 Sep 2026 14:00:00 GMT"}, '"a"', '"a"', None) is None


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("x-gzip", True),
        ("*", True),
        ("*;q=0.1", True),
        ("", False),
        ("identity", False),
        ("deflate, br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
    ],
)
def test_takes_gzip(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) is takes
    assert of_variant('"a"', {"accept-encoding": accepted}) == ('"a-gzip"' if takes else '"a"')


def test_compressed_twice_is_the_same() -> None:
    octets = b"BEGIN:VEVENT" * 1000

    assert compressed(octets) == compressed(octets)
    assert decompress(compressed(octets)) == octets
    assert len(compressed(octets)) < len(octets) / 8


def test_a_change_of_this_minute_is_no_date_to_rely_on() -> None:
    told = "2026-09-24T14:00:00.999+00:00"

    assert settled(told, CHANGED + timedelta(seconds=60)) is None
    assert settled(told, CHANGED + timedelta(seconds=61)) == CHANGED
    assert settled(None, CHANGED) is None
