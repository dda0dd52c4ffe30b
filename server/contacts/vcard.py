"""A card is taken along as a vCard: what the viewer may see, in the version that every address book reads.

Version 3.0 (RFC 2426), since Outlook and older phones refuse 4.0. The text depends on nothing but the card,
so the same card is the same file.
"""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from server.contacts.living import called
from server.people.languages import language_name
from server.people.models import Openness

MEDIA_TYPE = "text/vcard; charset=utf-8"
_LINE = 75
"""Octets in a line without its end (RFC 2426 §2.6)."""
_MAX_FILENAME = 60


OPEN_TO = {
    Openness.INFORMATIONAL_INTERVIEW: "informational interviews",
    Openness.MENTORING: "mentoring",
    Openness.RESEARCH: "research",
    Openness.REFERRAL: "referrals",
}


def vcard(row: Any, *, uid: str, campus: str | None = None, photo: bytes | None = None) -> str:
    """The card in `row`: the columns of `living.card`, and `own_name`. `uid` stays the same for the same card.

    `campus`: the name of the one in `row`. `photo`: the JPEG in `row`, where it is to be taken along.
    """
    return "".join(f"{_folded(line)}\r\n" for line in _lines(row, uid, campus, photo))


def filename(row: Any) -> str:
    """The person's name, without what file systems refuse."""
    plain = "".join(c if c.isalnum() or c in " '’.-_" else " " for c in called(row))
    return f"{' '.join(plain.split())[:_MAX_FILENAME].strip(' .') or 'contact'}.vcf"


def _lines(row: Any, uid: str, campus: str | None, photo: bytes | None) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield "PRODID:-//Hallway//Contacts//EN"
    yield f"UID:{_text(uid)}"
    yield f"FN:{_text(called(row))}"
    yield f"N:{_text(row.family_name or '')};{_text(row.given_name or _alone(row))};;;"
    if row.works_for:
        yield f"ORG:{_text(row.works_for)}"
    if row.job_title:
        yield f"TITLE:{_text(row.job_title)}"
    if row.email:
        yield f"EMAIL;TYPE=INTERNET:{_text(row.email)}"
    if row.telephone:
        yield f"TEL;TYPE=VOICE:{_text(row.telephone)}"
    for url in filter(None, (row.url, *(row.links or "").split("\n"))):
        yield f"URL:{_address(url)}"
    # Of 4.0 (RFC 6350 §6.4.4), which 3.0 lets pass as one more registered name; for those who don't know it, NOTE.
    for rank, tag in enumerate((row.languages or "").split(), 1):
        yield f"LANG;PREF={rank}:{_text(tag)}"
    if note := _note(row, campus):
        yield f"NOTE:{_text(note)}"
    if photo is not None:
        yield f"PHOTO;ENCODING=b;TYPE=JPEG:{b64encode(photo).decode('ascii')}"
    yield "END:VCARD"


def _alone(row: Any) -> str:
    """N must be there: a name of which no parts are known stands as the given one."""
    return "" if row.family_name else called(row)


def _note(row: Any, campus: str | None) -> str:
    studies = ", class of ".join(str(part) for part in (row.programme, row.graduation_year) if part)
    ask = f"Ask about: {row.ask_me_about}" if row.ask_me_about else ""
    interests = f"Interests: {row.interests.replace(chr(10), ', ')}" if row.interests else ""
    open_to = ", ".join(OPEN_TO[Openness(name)] for name in (row.open_to or "").split())
    speaks = ", ".join(map(language_name, (row.languages or "").split()))
    more = (("Open to", open_to), ("Speaks", speaks), ("Campus", campus))
    told = [row.pronouns, row.headline, studies, ask, interests, *(f"{what}: {is_}" for what, is_ in more if is_)]
    return "\n".join(part for part in told if part)


def _text(value: str) -> str:
    """RFC 2426 §4: backslash, comma, semicolon and line ends are escaped. What no text holds is left out."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    value = value.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
    return "".join(c for c in value if c >= " " and c != "\x7f")


def _address(value: str) -> str:
    return "".join(c for c in value if c > " " and c != "\x7f")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, none of which ends within a letter."""
    if line.isascii():  # a photograph is long, and looked at letter by letter slow
        rest = range(_LINE, len(line), _LINE - 1)
        return "\r\n ".join([line[:_LINE], *(line[at : at + _LINE - 1] for at in rest)])
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode("utf-8"))
        if size + octets > _LINE:
            parts.append("")
            size = 1  # the space that continues a line
        parts[-1] += letter
        size += octets
    return "\r\n ".join(parts)
