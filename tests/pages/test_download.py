"""A file is named safely."""

import pytest

from server.pages.download import disposition


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
