"""What badges are printed on: paper, sheets of labels and inserts, rolls. Measures in millimetres.

Grids and pitches are those of the open gLabels template set (Debian's glabels-data 3.4.1). It gives some sheets margins
that differ by a millimetre; labels stand in the middle of their sheet here, and a nudge does the rest.
"""

from dataclasses import dataclass

INCH = 25.4
A4, LETTER = (210.0, 297.0), (8.5 * INCH, 11 * INCH)


@dataclass(frozen=True, slots=True)
class Stock:
    """One kind of badge to print on."""

    slug: str
    name: str
    width: float
    height: float
    """Of one badge."""
    page: tuple[float, float]
    columns: int = 1
    rows: int = 1
    pitch: tuple[float, float] = (0.0, 0.0)
    """From one badge's left edge to the next one's, and from top to top."""
    safe: float = 4.0
    """Nothing but plain colour is nearer to an edge than that: printers and punches are that inexact."""
    backs: bool = False
    """Whether it has a back to print on; what sticks has none."""
    dots: int | None = None
    """Dots an inch of a printer for rolls, to which modules of the code are rounded."""

    @property
    def a_page(self) -> int:
        """How many badges fit one page."""
        return self.columns * self.rows

    @property
    def tall(self) -> bool:
        """Whether the code stands below the name, not beside it."""
        return self.height > self.width

    def corner(self, cell: int, *, mirrored: bool = False) -> tuple[float, float]:
        """Where the badge of a cell begins, counted along the rows from 0; `mirrored` as seen from behind, when the
        sheet is turned over its long edge: columns run backwards then, and rows do not."""
        row, column = divmod(cell, self.columns)
        if mirrored:
            column = self.columns - 1 - column
        left = (self.page[0] - self.pitch[0] * (self.columns - 1) - self.width) / 2
        top = (self.page[1] - self.pitch[1] * (self.rows - 1) - self.height) / 2
        return left + column * self.pitch[0], top + row * self.pitch[1]


_ALL = (
    Stock("a6", "A6 for lanyards, one a page", 105, 148, (105, 148), safe=8, backs=True),
    Stock("a6-on-a4", "A6 for lanyards, four on A4", 105, 148, A4, 2, 2, (105, 148.5), safe=8, backs=True),
    Stock(
        "insert-4x3",
        "4 × 3 inch inserts, six on Letter",
        4 * INCH,
        3 * INCH,
        LETTER,
        2,
        3,
        (4.125 * INCH, 3 * INCH),
        safe=5,
        backs=True,
    ),
    Stock("avery-l4785", "Avery L4785, 80 × 50 mm, ten on A4", 80, 50, A4, 2, 5, (95, 55), safe=3.5),
    Stock("avery-7165", "Avery L7165, 99.1 × 67.7 mm, eight on A4", 99.1, 67.7, A4, 2, 4, (101.6, 67.7), safe=5),
    Stock(
        "avery-5395",
        "Avery 5395, 3⅜ × 2⅓ inch, eight on Letter",
        3.375 * INCH,
        2.333 * INCH,
        LETTER,
        2,
        4,
        (3.75 * INCH, 2.5 * INCH),
    ),
    Stock("herma-4099", "Herma 4099, 96 × 50.8 mm, ten on A4", 96, 50.8, A4, 2, 5, (99, 50.8)),
    Stock("roll-62x100", "62 mm label printer, 62 × 100 mm", 62, 100, (62, 100), safe=3, dots=300),
)
STOCKS = {stock.slug: stock for stock in _ALL}
