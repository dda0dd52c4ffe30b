"""The fonts that badges are set in, and the characters that they have; all are under the SIL Open Font License 1.1.

They come as packages, with axes for weight and width; server/printing/cut_fonts.py makes files of them that print.
"""

import importlib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

from fontTools.ttLib import TTFont

from server.printing.design import HanShapes


@dataclass(frozen=True)
class Source:
    """A family as its package brings it."""

    family: str
    package: str
    """As Python imports it."""
    path: str
    """Within the package."""
    narrow: bool
    """Whether it has an axis of width."""

    @cached_property
    def file(self) -> Path:
        """Raises ImportError where the package is not installed."""
        module = importlib.import_module(self.package)
        assert module.__file__ is not None
        return Path(module.__file__).parent / self.path

    @cached_property
    def characters(self) -> frozenset[int]:
        """Code points that it has a glyph for."""
        with TTFont(self.file, lazy=True) as font:
            return frozenset(font.getBestCmap())

    @property
    def edition(self) -> str:
        """Changes with the package."""
        return version(self.package.replace("_", "-"))


LATIN = Source("Noto Sans", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf", narrow=True)
"""With Vietnamese, Greek, Cyrillic and Devanagari."""
ARABIC = Source("Noto Sans Arabic", "fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf", narrow=True)
HAN = {
    han: Source(
        f"Noto Sans {han}",
        "justmytype_intl_cjk",
        f"fonts/ofl/notosans{han.lower()}/NotoSans{han}[wght].ttf",
        narrow=False,
    )
    for han in HanShapes
}


def families(han: HanShapes) -> list[Source]:
    """In the order in which a character is looked up; `han` first of those that share Chinese characters."""
    return [LATIN, ARABIC, HAN[han], *(source for key, source in HAN.items() if key is not han)]


@cache
def has(source: Source, character: str) -> bool:
    return ord(character) in source.characters


def spread(characters: set[str], han: HanShapes) -> dict[Source, set[str]]:
    """Which font prints which of `characters`; those of none are missing. No font that has nothing to print is read."""
    found: dict[Source, set[str]] = {}
    left = set(characters)
    for source in families(han):
        if not left:
            break
        mine = {character for character in left if has(source, character)}
        if mine:
            found[source] = mine
            left -= mine
    return found
