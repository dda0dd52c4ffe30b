"""Codes of printed pages are read: flat as from a scanner, and as phones photograph them."""

from collections.abc import Callable

import numpy as np
import pytest
from paper import DESIGNS, Printed, by_zbar, by_zxing, photographed

from server.printing.code import square
from server.printing.layout import front
from server.printing.stocks import STOCKS

On = Callable[[str], Printed]
READERS = {"zxing": by_zxing, "zbar": by_zbar}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("stock", DESIGNS)
def test_every_code_of_every_page_is_read_at_150_dots_an_inch(printed: On, stock: str, reader: str) -> None:
    badges = printed(stock)

    read = set().union(*(READERS[reader](badges.page(number, 150)) for number in range(badges.pages)))

    assert read == {face.text for face in badges.faces}


@pytest.mark.parametrize("stock", STOCKS)
def test_code_is_read_from_an_easy_and_a_bad_photograph_of_every_stock(printed: On, stock: str) -> None:
    badges = printed(stock)
    random = np.random.default_rng(11)
    cell = badges.design.printed_on.a_page - 1
    badge, face = badges.badge(cell, 200), badges.faces[cell]
    (code,) = (e for e in front(badges.design, modules=square(face.text)[1]) if e["kind"] == "code")
    near = badges.design.printed_on.width / code["side"]  # held so that the code is as large on every stock

    easy = photographed(badge, random, share=0.33 * near, tilt=10, blur=0.8, noise=5)
    bad = photographed(badge, random, share=0.27 * near, tilt=22, blur=1.4, noise=12)

    assert {name: reader(easy) for name, reader in READERS.items()} == {name: {face.text} for name in READERS}
    assert by_zxing(bad) == {face.text}


def test_a_page_of_labels_is_read_from_one_photograph(printed: On) -> None:
    badges = printed("avery-l4785")
    random = np.random.default_rng(13)
    page = badges.page(0, 200)
    upper = page.crop((0, 0, page.width, page.height // 2))

    read = by_zxing(photographed(upper, random, share=0.95, tilt=4, blur=0.6, noise=4))

    assert read >= {face.text for face in badges.faces[:4]}
