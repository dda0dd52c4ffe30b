"""What people type on a card becomes what is stored, or a sentence that says what to do."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from server.people.languages import country_code, language_tag, meant, meant_country
from server.people.models import Openness, Person

MOST_LINKS = 10
MOST_LANGUAGES = 12
MOST_INTERESTS = 20
LONGEST_INTEREST = 60
FIRST_YEAR = 1930
YEARS_AHEAD = 10
"""How far ahead a degree may lie."""

_TELEPHONE = re.compile(r"\+[\d .()/-]+")
_HOST = re.compile(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)+")
_UNSHOWN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They make text read otherwise than it is written (Unicode UAX #9)."""

NAMELESS = "Write the name by which people here know you."


class Unusable(Exception):
    """Its message is the sentence."""


def text(value: str, column: Any) -> str | None:
    """One line, without spaces around it and doubled in it; None where nothing is left. Raises Unusable."""
    value = " ".join(value.split())
    if any(unicodedata.category(letter) in _UNSHOWN or letter in _TURNING for letter in value):
        raise Unusable("There is a sign in it that can’t be shown. Type it anew.")
    return _within(value, column.type.length) or None


def name(value: str) -> str:
    """What stands on the badge."""
    if not (written := text(value, Person.name)):
        raise Unusable(NAMELESS)
    return written


def telephone(value: str) -> str | None:
    """A number with its country code (ITU-T E.164: at most 15 digits), spaced as it was typed."""
    number = text(value, Person.telephone)
    if number is None:
        return None
    digits = "".join(filter(str.isdigit, number))
    if number.startswith("00"):
        raise Unusable(f"Begin with + and the country code. Did you mean +{number[2:].strip()}?")
    if not number.startswith("+"):
        raise Unusable("Begin with + and the country code, as in +1 617 555 0142.")
    if not _TELEPHONE.fullmatch(number) or not number.isascii():
        raise Unusable("Something in it belongs to no number. Write it as +1 617 555 0142.")
    if not 7 <= len(digits) <= 15:
        raise Unusable(f"That is {len(digits)} digits. A number has 7 to 15, with its country code.")
    return number


def year(value: int, *, now: datetime) -> int:
    """The year of a degree."""
    if not FIRST_YEAR <= value <= now.year + YEARS_AHEAD:
        raise Unusable(f"{value} is no year of a degree here. Take one from {FIRST_YEAR} to {now.year + YEARS_AHEAD}.")
    return value


def country(value: str) -> str | None:
    """ISO 3166-1 alpha-2."""
    name = value.strip()
    if not name:
        return None
    code = country_code(name)
    if code is None:
        raise Unusable(f"No country is called “{name[:40]}”. {_did_you_mean(meant_country(name))}")
    return code


def address(value: str) -> str | None:
    """Of a page: http or https, and a host with a dot in it."""
    url = value.strip()
    if not url:
        return None
    if any(letter.isspace() or unicodedata.category(letter) in _UNSHOWN for letter in url):
        raise Unusable("There is a space in it. Write one address, as https://example.org.")
    scheme, separator, rest = url.partition("://")
    if not separator and _HOST.fullmatch(re.split(r"[/?#:]", url)[0]):
        raise Unusable(f"Say how it is reached. Did you mean https://{url}?")
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    if scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host) or "@" in rest.partition("/")[0]:
        raise Unusable("This is no address of a page. Write it as https://example.org.")
    return _within(url, Person.url.type.length)


def links(values: Sequence[str]) -> str | None:
    """Up to ten addresses, each once."""
    found = [link for link in map(address, _split(values, r"\s+")) if link is not None]
    return _joined(found, "\n", MOST_LINKS, "links")


def languages(values: Sequence[str]) -> str | None:
    """Up to twelve languages by tag or English name, each once, the best first."""
    found = []
    for name in _split(values, r"[,;\n]"):
        tag = language_tag(name)
        if tag is None:
            raise Unusable(f"No language is called “{name[:40]}”. {_did_you_mean(meant(name), 'English, or en')}")
        found.append(tag)
    return _joined(found, " ", MOST_LANGUAGES, "languages")


def interests(values: Sequence[str]) -> str | None:
    """Up to twenty words or short phrases, each once."""
    found = []
    for value in _split(values, r"[,;\n]"):
        one = text(value, Person.headline) or ""
        if len(one) > LONGEST_INTEREST:
            raise Unusable(f"“{one[:20]}…” has {len(one)} letters. Take {LONGEST_INTEREST} or fewer for each.")
        found.append(one)
    return _within(_joined(found, "\n", MOST_INTERESTS, "interests"), Person.interests.type.length)


def open_to(values: Iterable[Openness]) -> str | None:
    """Each once, in the order of Openness."""
    asked = set(values)
    return " ".join(member.value for member in Openness if member in asked) or None


READERS: dict[str, Callable[[Any], str | None]] = {
    **{
        name: partial(text, column=getattr(Person, name))
        for name in (
            "given_name", "family_name", "pronouns", "headline", "programme", "works_for", "job_title", "ask_me_about",
        )
    },
    "telephone": telephone,
    "country": country,
    "url": address,
    "links": links,
    "languages": languages,
    "interests": interests,
    "open_to": open_to,
}  # fmt: skip
"""By column of `Person`."""


def _split(values: Sequence[str], between: str) -> list[str]:
    return [part.strip() for value in values for part in re.split(between, value) if part.strip()]


def _joined(found: Sequence[str], between: str, most: int, what: str) -> str | None:
    once = list(dict.fromkeys(found))
    if len(once) > most:
        raise Unusable(f"That is {len(once)} {what}. Take {most} or fewer.")
    return between.join(once) or None


def _within(value: str | None, longest: int) -> str | None:
    if value is not None and len(value) > longest:
        raise Unusable(f"{len(value)} letters are too many. Take {longest} or fewer.")
    return value


def _did_you_mean(name: str | None, example: str = "Kenya, or KE") -> str:
    return f"Did you mean {name}?" if name else f"Write it in English, or its code: {example}."
