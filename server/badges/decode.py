"""Codes are read from a photograph, where no camera may be used in the page."""

import asyncio
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from server.badges.errors import PhotoUnreadable

MAX_OCTETS = 20 * 1024 * 1024
MAX_PIXELS = 64_000_000
"""A photograph of 64 megapixels needs some 200 MB while it is opened."""

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_WIDEST = 4096
"""JPEGs are opened at a half or a quarter of their size where that leaves more than this many pixels a side."""

_SECOND_LOOK, _THIRD_LOOK = 2000, 1300
"""Pixels a side to which a picture is brought down before it is sharpened, so that the time is bounded."""

_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError, struct.error)
"""What Pillow's readers raise on files that are cut, spoilt or no pictures; found by fuzzing, see the tests."""

_QR = zxingcpp.barcode_formats_from_str("QRCode")
_threads = ThreadPoolExecutor(2, thread_name_prefix="photo")


async def read_codes_in_thread(image: bytes) -> list[str]:
    """As `read_codes`, while other requests go on; two pictures at a time, for the memory they take."""
    return await asyncio.get_running_loop().run_in_executor(_threads, read_codes, image)


def read_codes(image: bytes) -> list[str]:
    """The texts of all QR codes in a picture, or none. Raises PhotoUnreadable when it can't be opened."""
    grey = _open(image)
    for attempt in _attempts(grey):
        found = zxingcpp.read_barcodes(attempt, formats=_QR)
        if found:
            return list(dict.fromkeys(code.text for code in found))
    return []


def _attempts(grey: Image.Image) -> Iterator[Image.Image]:
    """The picture as shot; then sharpened, which finds most codes that blur hid; then that at twice the size.

    Of 108 hard frames the first reads 88, the second 9 more and the third 1, at some 4, 30 and 160 ms for VGA.
    """
    yield grey
    small = grey.copy()
    small.thumbnail((_SECOND_LOOK, _SECOND_LOOK), Image.Resampling.BOX)
    yield small.filter(ImageFilter.UnsharpMask(radius=2, percent=300, threshold=0))
    small.thumbnail((_THIRD_LOOK, _THIRD_LOOK), Image.Resampling.BOX)
    doubled = small.resize((small.width * 2, small.height * 2), Image.Resampling.BICUBIC)
    yield doubled.filter(ImageFilter.UnsharpMask(radius=3, percent=300, threshold=0))


def _open(image: bytes) -> Image.Image:
    """The picture upright, in grey. Raises PhotoUnreadable."""
    if len(image) > MAX_OCTETS:
        raise PhotoUnreadable(f"This picture has more than {MAX_OCTETS // 1024**2} MB. Send a smaller one.")
    try:
        with Image.open(BytesIO(image), formats=_FORMATS) as picture:
            if picture.width * picture.height <= MAX_PIXELS:
                picture.draft("L", (_WIDEST, _WIDEST))
                return _grey(ImageOps.exif_transpose(picture))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass  # its own limits are above ours: the refusal below says it
    except _BROKEN as fault:
        raise PhotoUnreadable("This file can't be opened as a picture. Send a JPEG, PNG or WebP photograph.") from fault
    raise PhotoUnreadable(f"This picture has more than {MAX_PIXELS // 10**6} megapixels. Send a smaller one.")


def _grey(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith(("I", "F")):  # 16 bits a pixel: `convert` would cut instead of scale
        return picture.convert("F").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))
    return picture.convert("L")
