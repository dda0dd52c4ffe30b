"""Languages and countries are known by their codes and by their English names, as CLDR lists them."""

from difflib import get_close_matches
from functools import lru_cache

from babel import Locale
from babel.core import parse_locale

_ENGLISH = Locale("en", "GB")
_NO_LANGUAGE = frozenset({"mul", "root", "und", "zxx"})
_NO_COUNTRY = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
"""What CLDR calls territories, and ISO 3166-1 does not hold."""


def language_tag(text: str) -> str | None:
    """The BCP 47 tag of a language, script and region that `text` names, by tag or in English; None for any other."""
    if (tag := _tags_by_name().get(text.casefold())) is not None:
        return tag
    try:
        language, region, script, variant, *_ = parse_locale(text.replace("_", "-"), sep="-")
    except ValueError:
        return None
    unknown = (
        language not in _ENGLISH.languages
        or language in _NO_LANGUAGE
        or (script is not None and script not in _ENGLISH.scripts)
        or (region is not None and region not in _ENGLISH.territories)
        or variant is not None
    )
    return None if unknown else "-".join(part for part in (language, script, region) if part)


def language_name(tag: str) -> str:
    """`Chinese`, `Chinese (Traditional Han)`; the tag itself where it is none of `language_tag`'s."""
    if (known := _ENGLISH.languages.get(tag.replace("-", "_"))) is not None:
        return str(known)
    language, *more = tag.split("-")
    names = [str(_ENGLISH.scripts.get(part) or _ENGLISH.territories.get(part) or part) for part in more]
    known = _ENGLISH.languages.get(language)
    return f"{known} ({', '.join(names)})" if known else tag


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of the country that `text` names, by code or in English; None for any other."""
    return text.upper() if text.upper() in _countries() else _codes_by_name().get(text.casefold())


def meant(text: str) -> str | None:
    """The English name of a language that is written nearly like `text`."""
    return _close(text, tuple(str(name) for name in _ENGLISH.languages.values()))


def meant_country(text: str) -> str | None:
    """The English name of a country that is written nearly like `text`."""
    return _close(text, tuple(_countries().values()))


def _close(text: str, names: tuple[str, ...]) -> str | None:
    by_small = {name.casefold(): name for name in names}
    return next((by_small[found] for found in get_close_matches(text.casefold(), by_small, 1, 0.75)), None)


@lru_cache(maxsize=1)
def _tags_by_name() -> dict[str, str]:
    return {
        str(name).casefold(): key.replace("_", "-")
        for key, name in _ENGLISH.languages.items()
        if key not in _NO_LANGUAGE
    }


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    return {
        code: str(name)
        for code, name in _ENGLISH.territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    }


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    return {name.casefold(): code for code, name in _countries().items()} | {"uk": "GB", "usa": "US"}
