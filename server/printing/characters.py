"""Whose name has characters that no font here prints: organizers are told before they print."""

import unicodedata

from server.printing.design import HanShapes
from server.printing.fonts import families, has

_SILENT = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def missing(text: str, han: HanShapes) -> str:
    """The characters of `text` that can't be printed, each once, in their order."""
    asked = dict.fromkeys(c for c in plain(text) if not c.isspace())
    return "".join(c for c in asked if not any(has(source, c) for source in families(han)))


def printed(text: str, han: HanShapes) -> str:
    """What is printed of `text`: all but what `missing` says, on one line."""
    gone = missing(text, han)
    return " ".join("".join(c for c in plain(text) if c not in gone).split())


def plain(text: str) -> str:
    """Composed (NFC), so that a letter and its accent are looked up as one; without what has no shape, such as marks
    of direction; letters of joiners that shape their neighbours stay."""
    kept = "‌‍"  # zero-width non-joiner and joiner: Persian, Hindi
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        c if unicodedata.category(c) not in _SILENT or c in kept else " " if c.isspace() else "" for c in composed
    )
