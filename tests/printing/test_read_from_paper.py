"""Codes of printed pages are read: flat as from a scanner, and as phones photograph them."""

from collections.abc import Callable

import numpy as np
import pytest
from paper import DESIGNS, Printed, by_zbar, by_zxing, photographed

On = Callable[[str], Printed]
READERS = {"zxing": by_zxing, "zbar": by_zbar}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("stock", DESIGNS)
def test_every_code_of_every_page_is_read_at_150_dots_an_inch(printed: On, stock: str, reader: str) -> None:
    badges = printed(stock)

    read = set().union(*(READERS[reader](badges.page(number, 150)) for number in range(badges.pages)))

    assert read == {face.text for face in badges.faces}


def test_every_code_is_read_from_an_easy_photograph(printed: On) -> None:
    badges = printed("a6")
    random = np.random.default_rng(11)
    photographs = [
        photographed(badges.page(2 * n, 200), random, share=0.62, tilt=10, blur=0.8, noise=5) for n in range(6)
    ]

    read = {name: [reader(one) for one in photographs] for name, reader in READERS.items()}

    assert read == {name: [{face.text} for face in badges.faces[:6]] for name in READERS}


def test_every_code_is_read_from_a_bad_photograph(printed: On) -> None:
    badges = printed("a6")
    random = np.random.default_rng(12)

    read = [
        by_zxing(photographed(badges.page(2 * n, 200), random, share=0.5, tilt=22, blur=1.4, noise=12))
        for n in range(6)
    ]

    assert read == [{face.text} for face in badges.faces[:6]]


def test_a_page_of_labels_is_read_from_one_photograph(printed: On) -> None:
    badges = printed("avery-l4785")
    random = np.random.default_rng(13)
    page = badges.page(0, 200)
    upper = page.crop((0, 0, page.width, page.height // 2))

    read = by_zxing(photographed(upper, random, share=0.95, tilt=4, blur=0.6, noise=4))

    assert read >= {face.text for face in badges.faces[:4]}
