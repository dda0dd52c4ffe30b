"""A file is named safely, and sent only to who lacks it."""

import pytest

from server.pages.download import disposition, is_unchanged


@pytest.mark.parametrize(
    ("filename", "header"),
    [
        ("fair.ics", 'inline; filename="fair.ics"'),
        ("Zoë Łódź.vcf", "inline; filename=\"Zo_ __d_.vcf\"; filename*=UTF-8''Zo%C3%AB%20%C5%81%C3%B3d%C5%BA.vcf"),
        ('a"b\\c\r\nX: y.ics', "inline; filename=\"a_b_c__X: y.ics\"; filename*=UTF-8''a%22b%5Cc%0D%0AX%3A%20y.ics"),
    ],
)
def test_disposition(filename: str, header: str) -> None:
    assert disposition(filename) == header


@pytest.mark.parametrize(
    ("asked", "unchanged"),
    [
        ({}, False),
        ({"if-none-match": '"a"'}, True),
        ({"if-none-match": 'W/"a"'}, True),
        ({"if-none-match": ' "x" , "a"'}, True),
        ({"if-none-match": "*"}, True),
        ({"if-none-match": '"A"'}, False),
        ({"if-none-match": "a"}, False),
        ({"if-none-match": '"x,a,y"'}, False),
        ({"if-modified-since": "Thu, 24 Sep 2026 14:00:00 GMT"}, True),
        ({"if-modified-since": "Thu, 24 Sep 2026 14:00:01 GMT"}, True),
        ({"if-modified-since": "Thu, 24 Sep 2026 13:59:59 GMT"}, False),
        ({"if-modified-since": "Thu, 24 Sep 2026 14:00:00 -0000"}, True),
        ({"if-modified-since": "sometime"}, False),
        ({"if-modified-since": "Thu, 99 Sep 2026 14:00:00 GMT"}, False),
        ({"if-none-match": '"b"', "if-modified-since": "Thu, 24 Sep 2026 14:00:00 GMT"}, False),
    ],
)
def test_is_unchanged(asked: dict[str, str], unchanged: bool) -> None:
    assert is_unchanged(asked, '"a"', "2026-09-24T14:00:00.999+00:00") is unchanged


def test_is_unchanged_without_a_date() -> None:
    assert is_unchanged({"if-modified-since": "Thu, 24 Sep 2026 14:00:00 GMT"}, '"a"', None) is False
