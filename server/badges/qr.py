"""A badge's code is drawn: QR at level Q with its quiet zone, for screens and for print."""

from io import BytesIO
from itertools import groupby
from xml.sax.saxutils import quoteattr

from PIL import Image
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

QUIET_MODULES = 4
"""Light margin on every side (ISO/IEC 18004 §5.3.8). Without it, three codes of a hundred are read."""


def modules(text: str) -> list[list[bool]]:
    """The square with its quiet zone, True = dark; the smallest version that holds `text` at level Q.

    Capitals, digits and `$%*+-./: ` make the smallest squares: 67 of them fit version 4.
    """
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_MODULES)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def version(square: list[list[bool]]) -> int:
    """1 for 21 modules a side without the quiet zone, up to 40."""
    return (len(square) - 2 * QUIET_MODULES - 17) // 4


def svg(text: str, *, label: str) -> str:
    """An SVG that scales without blur; `label` is read out in its place. Always dark on light, also in dark mode."""
    square = modules(text)
    size = len(square)
    path = "".join(f"M{x} {y}h{width}v1h-{width}z" for y, row in enumerate(square) for x, width in _runs(row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {size} {size}" role="img" '
        f'aria-label={quoteattr(label)} shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d="{path}"/></svg>'
    )


def png(text: str, *, scale: int = 24) -> bytes:
    """A black and white PNG, `scale` pixels a module: at 24 about 8 cm in print at 300 dots an inch."""
    square = modules(text)
    image = Image.new("1", (len(square), len(square)), 1)
    image.putdata([0 if dark else 1 for row in square for dark in row])
    out = BytesIO()
    side = len(square) * scale
    image.resize((side, side), Image.Resampling.NEAREST).save(out, "PNG", optimize=True)
    return out.getvalue()


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many follow one another."""
    runs, x = [], 0
    for dark, group in groupby(row):
        width = len(list(group))
        if dark:
            runs.append((x, width))
        x += width
    return runs
