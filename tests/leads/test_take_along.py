"""A booth's team takes its leads along: with the consent, harmless in a spreadsheet, and written down."""

import csv
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from booth import Fair, entry
from conftest import NOW
from sqlalchemy import select

from server.audit.models import Action, AuditEntry
from server.contacts.withdraw import AtEvent, withdraw
from server.leads.as_file import as_csv, as_xlsx
from server.leads.as_table import Line
from server.leads.models import LeadEntryKind
from server.leads.narrow import LeadFilter
from server.leads.standing import booth_of
from server.leads.take_along import lead_table

NOTE, STARS = LeadEntryKind.NOTE, LeadEntryKind.STARS
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\u00a0=1"]


async def taken(fair: Fair, colleague: str = "dana", **filter: Any) -> list[dict[str, str]]:
    database, who = fair.hall.database, fair.member(colleague)
    booth = await booth_of(database, actor=who, booth_id=fair.booths["B7"])
    narrow = LeadFilter(**filter)
    heading, *lines = await lead_table(database, booth, viewer=who.person_id, filter=narrow, how="CSV", now=NOW)
    return [dict(zip(heading, line, strict=True)) for line in lines]


async def test_take_along_what_is_shared_and_written(fair: Fair) -> None:
    await fair.has_resume("ben")
    await fair.hall.card("ben", employers_get="resume", shares_for_months=12)
    ben = await fair.meets("dana", "ben")
    await fair.writes("dana", entry(ben, STARS, 4), entry(ben, NOTE, "Lathes."))
    await fair.writes("priya", entry(ben, STARS, 5), entry(ben, NOTE, "Zürich."))

    (line,) = await taken(fair)

    assert (line["Name"], line["Email"], line["Résumé"], line["Stars"]) == ("Bến Nguyễn", "", "Shared", "4.5")
    assert line["Notes"] == "Dana Lindqvist: Lathes.\nPriya Raman: Zürich."
    assert line["Shares"].endswith("résumé")
    assert "email" not in line["Shares"]
    assert (line["Shared since"], line["Shared until"]) == ("2026-09-24 09:59", "2027-09-24 10:00")


async def test_take_along_nothing_of_who_withdrew(fair: Fair) -> None:
    await fair.has_resume("ben")
    await fair.hall.card("ben", employers_get="email resume")
    ben = await fair.meets("dana", "ben")
    await fair.writes("dana", entry(ben, NOTE, "Lathes."))
    async with fair.hall.database.write() as session:
        await withdraw(session, actor=fair.member("ben"), from_whom=AtEvent(fair.event_id), now=NOW)

    (line,) = await taken(fair)

    assert {name: value for name, value in line.items() if value} == {
        "Name": "Somebody who shares no name",
        "Notes": "Dana Lindqvist: Lathes.",
        "First met": "2026-09-24 09:59",
        "Last met": "2026-09-24 09:59",
        "Scanned by": "Dana Lindqvist",
        "Shares": "Nothing: withdrawn",
        "Shared until": "2026-09-24 10:00",
    }


async def test_take_along_is_written_down(fair: Fair) -> None:
    await fair.meets("dana", "ben")
    await fair.meets("dana", "ada")

    await taken(fair, "priya", text="nguyen")

    entry = AuditEntry.__table__.c
    rows = await fair.hall.database.rows(
        select(entry.actor_id, entry.subject_id, entry.detail).where(entry.action == Action.LEADS_EXPORTED)
    )
    detail = f'"booth": "{fair.booths["B7"].hex}", "how": "CSV"'
    priya, ben = fair.hall.person("priya"), fair.hall.person("ben")
    assert set(rows) == {(priya, None, f'{{{detail}, "leads": "1"}}'), (priya, ben, f"{{{detail}}}")}


@pytest.mark.parametrize("cell", FORMULAS)
def test_take_along_no_formula(cell: str) -> None:
    lines: list[Line] = [["Name", "Notes"], [cell, "https://evil.example/ =1"]]

    (_, (text, _)) = csv.reader(StringIO(as_csv(lines)))
    sheet, strings = parts(as_xlsx(lines))

    assert text == f"'{cell}"
    assert [cell_.find("{*}f") for cell_ in sheet.findall(".//{*}c")] == [None] * 4
    assert {cell_.get("t") for cell_ in sheet.findall(".//{*}c")} <= {"inlineStr", "s"}
    assert sheet.find(".//{*}hyperlink") is None
    assert cell.strip() in {said.strip() for said in strings}


def test_take_along_whatever_was_typed() -> None:
    lines: list[Line] = [["Notes"], ["\x07bell\ud800"], ["x" * 40_000], ["line\nline"]]

    _, strings = parts(as_xlsx(lines))

    assert [len(said) for said in strings] == [5, 4, 32_767, 9]


def parts(octets: bytes) -> tuple[ElementTree.Element, list[str]]:
    """The sheet, and the text of its cells."""
    with ZipFile(BytesIO(octets)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # our own
        shared = [name for name in book.namelist() if name.endswith("sharedStrings.xml")]
        strings = ElementTree.fromstring(book.read(shared[0])) if shared else sheet  # our own
    return sheet, [text.text or "" for text in strings.iter() if text.tag.endswith("}t")]
