"""Fonts are cut to what a job prints and to fixed weights, and kept in a cache, since that takes seconds.

First to the characters, then to weights: the other way round takes a minute for Chinese. A PDF then holds what its
pages use of that. `python -m server.printing.cut_fonts CACHE` reads {han, wanted: {family: characters}} as JSON, and
prints the folders.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from server.printing.design import HanShapes
from server.printing.fonts import LATIN, Source, families

_MOST_KEPT = 200
"""Folders of the cache; the ones that were not used for longest go."""
_USUAL = {chr(point) for first, last in ((0x20, 0x17F), (0x1A0, 0x1B0), (0x2B0, 0x2DD), (0x300, 0x328),
          (0x1EA0, 0x1EF9), (0x2010, 0x2044)) for point in range(first, last + 1)}  # fmt: skip
"""Of the first font always: so most jobs find it in the cache."""
_WIDE, _NARROW = 100, 62.5


def cut_fonts(cache: Path, wanted: dict[Source, set[str]]) -> list[Path]:
    """Folders with a file for each weight of each of the fonts. The same characters a second time cost nothing.

    Several processes may do so at once.
    """
    folders = [
        _cut(cache, source, characters | (_USUAL if source is LATIN else set()))
        for source, characters in wanted.items()
    ]
    _forget(cache, folders)
    return folders


def _cut(cache: Path, source: Source, characters: set[str]) -> Path:
    points = sorted(ord(character) for character in characters)
    name = sha256(f"{source.family} {source.edition} {points}".encode()).hexdigest()[:24]
    folder = cache / name
    if folder.is_dir():
        os.utime(folder)
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=cache, prefix="new-"))
    try:
        for number, octets in enumerate(_weights(source, points)):
            (made / f"{number}.ttf").write_bytes(octets)
        made.rename(folder)
    except OSError:
        # Another process was first: a folder that is not empty is not replaced.
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return folder


def _weights(source: Source, points: Collection[int]) -> Iterable[bytes]:
    options = Options()
    options.layout_features = ["*"]  # else Arabic letters don't join
    options.name_IDs = ["*"]
    options.notdef_outline = True
    with TTFont(source.file, lazy=True) as font:
        font.flavor = None  # Typst does not read WOFF 2
        cutter = Subsetter(options)
        cutter.populate(unicodes=points)
        cutter.subset(font)
        few = BytesIO()
        font.save(few)
    places = [(400, _WIDE), (700, _WIDE), *([(400, _NARROW), (700, _NARROW)] if source.narrow else [])]
    for weight, width in places:
        place = {"wght": weight, **({"wdth": width} if source.narrow else {})}
        few.seek(0)
        out = BytesIO()
        instantiateVariableFont(TTFont(few), place, inplace=True, updateFontNames=True).save(out)
        yield out.getvalue()


def _forget(cache: Path, used: Collection[Path]) -> None:
    kept = sorted((path for path in cache.iterdir() if path not in used), key=lambda path: path.stat().st_mtime)
    for path in kept[: max(0, len(kept) - _MOST_KEPT)]:
        shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    os.nice(10)
    asked = json.load(sys.stdin)
    named = {source.family: source for source in families(HanShapes(asked["han"]))}
    made = cut_fonts(Path(sys.argv[1]), {named[family]: set(found) for family, found in asked["wanted"].items()})
    sys.stdout.write(json.dumps([str(folder) for folder in made]))
