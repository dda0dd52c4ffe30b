"""Words on the event's colour can be read: dark or light, whichever stands out."""

import re

from server.errors import FieldError, InvalidInput

DARK, LIGHT = "#000000", "#ffffff"
READABLE = 4.5
"""The least ratio for text (WCAG 2.2 §1.4.3). Of black and white, one reaches it on every colour."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def read_colour(text: str, *path: str) -> str:
    """`#RRGGBB` in small letters. Raises InvalidInput."""
    colour = text.strip().lower()
    if not _COLOUR.fullmatch(colour):
        raise InvalidInput(FieldError(path, "Give a colour as # and six digits or letters from a to f, as in #0b4f6c."))
    return colour


def ink_on(colour: str) -> str:
    """LIGHT where it can be read on `colour`, else DARK, which then can."""
    return LIGHT if contrast(LIGHT, colour) >= READABLE else DARK


def contrast(one: str, other: str) -> float:
    """From 1 to 21 (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
