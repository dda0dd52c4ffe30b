"""Badges as a camera sees them in a hall: tilted, blurred, badly lit, on a table full of things."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from server.badges import qr

Grey = Image.Image
Random = np.random.Generator

_MODULE = 8
"""Pixels a module before the card is brought to size."""
_FOCUS = 900.0
"""Of the camera, in pixels."""


def frame(
    text: str,
    side: int,
    size: tuple[int, int],
    random: Random,
    *,
    tilt: tuple[float, float] = (0, 0),
    turn: float = 0,
) -> Grey:
    """A printed badge in the middle of a picture of `size`; its square, without the margin, is `side` pixels wide.

    `tilt` (about both axes) and `turn` in degrees.
    """
    square = np.array(qr.modules(text))
    printed = Image.fromarray(np.where(np.kron(square, np.ones((_MODULE, _MODULE))), 20, 245).astype("uint8"))
    card = Image.new("L", (int(printed.width * 1.3), int(printed.height * 1.7)), 245)
    card.paste(printed, ((card.width - printed.width) // 2, (card.height - printed.height) // 2))
    scale = side / ((len(square) - 2 * qr.QUIET_MODULES) * _MODULE)
    card = card.resize((int(card.width * scale), int(card.height * scale)), Image.Resampling.LANCZOS)

    width, height = size
    spots = random.integers(30, 200, (height // 16 + 1, width // 16 + 1)).astype("uint8")
    table = Image.fromarray(spots).resize(size, Image.Resampling.BICUBIC)
    view = _view(card.size, size, tilt, turn)
    seen = card.transform(size, Image.Transform.PERSPECTIVE, view, Image.Resampling.BICUBIC)
    mask = Image.new("L", card.size, 255).transform(size, Image.Transform.PERSPECTIVE, view)
    table.paste(seen, (0, 0), mask)
    return table


def _view(card: tuple[int, int], size: tuple[int, int], tilt: tuple[float, float], turn: float) -> Any:
    """The eight numbers by which Pillow finds, for a point of the picture, the one on the card."""
    (cw, ch), (w, h) = card, size
    a, b, c = np.deg2rad([*tilt, turn])
    rows, values = [], []
    for x, y in ((0, 0), (cw, 0), (cw, ch), (0, ch)):
        u = (x - cw / 2) * np.cos(c) - (y - ch / 2) * np.sin(c)
        v = (x - cw / 2) * np.sin(c) + (y - ch / 2) * np.cos(c)
        nearer = _FOCUS / (_FOCUS + u * np.sin(a) + v * np.sin(b))
        px, py = w / 2 + u * np.cos(a) * nearer, h / 2 + v * np.cos(b) * nearer
        rows += [[px, py, 1, 0, 0, 0, -x * px, -x * py], [0, 0, 0, px, py, 1, -y * px, -y * py]]
        values += [x, y]
    return np.linalg.solve(np.array(rows), np.array(values)).tolist()


def blurred(picture: Grey, sigma: float) -> Grey:
    return picture.filter(ImageFilter.GaussianBlur(sigma))


def moved(picture: Grey, pixels: int = 7) -> Grey:
    """As by a hand that moves sideways."""
    octets = np.array(picture).astype(float)
    shifted = sum(np.roll(octets, n - pixels // 2, axis=1) for n in range(pixels))
    return Image.fromarray((np.asarray(shifted) / pixels).astype("uint8"))


def noisy(picture: Grey, sigma: float, random: Random) -> Grey:
    octets = np.array(picture) + random.normal(0, sigma, picture.size[::-1])
    return Image.fromarray(np.clip(octets, 0, 255).astype("uint8"))


def faded(picture: Grey, contrast: float) -> Grey:
    return Image.fromarray((128 + (np.array(picture).astype(float) - 128) * contrast).astype("uint8"))


def glaring(picture: Grey, side: int) -> Grey:
    """A lamp that shines back from a tenth of the square."""
    octets = np.array(picture).astype(float)
    y, x = np.mgrid[0 : picture.height, 0 : picture.width]
    away = np.hypot(x - picture.width / 2 - side * 0.18, y - picture.height / 2 - side * 0.12)
    shine = 255 * np.clip(1.6 - away / (side * 0.18), 0, 1)
    return Image.fromarray(np.clip(np.maximum(octets, shine), 0, 255).astype("uint8"))


def png(picture: Grey) -> bytes:
    return _file(picture, "PNG", compress_level=1)


def jpeg(picture: Grey, quality: int = 60) -> bytes:
    return _file(picture, "JPEG", quality=quality)


def _file(picture: Grey, format_: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, format_, **options)
    return out.getvalue()


Shot = Callable[[str, int, tuple[int, int], Random], bytes]


def _plain(change: Callable[[Grey, int], Grey]) -> Shot:
    def shot(text: str, side: int, size: tuple[int, int], random: Random) -> bytes:
        return png(change(frame(text, side, size, random, turn=random.uniform(-12, 12)), side))

    return shot


def _clean(text: str, side: int, size: tuple[int, int], random: Random) -> bytes:
    return png(frame(text, side, size, random))


def _tilted(text: str, side: int, size: tuple[int, int], random: Random) -> bytes:
    return png(frame(text, side, size, random, tilt=(40, 15), turn=random.uniform(-12, 12)))


def _noisy(text: str, side: int, size: tuple[int, int], random: Random) -> bytes:
    return jpeg(noisy(frame(text, side, size, random, turn=random.uniform(-12, 12)), 22, random))


def _real(text: str, side: int, size: tuple[int, int], random: Random) -> bytes:
    tilt = (random.uniform(-22, 22), random.uniform(-22, 22))
    seen = frame(text, side, size, random, tilt=tilt, turn=random.uniform(-12, 12))
    return jpeg(noisy(blurred(faded(seen, 0.55), 0.9), 9, random))


CONDITIONS: dict[str, Shot] = {
    "clean": _clean,
    "blur 1.0": _plain(lambda picture, _: blurred(picture, 1.0)),
    "blur 1.8": _plain(lambda picture, _: blurred(picture, 1.8)),
    "motion": _plain(lambda picture, _: moved(picture)),
    "tilt": _tilted,
    "noise": _noisy,
    "low contrast": _plain(lambda picture, _: faded(picture, 0.2)),
    "glare": _plain(glaring),
    "real": _real,
}
"""The nine conditions under which decoders were compared, and a shot of a badge in each."""
