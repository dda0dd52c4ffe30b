"""Ink stays where it may be: away from edges, out of the code's margin, and no smaller than can be read."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from conftest import CACHE
from paper import DESIGNS, FAIR, MM, Printed, faces

from server.printing.code import LEAST, square
from server.printing.compile import compile_job
from server.printing.contrast import contrast, ink_on
from server.printing.cut_fonts import cut_fonts
from server.printing.design import Design
from server.printing.errors import StockTooSmall
from server.printing.fonts import spread
from server.printing.job import job_of, letters
from server.printing.layout import front
from server.printing.sheets import fronts_and_backs
from server.printing.stocks import STOCKS, Stock

On = Callable[[str], Printed]
DOTS = 150


def of_badge(badges: Printed, cell: int, *, page: int = 0, mirrored: bool = False) -> Any:
    """The pixels of one badge."""
    return np.array(badges.badge(cell, DOTS, page=page, mirrored=mirrored))


@pytest.mark.parametrize("stock", DESIGNS)
def test_ink_keeps_away_from_the_edge(printed: On, stock: str) -> None:
    badges = printed(stock)
    safe = int(badges.design.printed_on.safe / MM * DOTS) - 1

    strips = [
        strip
        for cell in range(min(badges.design.printed_on.a_page, 8))
        for found in [of_badge(badges, cell)]
        for strip in (found[:safe], found[-safe:], found[:, :safe], found[:, -safe:])
    ]

    assert min(int(strip.min()) for strip in strips) > 250
    assert of_badge(badges, 0).min() < 50


@pytest.mark.parametrize("stock", DESIGNS)
def test_code_is_large_and_alone_in_its_margin(printed: On, stock: str) -> None:
    badges = printed(stock)
    _, modules = square(badges.faces[0].text)
    (code,) = (e for e in front(badges.design, modules=modules) if e["kind"] == "code")
    margin = code["side"] / modules * 4
    found = of_badge(badges, 0)

    def pixels(*millimetres: float) -> list[int]:
        return [round(m / MM * DOTS) for m in millimetres]

    x, y, side, white = pixels(code["x"], code["y"], code["side"], margin)
    around = found[y : y + side, x : x + side].copy()
    around[white - 2 : side - white + 2, white - 2 : side - white + 2] = 255

    assert code["side"] - 2 * margin >= LEAST
    assert around[1:-1, 1:-1].min() > 250
    assert found[y + white + 2, x + white + 2] < 50


@pytest.mark.parametrize("length", [6, 11, 24, 31, 40, 60])
@pytest.mark.parametrize("stock", STOCKS.values(), ids=lambda stock: stock.slug)
def test_every_stock_holds_the_code_of_hosts_of_any_usual_length(stock: Stock, length: int) -> None:
    _, modules = square(f"HTTPS://{'W' * length}/B/2ZSJ37NQRBVPZRT6AYFYJ233H")

    (code,) = (e for e in front(Design(stock=stock.slug), modules=modules) if e["kind"] == "code")

    assert code["side"] * (modules - 8) / modules >= LEAST - 1e-6
    assert code["x"] >= 0
    assert code["y"] >= 0
    assert code["x"] + code["side"] <= stock.width + 1e-6
    assert code["y"] + code["side"] <= stock.height + 1e-6


def test_a_label_without_room_for_the_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    low = Stock("herma-4103", "Herma 4103, 63.5 × 38.1 mm", 63.5, 38.1, (210, 297), 3, 7, (66.5, 38.1))
    monkeypatch.setitem(STOCKS, low.slug, low)

    with pytest.raises(StockTooSmall, match="no room for a code of 30 mm"):
        front(Design(stock=low.slug), modules=41)


@pytest.mark.parametrize("stock", STOCKS.values(), ids=lambda stock: stock.slug)
def test_badges_of_a_sheet_neither_overlap_nor_leave_it(stock: Stock) -> None:
    corners = [stock.corner(cell) for cell in range(stock.a_page)]

    assert all(x >= 0 and x + stock.width <= stock.page[0] + 1e-6 for x, _ in corners)
    assert all(y >= 0 and y + stock.height <= stock.page[1] + 1e-6 for _, y in corners)
    assert stock.columns == 1 or stock.pitch[0] >= stock.width - 1e-6
    assert stock.rows == 1 or stock.pitch[1] >= stock.height - 1e-6
    assert {stock.corner(cell, mirrored=True) for cell in range(stock.a_page)} == set(corners)


def test_no_text_is_smaller_than_its_box_says(tmp_path_factory: pytest.TempPathFactory) -> None:
    people = faces()
    fitted = []
    for stock in ("a6", "avery-l4785"):
        design = Design(stock=stock)
        folder = tmp_path_factory.mktemp(stock)
        wanted = spread(letters(design, FAIR, people), design.han)
        fonts = [str(path) for path in cut_fonts(CACHE, wanted)]
        sheets, _ = fronts_and_backs(design, len(people))
        fitted += compile_job(folder, job_of(design, FAIR, people, sheets, fonts=[f.family for f in wanted]), fonts)

    small = [text for text in fitted if text["size"] < text["least"] - 1e-6]
    names = {(text["text"], text["least"]): text for text in fitted if text["key"] == "name"}

    assert (small, len(names)) == ([], 2 * len(people))
    assert names["Li", 15]["size"] == 44
    assert [(text["text"][:5], text["least"]) for text in names.values() if text["cut"]] == [("Donau", 10)]


@pytest.mark.parametrize(
    "colour", ["#000000", "#ffffff", "#fac337", "#777777", "#767676", "#0b4f6c", "#ff0000", "#00ff00"]
)
def test_words_on_any_colour_can_be_read(colour: str) -> None:
    assert contrast(ink_on(colour), colour) >= 4.5


def test_contrast_is_as_the_guidelines_count_it() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.005)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
