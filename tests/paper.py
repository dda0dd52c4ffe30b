"""People with names of many scripts, their badges as PDF, and its pages as a printer or a phone sees them."""

import ctypes.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from camera import _view, blurred, noisy
from PIL import Image

from server.badges.token import write
from server.printing.design import Design
from server.printing.job import Face, Occasion
from server.printing.make_pdf import make_pdf

MM = 25.4
NAMES = (
    ("Amara Okafor", "she/her", "Computer engineering, class of 2027", "Student"),
    ("Maximiliane von Hohenstein-Abernathy", "", "Talent partner, Pike & Rowe Engineers", "Employer"),
    ("Trần Đặng Quốc Khánh", "", "Senior staff engineer, reliability", "Student"),
    ("فاطمة الزهراء بنت عبد الله", "they/them", "MBA 2028", "Student"),
    ("प्रियंका श्रीवास्तव", "they/them", "PhD candidate, computational linguistics and typography", "Speaker"),
    ("欧阳明月", "", "Robotics", "Organizer"),
    ("さくら 山田", "", "", "Student"),
    ("Wolfeschlegelsteinhausenbergerdorff Schmidt", "", "", "Volunteer"),
    ("Li", "", "", "Student"),
    ("مُحَمَّد الأنصاري", "he/him", "", "Alumnus of the College of Arts and Letters"),
    ("司马相如 (David)", "", "", "Student"),
    ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "", "Bahn", "Guest"),
)
AGENDA = (
    ("09:00", "Doors open"),
    ("10:00", "Robots that fall over less, Great hall"),
    ("12:00", "Bridges older than we are · Dr Noor Haddad, Room 204"),
)
DESIGNS = {
    "a6": Design(agenda=True, colour="#0b4f6c"),
    "insert-4x3": Design(stock="insert-4x3", agenda=True, fronts_first=True, colour="#0b4f6c"),
    "avery-l4785": Design(stock="avery-l4785", colour="#fac337"),
    "roll-62x100": Design(stock="roll-62x100"),
    "a6-on-a4": Design(stock="a6-on-a4", agenda=True),
    "avery-7165": Design(stock="avery-7165", colour="#0b4f6c"),
    "avery-5395": Design(stock="avery-5395"),
    "herma-4099": Design(stock="herma-4099", colour="#fac337"),
}
FAIR = Occasion("Fall Engineering Fair", "24 September 2026", AGENDA, "hallway.test/events/fair")


def faces(count: int = len(NAMES), *, host: str = "HALLWAY.NORTHGATE.EXAMPLE") -> list[Face]:
    """The same ones every time; a code of its own for each."""
    random = Random(5)  # codes of nobody
    cast = (NAMES * (count // len(NAMES) + 1))[:count]
    return [
        Face(name, f"HTTPS://{host}/B/{write(random.randbytes(15))}", pronouns, headline, role)
        for name, pronouns, headline, role in cast
    ]


async def told(_done: int) -> None:
    """Progress that nobody looks at."""


@dataclass
class Printed:
    """A PDF of badges, and who is on it."""

    design: Design
    faces: Sequence[Face]
    path: Path
    cut: list[str]

    @property
    def pages(self) -> int:
        with pypdfium2.PdfDocument(self.path) as pdf:
            return len(pdf)

    def page(self, number: int, dots: float) -> Image.Image:
        """At so many dots an inch, grey."""
        with pypdfium2.PdfDocument(self.path) as pdf:
            picture: Image.Image = pdf[number].render(scale=dots / 72, grayscale=True).to_pil().convert("L")
            return picture

    def badge(self, cell: int, dots: float, *, page: int = 0, mirrored: bool = False) -> Image.Image:
        """One badge of a page, cut out."""
        stock = self.design.printed_on
        x, y = stock.corner(cell, mirrored=mirrored)
        edges = (x, y, x + stock.width, y + stock.height)
        left, top, right, bottom = (round(edge / MM * dots) for edge in edges)
        return self.page(page, dots).crop((left, top, right, bottom))

    def words(self, number: int) -> str:
        with pypdfium2.PdfDocument(self.path) as pdf:
            return str(pdf[number].get_textpage().get_text_bounded())


async def print_on(folder: Path, cache: Path, design: Design, people: Sequence[Face] | None = None) -> Printed:
    chosen = faces() if people is None else people
    path = folder / f"{design.stock}-{len(chosen)}.pdf"
    return Printed(design, chosen, path, await make_pdf(design, FAIR, chosen, path, cache=cache, progress=told))


def by_zxing(picture: Image.Image) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(picture)}


def by_zbar(picture: Image.Image) -> set[str]:
    if ctypes.util.find_library("zbar") is None:
        pytest.skip("zbar is not on this machine. On Debian and Ubuntu: apt-get install libzbar0")
    from pyzbar.pyzbar import ZBarSymbol, decode

    return {code.data.decode() for code in decode(picture, symbols=[ZBarSymbol.QRCODE])}


def photographed(
    page: Image.Image, random: Any, *, share: float, tilt: float, blur: float, noise: float
) -> Image.Image:
    """A badge in somebody's hand, in a picture of 960 × 1280: as wide as `share` of it, tilted up to `tilt` degrees on
    each axis, out of focus, grainy, darker, and with a shine on it."""
    size = (960, 1280)
    card = page.resize(
        (int(size[0] * share), int(size[0] * share * page.height / page.width)), Image.Resampling.LANCZOS
    )
    turn, *tilts = random.uniform(-tilt, tilt, 3)
    view = _view(card.size, size, (tilts[0], tilts[1]), turn)
    scene = Image.fromarray(random.integers(60, 150, (40, 30)).astype("uint8")).resize(size, Image.Resampling.BICUBIC)
    seen = card.transform(size, Image.Transform.PERSPECTIVE, view, Image.Resampling.BICUBIC)
    scene.paste(seen, (0, 0), Image.new("L", card.size, 255).transform(size, Image.Transform.PERSPECTIVE, view))
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    middle = random.uniform((280, 300), (680, 900))
    shine = 70 * np.exp(-((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / (2 * 130**2))
    lit = np.clip(np.array(scene) * 0.78 + shine, 0, 255).astype("uint8")
    return noisy(blurred(Image.fromarray(lit), blur), noise, random)
