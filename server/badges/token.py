"""A badge's token and how it is written: 15 secret octets, 25 letters, one address (decision 0005)."""

import hashlib
import hmac
from base64 import b32encode
from string import ascii_lowercase, ascii_uppercase, whitespace

from server.badges.errors import CODE_LETTERS, BadgeMalformed

TOKEN_OCTETS = 15
SEED_OCTETS = 16

_RFC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_OURS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I L O U
_TO_OURS = str.maketrans(_RFC, _OURS)
_TO_DIGITS = str.maketrans(_OURS, "0123456789ABCDEFGHIJKLMNOPQRSTUV")
"""The digits of base 32 that `int` knows: five times faster than `base64.b32decode`."""
_VALUES = {letter: value for value, letter in enumerate(_OURS)}
_TIMES_X = tuple(c << 1 ^ (0b100101 if c & 16 else 0) for c in range(32))
# ASCII only: `upper` would make SS of ß, and a code of what is none.
_TYPED = str.maketrans(ascii_lowercase, ascii_uppercase, f"{whitespace}\u00a0-\u2010\u2011\u2012\u2013\u2014\u2212")
_TYPED |= str.maketrans("OoIiLl", "001111")
_MAX_TEXT = 500


def subkey(secret: bytes, label: str) -> bytes:
    """A key of its own for each purpose, 32 octets, so that no two ever share one."""
    return hmac.digest(secret, b"hallway/" + label.encode(), "sha256")


def derive(secret: bytes, seed: bytes) -> bytes:
    """The token that `secret` makes of a badge's seed: the same 15 octets every time."""
    return hmac.digest(subkey(secret, "badge"), seed, "sha256")[:TOKEN_OCTETS]


def hash_of(token: bytes) -> bytes:
    """What the database keeps. No salt: the input holds 120 random bits."""
    return hashlib.sha256(token).digest()


def write(token: bytes) -> str:
    """The 25 letters: 24 of Crockford's base 32, and one that catches every wrong letter and every swap."""
    text = b32encode(token).decode("ascii").translate(_TO_OURS)
    return text + _check(text)


def grouped(code: str) -> str:
    """The letters as printed below the square: five groups of five."""
    return " ".join(code[start : start + 5] for start in range(0, len(code), 5))


def read(text: str) -> bytes:
    """The token in an address or in typed letters. Raises BadgeMalformed for anything else.

    Any case, spaces and dashes between, O for 0, I or L for 1; an address of any host, with a slash,
    a query or a fragment behind: a badge outlives a change of host.
    """
    letters = _letters(text)
    if len(letters) != CODE_LETTERS or letters.strip(_OURS):
        raise BadgeMalformed(len(letters) if 0 < len(letters) < 2 * CODE_LETTERS else None)
    if letters[-1] != _check(letters[:-1]):
        raise BadgeMalformed(CODE_LETTERS)
    return int(letters[:-1].translate(_TO_DIGITS), 32).to_bytes(TOKEN_OCTETS, "big")


def _letters(text: str) -> str:
    if len(text) > _MAX_TEXT:
        raise BadgeMalformed
    code = text.strip()
    if "/" in code or ":" in code:
        code = _last_of_path(code)
    return code.translate(_TYPED) if code.strip(_OURS) else code


def _last_of_path(address: str) -> str:
    """What follows `/B/` in an address. Raises BadgeMalformed when it has no such part."""
    path = address.split("#", 1)[0].split("?", 1)[0].rstrip("/ ")
    head, _, code = path.rpartition("/")
    if not head.upper().endswith("/B"):
        raise BadgeMalformed
    return code


def _check(letters: str) -> str:
    """One Reed-Solomon symbol over GF(32), by x^5 + x^2 + 1."""
    c = 0
    for letter in letters:
        c = _TIMES_X[c] ^ _VALUES[letter]
    return _OURS[_TIMES_X[c]]
