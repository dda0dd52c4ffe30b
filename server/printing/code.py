"""The code of a badge as one path, and how large it is printed: 30 mm of it at least, and its white margin."""

import math
from itertools import groupby

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

from server.badges.qr import QUIET_MODULES
from server.printing.errors import StockTooSmall
from server.printing.stocks import INCH, Stock

LEAST = 30.0
"""Millimetres a side, without the white margin: less is not read from where people stand."""
_MASK = 3
"""One for all: to look for the best takes as long as typesetting the badge, and reads no better."""


def square(text: str) -> tuple[str, int]:
    """An SVG path of the dark modules, and how many modules a side has with the margin on both sides.

    One path, since many show hairlines between them.
    """
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_MODULES, mask_pattern=_MASK)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    rows = code.get_matrix()
    path: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        for dark, group in groupby(row):
            width = len(list(group))
            if dark:
                path.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return "".join(path), len(rows)


def side_of(stock: Stock, *, modules: int, top: float) -> float:
    """How wide the code is printed with its margin, in millimetres, where `top` above it belongs to others.

    Raises StockTooSmall where LEAST does not fit.
    """
    dark = modules - 2 * QUIET_MODULES
    edge = stock.safe
    wished = (stock.width - 2 * edge) * (0.5 if stock.tall else 0.46)
    module = max(wished, LEAST) / dark
    # The margin below may lie in the unsafe strip, the one above must not touch what is there.
    room = stock.height - top - 0.5
    most = min(room / modules, (room - edge) / (modules - QUIET_MODULES))
    if stock.dots:
        dot = INCH / stock.dots
        module, most = math.ceil(module / dot - 1e-9) * dot, math.floor(most / dot + 1e-9) * dot
    module = min(module, most)
    if module * dark < LEAST - 1e-6 or module * modules > stock.width:
        raise StockTooSmall(stock.name)
    return module * modules
