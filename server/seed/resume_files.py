"""Some people of the demo campus have brought a résumé: one page with what their card says."""

from datetime import datetime

from server.actor import Member
from server.db import Database
from server.files.store import Files
from server.keys import derived_key
from server.people.card_file import CardFile, change_card_file
from server.seed.fair_files import read_fair
from server.seed.files import PersonEntry, read_campus


async def keep_resumes(database: Database, files: Files, *, now: datetime) -> None:
    """Those that fair_so_far.yaml names get one anew each time."""
    people = read_campus().people
    kept = {key: await files.keep(_page(people[key])) for key in read_fair().resumes}
    gone: list[str] = []
    async with database.write() as session:
        for key, file in kept.items():
            actor = Member(derived_key("person", key))
            gone += await change_card_file(session, actor=actor, which=CardFile.RESUME, key=file, now=now)
    await files.remove(gone)


def _page(person: PersonEntry) -> bytes:
    """A PDF of one page (ISO 32000-2), in letters of Windows-1252."""
    lines = [
        f"{person.given_name} {person.family_name}",
        person.headline or "",
        f"{person.programme}, class of {person.graduation_year}",
        *person.interests,
        "Northgate University",
    ]
    drawn = b"BT /F 20 Tf 28 TL 72 740 Td " + b" T* ".join(_shown(line) for line in lines) + b" ET"
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )


def _shown(line: str) -> bytes:
    return b"<%s> Tj" % line.encode("cp1252", "replace").hex().encode()


def _pdf(*objects: bytes) -> bytes:
    """The objects with their numbers, the table of where each begins, and the trailer (§7.5)."""
    text, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(text))
    return text + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
