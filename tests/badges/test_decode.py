"""Codes in photographs: those that others took, and our own in bad light. Never a wrong text."""

import json
import random
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from camera import CONDITIONS, frame, jpeg, png
from PIL import Image

from server.badges import decode
from server.badges.decode import read_codes, read_codes_in_thread
from server.badges.errors import BadgeMalformed, NoCodeInPhoto, PhotoUnreadable, SeveralBadgesInPhoto
from server.badges.photo import code_in_photo
from server.badges.token import derive, write

TEXT = "HTTPS://FAIR.EXAMPLE.EDU/B/2ZSJ37NQRBVPZRT6AYFYJ233H"
SIDES = (80, 110, 150, 200, 280, 400)
SIZES = ((640, 480), (1280, 720))


def test_read_what_others_photographed(shared_data: Path) -> None:
    corpus: dict[str, Any] = json.loads((shared_data / "qr/expected.json").read_text("utf-8"))["files"]
    assert len(corpus) >= 150

    missed, wrong = [], []
    for name, expected in corpus.items():
        read = read_codes((shared_data / "qr" / name).read_bytes())
        missed += [(name, text) for text in expected["zxingcpp"] if text not in read]
        right = {*expected["zxingcpp"], expected["expected"]}
        wrong += [(name, text) for text in read if text not in right]

    assert (missed, wrong) == ([], [])


# Of twelve shots: six sizes of the square, 2.4 to 12 pixels a module, in two sizes of the picture. The research read
# 87 % of all, 83 % under glare and "real", by one look at each; with three looks it is what stands here.
LEAST = {
    "clean": 12,
    "blur 1.0": 12,
    "blur 1.8": 9,
    "motion": 8,
    "tilt": 11,
    "noise": 12,
    "low contrast": 12,
    "glare": 12,
    "real": 11,
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_read_our_badges_in_bad_light(condition: str) -> None:
    shots = [
        CONDITIONS[condition](TEXT, side, size, np.random.default_rng([side, *size]))
        for side in SIDES
        for size in SIZES
    ]

    read = [read_codes(shot) for shot in shots]

    assert [texts for texts in read if texts not in ([TEXT], [])] == []
    assert read.count([TEXT]) >= LEAST[condition]


def test_read_a_picture_that_the_phone_turned() -> None:
    picture = frame(TEXT, 200, (640, 480), np.random.default_rng(1)).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)

    assert read_codes(out.getvalue()) == [TEXT]


def test_read_light_on_dark() -> None:
    picture = frame(TEXT, 200, (640, 480), np.random.default_rng(1))

    assert read_codes(png(picture.point(lambda value: 255 - value))) == [TEXT]


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_read_pictures_of_every_kind(mode: str) -> None:
    grey = frame(TEXT, 200, (640, 480), np.random.default_rng(1))
    if mode == "I;16":
        picture = Image.fromarray(np.array(grey).astype("uint16") * 257)
    elif mode == "CMYK":
        picture = grey.convert("RGB").convert("CMYK")
    else:
        picture = grey.convert(mode)
    out = BytesIO()
    picture.save(out, "JPEG" if mode == "CMYK" else "PNG")

    assert read_codes(out.getvalue()) == [TEXT]


def test_read_a_transparent_picture_as_on_paper() -> None:
    grey = frame(TEXT, 200, (640, 480), np.random.default_rng(1))
    clear = Image.new("RGBA", grey.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0), grey.point(lambda value: 255 if value < 128 else 0))
    out = BytesIO()
    clear.save(out, "PNG")

    assert read_codes(out.getvalue()) == [TEXT]


def test_read_a_photograph_of_twelve_megapixels() -> None:
    small = frame(TEXT, 300, (1333, 1000), np.random.default_rng(1))

    assert read_codes(jpeg(small.resize((4000, 3000), Image.Resampling.BICUBIC), 85)) == [TEXT]


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"not a picture",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
    ],
    ids=["empty", "text", "PDF", "SVG", "PNG without content", "GIF without content"],
)
def test_refuse_what_is_no_picture(file: bytes) -> None:
    with pytest.raises(PhotoUnreadable) as refusal:
        read_codes(file)

    assert refusal.value.message == "This file can't be opened as a picture. Send a JPEG, PNG or WebP photograph."


def test_refuse_a_picture_that_is_cut() -> None:
    whole = jpeg(frame(TEXT, 200, (640, 480), np.random.default_rng(1)))

    with pytest.raises(PhotoUnreadable):
        read_codes(whole[: len(whole) // 2])


@pytest.mark.parametrize(("width", "height"), [(9_000, 9_000), (12_000, 12_000), (60_000, 60_000)])
def test_refuse_a_small_file_that_opens_into_a_huge_picture(width: int, height: int) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )

    with pytest.raises(PhotoUnreadable) as refusal:
        read_codes(bomb)

    assert refusal.value.message == "This picture has more than 64 megapixels. Send a smaller one."


def test_refuse_a_file_that_is_too_large() -> None:
    with pytest.raises(PhotoUnreadable) as refusal:
        read_codes(bytes(decode.MAX_OCTETS + 1))

    assert refusal.value.message == "This picture has more than 20 MB. Send a smaller one."


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_read_or_refuse_spoilt_files_and_never_crash(format_: str) -> None:
    out = BytesIO()
    frame(TEXT, 110, (240, 180), np.random.default_rng(1)).save(out, format_)
    whole = out.getvalue()
    choose = random.Random(format_)

    for _ in range(150):
        spoilt = bytearray(whole)
        for _ in range(choose.randint(1, 8)):
            spoilt[choose.randrange(min(len(spoilt), choose.choice([64, 1024, 10**9])))] = choose.randrange(256)
        try:
            read = read_codes(bytes(spoilt[: choose.choice([len(spoilt), choose.randrange(len(spoilt))])]))
        except PhotoUnreadable:
            continue
        assert read in ([], [TEXT])


async def test_read_in_a_thread() -> None:
    assert await read_codes_in_thread(png(frame(TEXT, 200, (640, 480), np.random.default_rng(1)))) == [TEXT]


async def test_find_the_code_of_the_one_badge_in_a_photograph() -> None:
    beside = beside_each_other(TEXT, "HTTPS://EXAMPLE.EDU/MENU")

    assert await code_in_photo(beside) == "2ZSJ37NQRBVPZRT6AYFYJ233H"


async def test_refuse_a_photograph_of_two_badges() -> None:
    other = "HTTPS://FAIR.EXAMPLE.EDU/B/" + write(derive(bytes(32), bytes(16)))

    with pytest.raises(SeveralBadgesInPhoto) as refusal:
        await code_in_photo(beside_each_other(TEXT, other))

    assert refusal.value.count == 2


async def test_refuse_a_photograph_of_another_code() -> None:
    with pytest.raises(BadgeMalformed):
        await code_in_photo(png(frame("HTTPS://EXAMPLE.EDU/MENU", 200, (640, 480), np.random.default_rng(1))))


async def test_refuse_a_photograph_without_a_code() -> None:
    with pytest.raises(NoCodeInPhoto):
        await code_in_photo(png(Image.new("L", (640, 480), 128)))


def beside_each_other(*texts: str) -> bytes:
    both = Image.new("L", (400 * len(texts), 480))
    for place, text in enumerate(texts):
        both.paste(frame(text, 180, (400, 480), np.random.default_rng(place)), (400 * place, 0))
    return png(both)
