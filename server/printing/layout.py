"""Where everything stands on one badge, in millimetres: the band above, the words, and the code with its white margin.

All ink keeps the stock's safe distance from the edge; only the white margin of the code may reach into it.
"""

from typing import Any

from server.printing.code import side_of
from server.printing.contrast import ink_on
from server.printing.design import BadgeLine, Design

INK, SECOND = "#000000", "#333333"
SLOT = 8.0
"""Above the band of a badge that hangs, for the punch."""
_BESIDE = 24.0
"""What stands beside the code of a tall badge needs that much."""
LEAST = 8.0
"""Points, of anything but the name."""

Element = dict[str, Any]


def front(design: Design, *, modules: int) -> list[Element]:
    """The elements of a front. `modules` is the code's side with its margin."""
    stock = design.printed_on
    band = _band(design)
    top = band[0]["y"] + band[0]["h"]
    side = side_of(stock, modules=modules, top=top)
    over = max(stock.safe - side / modules * 4, 0)  # its margin is white, and may lie nearer to the edge than ink
    x = stock.width - over - side
    if stock.tall and x - stock.safe < _BESIDE:
        x = (stock.width - side) / 2
    code = {"kind": "code", "x": x, "y": stock.height - over - side, "side": side}
    place = _tall if stock.tall else _wide
    return [*band, *place(design, top + 2, code), code]


def back(design: Design, *, agenda: list[tuple[str, str]], more: str) -> list[Element]:
    """The elements of a back: the name once more, and the programme. `more` is where all of it can be read."""
    stock = design.printed_on
    band = _band(design)
    top = band[0]["y"] + band[0]["h"] + 2
    width = stock.width - 2 * stock.safe
    name = _text("name", width, 9, most=16, least=LEAST, lines=1, weight="bold")
    column = {"kind": "column", "x": stock.safe, "y": top, "w": width, "h": 9, "bottom": False, "items": [name]}
    box = {"x": stock.safe, "y": top + 11, "w": width, "h": stock.height - stock.safe - top - 11}
    return [*band, column, {"kind": "agenda", **box, "max": 11, "min": 6.5, "rows": agenda, "more": more}]


def _band(design: Design) -> list[Element]:
    stock = design.printed_on
    high = 14 if stock.width * stock.height > 12_000 else 9 if stock.height > 60 else 6.5
    y = stock.safe + (SLOT if stock.backs and stock.tall else 0)
    width = stock.width - 2 * stock.safe
    picture = high * 1.6 if design.picture else 0
    ink = ink_on(design.colour)
    inner = {"w": width - 4 - picture, "h": high - 2}
    event = _text("event", inner["w"], inner["h"] * 0.6, most=14, least=7, lines=1, weight="bold", fill=ink)
    when = _text("when", inner["w"], inner["h"] * 0.4, most=10, least=6, lines=1, fill=ink)
    items = [event, when] if high > 7 else [{**event, "h": inner["h"]}]
    band: list[Element] = [
        {"kind": "box", "x": stock.safe, "y": y, "w": width, "h": high, "fill": design.colour},
        {"kind": "column", "x": stock.safe + 2, "y": y + 1, **inner, "bottom": False, "items": items},
    ]
    if picture:
        at = {"x": stock.safe + width - picture - 1, "y": y + 1}
        band.append({"kind": "picture", **at, "w": picture, "h": high - 2})
    return band


def _tall(design: Design, top: float, code: Element) -> list[Element]:
    """Words above the code, the role beside it where there is room, else right above it."""
    stock = design.printed_on
    width = stock.width - 2 * stock.safe
    beside = code["x"] - stock.safe - 1
    narrow = beside < _BESIDE
    end = code["y"] - (9 if narrow else 1)
    words = _words(design, width, end - top, most=44, least=15)
    found = [_column(stock.safe, top, width, end - top, words)]
    if narrow:
        found.append(_plate(design, stock.safe, end, width, 7))
        return found
    high = stock.height - stock.safe - code["y"]
    typed = [_text("code", beside, 12, most=9, least=LEAST, lines=3)] if BadgeLine.CODE in design.lines else []
    found.append(_column(stock.safe, code["y"], beside, high, typed, bottom=True))
    found.append(_plate(design, stock.safe, stock.height - stock.safe - (25 if typed else 12), beside, 10))
    return found


def _wide(design: Design, top: float, code: Element) -> list[Element]:
    """Words beside the code."""
    stock = design.printed_on
    width = code["x"] - stock.safe - 0.5
    low = stock.height - stock.safe
    room = stock.height > 60
    plate = 8.0 if room else 6.0
    typed = BadgeLine.CODE in design.lines and room
    end = low - (plate + 1 if BadgeLine.ROLE in design.lines else 0) - (8 if typed else 0)
    found = [_column(stock.safe, top, width, end - top, _words(design, width, end - top, most=30, least=10))]
    if BadgeLine.ROLE in design.lines:
        found.append(_plate(design, stock.safe, end + 0.5, width, plate))
    if typed:
        line = _text("code", width, 7, most=8, least=6.5, lines=2)
        found.append(_column(stock.safe, low - 7, width, 7, [line], bottom=True))
    return found


def _words(design: Design, width: float, height: float, *, most: float, least: float) -> list[Element]:
    """The name and what stands below it; their heights together are at most `height`."""
    lines = [line for line in (BadgeLine.PRONOUNS, BadgeLine.HEADLINE) if line in design.lines]
    parts = {BadgeLine.PRONOUNS: 0.14, BadgeLine.HEADLINE: 0.28}
    gap = 1.0
    rest = [height * parts[line] for line in lines]
    name = _text("name", width, height - sum(rest) - gap, most=most, least=least, lines=3, weight="bold")
    found = [{**name, "gap": gap if lines else 0}]
    for line, high in zip(lines, rest, strict=True):
        rows = 1 if line is BadgeLine.PRONOUNS else 2
        small = LEAST if high > 3.6 * rows else 6.0
        found.append(_text(line.value.lower(), width, high, most=13, least=small, lines=rows, fill=SECOND))
    return found


def _plate(design: Design, x: float, y: float, width: float, height: float) -> Element:
    pad = 1.0
    ink = ink_on(design.colour)
    text = _text("role", width - 2 * pad, height - 2 * pad, most=16, least=6.5, lines=2, weight="bold", fill=ink)
    return {"kind": "plate", "x": x, "y": y, "w": width, "pad": pad, "fill": design.colour, "text": text}


def _column(x: float, y: float, w: float, h: float, items: list[Element], *, bottom: bool = False) -> Element:
    return {"kind": "column", "x": x, "y": y, "w": w, "h": h, "bottom": bottom, "items": items}


def _text(
    key: str,
    width: float,
    height: float,
    *,
    most: float,
    least: float,
    lines: int,
    weight: str = "regular",
    fill: str = INK,
) -> Element:
    """A box of text; `most` and `least` are the sizes that it may have, in points."""
    return {
        "key": key,
        "w": width,
        "h": height,
        "max": most,
        "min": least,
        "lines": lines,
        "weight": weight,
        "fill": fill,
    }
