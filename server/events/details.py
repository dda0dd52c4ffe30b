"""What an organizer types about an event becomes what is stored, or a sentence that says what to do."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from server.errors import FieldError, InvalidInput
from server.events.models import Event
from server.markdown import MAX_TEXT
from server.people.card_lines import Unusable, address, text
from server.people.languages import language_tag, meant
from server.people.models import Affiliation

LONGEST_SUMMARY = 140
MOST_TAGS = 20
MOST_MAJORS = 20
MOST_LANGUAGES = 10
MOST_PLACES = 100_000

_LINES = frozenset("\n\t")


def read_details(given: Mapping[str, Any], faults: list[FieldError]) -> dict[str, Any]:
    """Those of `given` that say what an event is, as columns of `Event`, and `tags` as a list.

    None empties what may be empty. What can't be used goes to `faults`.
    """
    read = {}
    for field, reader in _READERS.items():
        if field in given:
            try:
                read[field] = reader(given[field])
            except Unusable as fault:
                faults.append(FieldError((camel(field),), str(fault)))
    return read


def read_reason(value: str | None, field: str) -> str | None:
    """Why somebody does a thing, in a line or several. Raises InvalidInput at `field`."""
    try:
        return _block(500, or_none=True)(value)
    except Unusable as fault:
        raise InvalidInput(FieldError((field,), str(fault))) from fault


def camel(name: str) -> str:
    """As GraphQL spells it."""
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _name(value: str | None) -> str:
    if not (name := text(value or "", Event.name)):
        raise Unusable("Give it a name.")
    return name


def _summary(value: str | None) -> str:
    summary = text(value or "", Event.summary) or ""
    if len(summary) > LONGEST_SUMMARY:
        raise Unusable(f"{len(summary)} letters are too many for a list. Take {LONGEST_SUMMARY} or fewer.")
    return summary


def _line(column: Any, *, or_empty: bool = False) -> Callable[[str | None], str | None]:
    return lambda value: text(value or "", column) or ("" if or_empty else None)


def _block(longest: int, *, or_none: bool = False) -> Callable[[str | None], str | None]:
    """Several lines."""

    def read(value: str | None) -> str | None:
        block = (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
        if any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") and c not in _LINES for c in block):
            raise Unusable("There is a sign in it that can’t be shown. Type it anew.")
        if len(block) > longest:
            raise Unusable(f"{len(block):,} letters are too many. Take {longest:,} or fewer.")
        return block or (None if or_none else "")

    return read


def _chosen(what: str) -> Callable[[Any], Any]:
    """The sentence stands in a list of faults, too, far from its field."""

    def read(value: Any) -> Any:
        if value is None:
            raise Unusable(f"Choose {what}.")
        return value

    return read


def _address(value: str | None) -> str | None:
    return address(value or "")


def _capacity(value: int | None) -> int | None:
    if value is not None and not 1 <= value <= MOST_PLACES:
        raise Unusable(f"Take 1 to {MOST_PLACES:,} places, or leave it empty for no limit.")
    return value


def _tags(values: Sequence[str] | None) -> list[str]:
    found = [" ".join(tag.split()).lower() for tag in _split(values, r"[,;\n]")]
    for tag in found:
        if len(tag) > 60:
            raise Unusable(f"“{tag[:20]}…” has {len(tag)} letters. Take 60 or fewer for each.")
        text(tag, Event.name)
    return _few(found, MOST_TAGS, "tags")


def _majors(values: Sequence[str] | None) -> str:
    found = [text(major, Event.room) or "" for major in _split(values, r"[,;\n]")]
    return "\n".join(_few(found, MOST_MAJORS, "majors"))


def _audience(values: Iterable[Affiliation] | None) -> str:
    asked = set(values or ())
    return ",".join(member.value for member in Affiliation if member in asked)


def _languages(values: Sequence[str] | None) -> str:
    found = []
    for name in _split(values, r"[,;\n]"):
        if (tag := language_tag(name)) is None:
            close = meant(name)
            hint = f"Did you mean {close}?" if close else "Write it in English, or its code: English, or en."
            raise Unusable(f"No language is called “{name[:40]}”. {hint}")
        found.append(tag)
    return ",".join(_few(found, MOST_LANGUAGES, "languages"))


def _split(values: Sequence[str] | None, between: str) -> list[str]:
    return [part.strip() for value in values or () for part in re.split(between, value) if part.strip()]


def _few(found: Sequence[str], most: int, what: str) -> list[str]:
    once = list(dict.fromkeys(found))
    if len(once) > most:
        raise Unusable(f"That is {len(once)} {what}. Take {most} or fewer.")
    return once


_READERS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "summary": _summary,
    "description": _block(MAX_TEXT),
    "kind": _chosen("what kind of event it is"),
    "tags": _tags,
    "audience": _audience,
    "majors": _majors,
    "languages": _languages,
    "access_notes": _block(2_000),
    "contact": _line(Event.contact),
    "price_note": _line(Event.price_note),
    "url": _address,
    "attendance_mode": _chosen("whether people come, join online, or both"),
    "online_url": _address,
    "online_for": _chosen("who is told the address to join online"),
    "room": _line(Event.room),
    "location_text": _block(500, or_none=True),
    "capacity": _capacity,
    "takes_rsvp": bool,
    "waitlist_by_hand": bool,
}
