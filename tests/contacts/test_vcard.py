"""A card as a vCard: read by other programs as it was meant, whatever is in it."""

from base64 import b64decode
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.contacts.vcard import OPEN_TO, filename, vcard
from server.people.models import Openness
from server.people.policies import AUDIENCE_OF


def row(**values: Any) -> Any:
    return SimpleNamespace(**{**dict.fromkeys(AUDIENCE_OF), "own_name": None, **values})


DANA = row(
    name="Dana Lindqvist",
    given_name="Dana",
    family_name="Lindqvist",
    pronouns="she/her",
    headline="Hiring nine co-ops; arms, software",
    email="dana@halden.example",
    telephone="+1 617 555 0190",
    programme="Mechanics",
    graduation_year=2009,
    works_for="Halden Robotics",
    job_title="University recruiter",
    country="US",
    url="https://halden.example/campus",
    links="https://halden.example/arms\nhttps://talks.example/dana",
    interests="Arms\nChoir",
    ask_me_about="Night shifts",
    languages="sv en-GB",
    open_to="MENTORING REFERRAL",
)


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_write_a_card() -> None:
    assert unfolded(vcard(DANA, uid="urn:uuid:1", campus="Boston", photo=b"\xff\xd8")) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "PRODID:-//Hallway//Contacts//EN",
        "UID:urn:uuid:1",
        "FN:Dana Lindqvist",
        "N:Lindqvist;Dana;;;",
        "ORG:Halden Robotics",
        "TITLE:University recruiter",
        "EMAIL;TYPE=INTERNET:dana@halden.example",
        "TEL;TYPE=VOICE:+1 617 555 0190",
        "URL:https://halden.example/campus",
        "URL:https://halden.example/arms",
        "URL:https://talks.example/dana",
        "LANG;PREF=1:sv",
        "LANG;PREF=2:en-GB",
        "NOTE:she/her\\nHiring nine co-ops\\; arms\\, software\\nMechanics\\, class of 2009"
        "\\nAsk about: Night shifts\\nInterests: Arms\\, Choir"
        "\\nOpen to: mentoring\\, referrals\\nSpeaks: Swedish\\, British English\\nCampus: Boston",
        "PHOTO;ENCODING=b;TYPE=JPEG:/9g=",
        "END:VCARD",
    ]


def test_write_a_card_that_shares_nothing() -> None:
    assert unfolded(vcard(row(), uid="1"))[3:-1] == [
        "UID:1",
        "FN:Somebody who shares no name",
        "N:;Somebody who shares no name;;;",
    ]


def test_write_under_ones_own_name() -> None:
    written = unfolded(vcard(row(own_name="Booth 7", name="Dana"), uid="1"))

    assert written[4] == "FN:Booth 7"


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@given(names, names)
def test_write_any_text_in_lines_of_75_octets_that_say_the_same(name: str, headline: str) -> None:
    text = vcard(row(name=name, headline=headline), uid="1")

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert unfolded(text)[0] == "BEGIN:VCARD"
    assert len(unfolded(text)) == 8
    kept = "".join(c for c in name.replace("\r\n", "\n").replace("\r", "\n") if c >= " " or c == "\n")
    kept = kept.replace("\x7f", "")
    (line,) = (line for line in unfolded(text) if line.startswith("FN:"))
    assert plain(line.removeprefix("FN:")) == kept


def plain(value: str) -> str:
    """RFC 2426 §4 undone, letter by letter."""
    out, letters = "", iter(value)
    for letter in letters:
        out += {"n": "\n"}.get(following := next(letters), following) if letter == "\\" else letter
    return out


def test_no_line_can_be_smuggled_in() -> None:
    text = vcard(row(name="Eve\r\nEMAIL:x@y\nEND:VCARD", url="https://e.example/\r\nNOTE:hi"), uid="1")

    assert [line.split(":")[0] for line in unfolded(text)] == [
        "BEGIN",
        "VERSION",
        "PRODID",
        "UID",
        "FN",
        "N",
        "URL",
        "END",
    ]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Bến Nguyễn", "Bến Nguyễn.vcf"),
        ("Fay O’Connor", "Fay O’Connor.vcf"),
        ("../../etc/passwd", "etc passwd.vcf"),
        ("a/b\\c:d*e", "a b c d e.vcf"),
        ("💥", "contact.vcf"),
        ("x" * 300, "x" * 60 + ".vcf"),
    ],
)
def test_name_of_the_file(name: str, file: str) -> None:
    assert filename(row(name=name)) == file


def test_a_photograph_is_folded_like_any_other_line() -> None:
    photo = bytes(range(256)) * 300

    text = vcard(row(name="Ada"), uid="1", photo=photo)

    assert max(map(len, text.split("\r\n"))) == 75
    (line,) = (line for line in unfolded(text) if line.startswith("PHOTO;ENCODING=b;TYPE=JPEG:"))
    assert b64decode(line.partition(":")[2]) == photo


def test_there_are_words_for_all_that_one_may_be_open_to() -> None:
    assert set(OPEN_TO) == set(Openness)
