"""A picture is made small, upright and silent; what is none is refused with a sentence."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from PIL.Image import Exif

from server.files.errors import FileTooLarge, PictureTooLarge, PictureUnreadable
from server.files.picture import MAX_OCTETS, MAX_PIXELS, picture

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def drawn(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """White, with a black corner top left."""
    image = Image.new(mode, size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="black")
    return image


def saved(image: Image.Image, format_: str = "JPEG", **more: object) -> bytes:
    out = BytesIO()
    image.save(out, format_, **more)
    return out.getvalue()


def opened(octets: bytes) -> Image.Image:
    image = Image.open(BytesIO(octets))
    image.load()
    return image


def grey(image: Image.Image, at: tuple[int, int]) -> float:
    value = image.convert("L").getpixel(at)
    assert isinstance(value, int)
    return value


def place_taken() -> Exif:
    exif = Image.Exif()
    exif[MAKER] = "zqxcamera"
    exif[GPS] = {1: "N", 2: (42.0, 20.0, 24.5), 3: "W", 4: (71.0, 5.0, 20.0)}
    return exif


async def test_where_it_was_taken_is_gone() -> None:
    image = drawn((800, 600))
    octets = saved(image, exif=place_taken(), comment=b"zqxcomment", icc_profile=b"zqxprofile" * 20)
    assert opened(octets).getexif().get_ifd(GPS)[2] == (42.0, 20.0, 24.5)

    result = await picture(octets, width=512, height=512)

    assert b"zqx" in octets
    assert b"zqx" not in result
    assert b"Exif" not in result
    assert dict(opened(result).getexif()) == {}
    assert not {"exif", "icc_profile", "comment", "xmp"} & set(opened(result).info)


async def test_what_hangs_behind_the_picture_is_gone() -> None:
    octets = saved(drawn((80, 60))) + b"<script>alert(1)</script>"

    result = await picture(octets, width=512, height=512)

    assert b"script" not in result


async def test_it_stands_upright_within_its_bounds() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # to be turned by a quarter clockwise
    octets = saved(drawn((3000, 1000)), exif=exif)

    result = opened(await picture(octets, width=512, height=1200))

    assert result.format == "JPEG"
    assert result.size == (400, 1200)
    assert grey(result, (390, 10)) < 40
    assert grey(result, (10, 1190)) > 215


async def test_a_small_one_is_not_enlarged() -> None:
    result = opened(await picture(saved(drawn((40, 30)), "PNG"), width=512, height=512))

    assert result.size == (40, 30)


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1", "I;16"])
async def test_every_kind_of_png_is_shown(mode: str) -> None:
    image = Image.new("I;16", (900, 600), 65535) if mode == "I;16" else drawn((900, 600)).convert(mode)

    result = opened(await picture(saved(image, "PNG"), width=300, height=300))

    assert (result.mode, result.size) == ("RGB", (300, 200))
    assert grey(result, (290, 190)) > 240


async def test_what_was_transparent_is_white() -> None:
    octets = saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")

    result = opened(await picture(octets, width=512, height=512))

    assert grey(result, (10, 10)) > 250


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"\xff\xd8\xff\xe0 not really",
        b"%PDF-1.7\n%%EOF",
        b"GIF89a<script>alert(1)</script>",
    ],
)
async def test_what_is_no_picture_is_refused(octets: bytes) -> None:
    with pytest.raises(PictureUnreadable, match="can’t be opened as a picture"):
        await picture(octets, width=512, height=512)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF"])
async def test_a_file_that_is_cut_is_refused(format_: str) -> None:
    octets = saved(drawn((600, 400)), format_)

    with pytest.raises(PictureUnreadable):
        await picture(octets[: len(octets) // 2], width=512, height=512)


async def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    side = 30_000

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    assert side**2 > MAX_PIXELS

    with pytest.raises(PictureTooLarge, match="more than 50 megapixels"):
        await picture(bomb, width=512, height=512)


async def test_a_huge_file_is_refused() -> None:
    with pytest.raises(FileTooLarge, match="more than 20 MB"):
        await picture(bytes(MAX_OCTETS + 1), width=512, height=512)
