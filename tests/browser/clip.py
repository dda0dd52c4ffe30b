"""Something is held before the camera: moving pictures that Chromium plays instead of one."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from server.badges.qr import modules

Picture: TypeAlias = NDArray[np.uint8]
"""Brightness, 480 rows of 640."""

HEADER = b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n"  # ten pictures a second
CHROMA = np.full(640 * 480 // 2, 128, np.uint8).tobytes()  # no colour


def held(*texts: str, seconds: float) -> list[Picture]:
    """Squares beside one another, in a hand that is not quite still."""
    return [_picture(texts, shift=3 * (n % 10)) for n in range(round(seconds * 10))]


def nothing(*, seconds: float) -> list[Picture]:
    return held(seconds=seconds)


def write_clip(path: Path, pictures: Iterable[Picture]) -> Path:
    """An uncompressed YUV4MPEG2 file; the camera that plays it begins anew at its end."""
    with path.open("wb") as out:
        out.write(HEADER)
        for picture in pictures:
            out.write(b"FRAME\n" + picture.tobytes() + CHROMA)
    return path


def _picture(texts: tuple[str, ...], *, shift: int) -> Picture:
    picture = np.full((480, 640), 120, np.uint8)
    picture[330:] = 60
    squares = [np.kron(np.array(modules(text)), np.ones((5, 5), bool)) for text in texts]
    left = (640 - sum(len(square) + 40 for square in squares)) // 2 + shift
    for square in squares:
        side = len(square)
        picture[130 : 130 + side, left : left + side] = np.where(square, 25, 225)
        left += side + 40
    return picture
