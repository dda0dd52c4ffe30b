"""The fonts that badges are set in, and the characters that they have; all are under the SIL Open Font License 1.1.

They come as packages, with axes for weight and width; server/printing/cut_fonts.py makes files of them that print.
"""

import importlib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from fontTools.ttLib import TTFont

from server.printing.design import HanShapes

_FROM_NPM = Path(__file__).parents[1] / "static" / "fonts"
"""Where the build of the assets lays those that are packages of npm."""
_KHMER_E, _KHMER_SPLIT = "\u17c1", "\u17be\u17bf\u17c0\u17c4\u17c5"
"""A vowel sign, and those of which it is the first part, which Unicode does not say."""
JOINERS = frozenset({0x200C, 0x200D})
"""Zero width non-joiner and joiner: no shape of their own, but one with the letters around them in each font."""


@dataclass(frozen=True)
class Source:
    """A family as its package brings it."""

    family: str
    package: str
    """As Python imports it; "" for one that came by npm."""
    path: str
    """Within the package."""
    blocks: tuple[tuple[int, int], ...] = ()
    """Code points, first and last, outside which it is not asked; () for all. Others have those characters better, and
    no file is opened for nothing."""
    narrow: bool = True
    """Whether it has an axis of width."""

    @cached_property
    def file(self) -> Path:
        """Raises ImportError where the package is not installed."""
        if not self.package:
            return _FROM_NPM / self.path
        module = importlib.import_module(self.package)
        assert module.__file__ is not None
        return Path(module.__file__).parent / self.path

    @cached_property
    def characters(self) -> frozenset[int]:
        """Code points that it has a glyph for."""
        with TTFont(self.file, lazy=True) as font:
            return frozenset(font.getBestCmap())

    def prints(self, point: int) -> bool:
        """Whether it is the one to ask for a code point, and has it."""
        inside = not self.blocks or any(first <= point <= last for first, last in self.blocks)
        return inside and point in self.characters

    @cached_property
    def edition(self) -> str:
        """Changes with the file."""
        return sha256(self.file.read_bytes()).hexdigest()[:12]


LATIN = Source("Noto Sans", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf")
"""With Vietnamese, Greek, Cyrillic and Devanagari."""
_RTL, _SEA, _SOUTH_ASIA, _AFRICA = (f"justmytype_intl_{pack}" for pack in ("rtl", "sea", "south_asia", "africa"))
_NPM = ""


def _script(name: str, package: str, *blocks: tuple[int, int]) -> Source:
    if package == _NPM:
        path = f"noto-sans-{name.lower()}.woff2"
    else:
        path = f"fonts/ofl/notosans{name.lower()}/NotoSans{name}[wdth,wght].ttf"
    return Source(f"Noto Sans {name}", package, path, blocks)


SCRIPTS = (
    _script("Arabic", _RTL, (0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
    _script("Hebrew", _RTL, (0x590, 0x5FF), (0xFB1D, 0xFB4F)),
    _script("Thai", _SEA, (0xE00, 0xE7F)),
    _script("Lao", _SEA, (0xE80, 0xEFF)),
    _script("Khmer", _SEA, (0x1780, 0x17FF), (0x19E0, 0x19FF)),
    _script("Myanmar", _SEA, (0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)),
    _script("Bengali", _SOUTH_ASIA, (0x980, 0x9FF)),
    _script("Tamil", _SOUTH_ASIA, (0xB80, 0xBFF)),
    _script("Telugu", _SOUTH_ASIA, (0xC00, 0xC7F)),
    _script("Gujarati", _NPM, (0xA80, 0xAFF)),
    _script("Gurmukhi", _NPM, (0xA00, 0xA7F)),
    _script("Kannada", _NPM, (0xC80, 0xCFF)),
    _script("Malayalam", _NPM, (0xD00, 0xD7F)),
    _script("Oriya", _NPM, (0xB00, 0xB7F)),
    _script("Sinhala", _NPM, (0xD80, 0xDFF)),
    _script("Armenian", _NPM, (0x530, 0x58F), (0xFB13, 0xFB17)),
    _script("Georgian", _NPM, (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
    _script("Ethiopic", _AFRICA, (0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
)
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
    return [LATIN, *SCRIPTS, HAN[han], *(source for key, source in HAN.items() if key is not han)]


@cache
def has(source: Source, character: str) -> bool:
    return source.prints(ord(character))


def spread(characters: set[str], han: HanShapes) -> dict[Source, set[str]]:
    """Which font prints which of `characters`; those of none are missing. No font that has nothing to print is read.

    To each go also the parts that it sets its characters of, and the joiners that are asked for.
    """
    found: dict[Source, set[str]] = {}
    left = set(characters)
    joiners = {character for character in characters if ord(character) in JOINERS}
    for source in families(han):
        if not left:
            break
        mine = {character for character in left if has(source, character)}
        if mine:
            beside = joiners.union(*map(_parts, mine))
            found[source] = mine | {part for part in beside if ord(part) in source.characters}
            left -= mine
    return found


def _parts(character: str) -> set[str]:
    """What shaping takes a vowel sign apart into before it looks for glyphs, as OpenType asks of it."""
    split = {_KHMER_E} if character in _KHMER_SPLIT else set()
    return split.union(unicodedata.normalize("NFKD", character))
