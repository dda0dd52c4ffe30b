"""A picture that somebody brings becomes one that may be shown: small, upright, and silent about where it was taken."""

import asyncio
import struct
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from PIL import Image, ImageOps

from server.files.errors import FileTooLarge, PictureTooLarge, PictureUnreadable

MAX_OCTETS = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
"""A PNG of as many needs some 400 MB while it is opened; a JPEG is opened at a fraction of its size."""
MEDIA_TYPE = "image/jpeg"

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError, struct.error)
"""What Pillow's readers raise on files that are cut, spoilt or no pictures."""

_QUALITY = 82
_ORIENTATION = 0x0112
_SIDEWAYS = (5, 6, 7, 8)
_threads = ThreadPoolExecutor(1, thread_name_prefix="picture")
"""One picture at a time, for the memory it takes."""


async def picture(octets: bytes, *, width: int, height: int) -> bytes:
    """The picture as a JPEG of at most `width` × `height` pixels, never enlarged, while other requests go on.

    It is drawn anew, so that nothing else of the file is left: no place or camera (EXIF), no colour profile, no
    comments, nothing behind its end. Of an animation it is the first frame; what was transparent is white.
    Raises FileTooLarge, PictureTooLarge and PictureUnreadable.
    """
    return await asyncio.get_running_loop().run_in_executor(_threads, _redrawn, octets, (width, height))


def _redrawn(octets: bytes, bounds: tuple[int, int]) -> bytes:
    if len(octets) > MAX_OCTETS:
        raise FileTooLarge(MAX_OCTETS)
    try:
        with Image.open(BytesIO(octets), formats=FORMATS) as opened:
            # What the head of the file says, before any pixel is unpacked.
            if opened.width * opened.height > MAX_PIXELS:
                raise PictureTooLarge(MAX_PIXELS)
            return _jpeg(_flat(_small(opened, bounds)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise PictureTooLarge(MAX_PIXELS) from fault
    except BROKEN as fault:
        raise PictureUnreadable from fault


def _small(picture: Image.Image, bounds: tuple[int, int]) -> Image.Image:
    """Upright within `bounds`; turned only once it is small, since that takes the whole picture a second time."""
    if picture.getexif().get(_ORIENTATION, 1) in _SIDEWAYS:
        bounds = bounds[::-1]
    if picture.mode in ("1", "P", "PA"):  # colours by number can't be mixed
        picture = _rgba(picture)
    picture.thumbnail(bounds, Image.Resampling.LANCZOS)
    return ImageOps.exif_transpose(picture)


def _rgba(picture: Image.Image) -> Image.Image:
    converted = picture.convert("RGBA")
    converted.info.pop("transparency", None)
    return converted


def _flat(picture: Image.Image) -> Image.Image:
    """In red, green and blue, with nothing to be seen through."""
    if picture.mode.startswith(("I", "F")):  # 16 bits a pixel: `convert` would cut instead of scale
        picture = picture.convert("F").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))
    return picture.convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    # Saved from the pixels alone: `save` would carry on what the file it was opened from said in `info`.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue()
