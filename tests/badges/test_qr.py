"""A badge's code as it is drawn: coarse enough for bad light, and read back as what it says."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from server.badges import qr
from server.badges.decode import read_codes
from server.badges.issue import address_of
from server.badges.token import read
from server.config import Settings

TOKEN = bytes.fromhex("17f3219eb7c2f76fe346579fe90863")


def address(base_url: str, token: bytes = TOKEN) -> str:
    return address_of(Settings(base_url=base_url), token)


def test_address_is_in_capitals() -> None:
    assert address("https://fair.example.edu") == "HTTPS://FAIR.EXAMPLE.EDU/B/2ZSJ37NQRBVPZRT6AYFYJ233H"
    assert address("http://localhost:8000") == "HTTP://LOCALHOST:8000/B/2ZSJ37NQRBVPZRT6AYFYJ233H"


@pytest.mark.parametrize(
    ("base_url", "version"),
    [
        ("http://localhost:8000", 4),
        ("https://" + "h" * 11, 3),
        ("https://" + "h" * 12, 4),
        ("https://" + "h" * 24, 4),
        ("https://" + "h" * 31, 4),
        ("https://" + "h" * 32, 5),
        ("https://hallway.example.edu:8443", 4),
    ],
)
def test_square_of_a_host_is_as_coarse_as_can_be(base_url: str, version: int) -> None:
    assert qr.version(qr.modules(address(base_url))) == version


# A token of noughts alone, which chance makes once in 2^120, is more than the library's error correction can divide.
@given(st.integers(1, 24), st.binary(min_size=15, max_size=15).filter(lambda token: len(set(token)) > 3))
@settings(max_examples=20, deadline=None)
def test_square_of_any_token_at_a_host_of_up_to_24_characters(length: int, token: bytes) -> None:
    text = address("https://" + "w" * length, token)

    assert qr.version(qr.modules(text)) <= 4
    assert read(text) == token


def test_square_has_four_light_modules_on_every_side() -> None:
    square = qr.modules(address("https://fair.example.edu"))
    edge = [*square[:4], *square[-4:], *(row[:4] + row[-4:] for row in square)]

    assert len(square) == len(square[0]) == 33 + 8
    assert not any(dark for row in edge for dark in row)
    assert square[4][4:11] == [True] * 7


def test_png_is_read_back() -> None:
    text = address("https://fair.example.edu")

    image = qr.png(text)

    with Image.open(BytesIO(image)) as opened:
        assert (opened.size, opened.mode) == ((41 * 24, 41 * 24), "1")
    assert read_codes(image) == [text]


def test_svg_draws_the_same_modules_as_the_png() -> None:
    text = address("https://fair.example.edu")

    svg = ElementTree.fromstring(qr.svg(text, label='"Ada" <3'))  # we made it

    path = svg.find("{http://www.w3.org/2000/svg}path")
    assert path is not None
    square = [[False] * 41 for _ in range(41)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path.attrib["d"]):
        square[int(y)][int(x) : int(x) + int(width)] = [True] * int(width)
    assert square == qr.modules(text)
    assert svg.attrib["viewBox"] == "0 0 41 41"
    assert svg.attrib["aria-label"] == '"Ada" <3'
    assert "style" not in qr.svg(text, label="x")
