"""A person puts a photograph and a résumé on their card, and takes them off again."""

from io import BytesIO
from pathlib import Path
from typing import Any

import drawn
import pytest
from conftest import NOW, Execute
from PIL import Image
from sqlalchemy import select
from starlette.datastructures import UploadFile

from schema import schema
from schema.context import Context, Resources
from server.actor import Actor, Member, Program, Scope
from server.config import Settings
from server.people.models import Person
from server.seed import SeededCampus

PUT = """mutation ($which: CardFile!, $file: Upload!) { result: putCardFile(input: {which: $which, file: $file}) {
  __typename ... on UserError { message } ... on CardFileSuccess { person { photo resume } } } }"""
OFF = """mutation ($which: CardFile!) { result: takeCardFileOff(which: $which) {
  __typename ... on CardFileSuccess { person { photo resume } } } }"""


async def put(resources: Resources, actor: Actor, which: str, octets: bytes) -> Any:
    """What the mutation answers."""
    file = UploadFile(BytesIO(octets), filename="../../file.php")
    result = await schema.execute(PUT, {"which": which, "file": file}, Context(resources, actor, NOW))
    assert result.errors is None
    assert result.data is not None
    return result.data["result"]


async def keys(resources: Resources, id_: Any) -> tuple[str | None, str | None]:
    rows = await resources.database.rows(select(Person.photo, Person.resume).where(Person.id == id_))
    return rows[0].photo, rows[0].resume


def stored(settings: Settings) -> set[str]:
    """The names of all files in the store."""
    return {path.name for path in (settings.folder / "files").rglob("*") if path.is_file()}


@pytest.fixture
def ada(campus: SeededCampus) -> Member:
    return Member(campus.people["ada"])


async def test_photograph_is_kept_small_and_silent(resources: Resources, settings: Settings, ada: Member) -> None:
    answer = await put(resources, ada, "PHOTO", drawn.photo())

    key, _ = await keys(resources, ada.person_id)
    assert answer["person"] == {"photo": f"/people/person_{ada.person_id.hex}/photo.jpg", "resume": None}
    assert stored(settings) == {key}
    octets = await resources.files.read(key or "")
    assert octets is not None
    with Image.open(BytesIO(octets)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (512, 398), {})


async def test_resume_is_kept_without_what_programs_noted(resources: Resources, ada: Member) -> None:
    await put(resources, ada, "RESUME", drawn.resume("Control software"))

    _, key = await keys(resources, ada.person_id)
    octets = await resources.files.read(key or "") or b""
    assert b"Control software" in octets
    assert b"somebody else" not in octets


async def test_what_was_there_before_is_removed(resources: Resources, settings: Settings, ada: Member) -> None:
    await put(resources, ada, "PHOTO", drawn.photo("teal"))
    first, _ = await keys(resources, ada.person_id)

    await put(resources, ada, "PHOTO", drawn.photo("plum"))

    second, _ = await keys(resources, ada.person_id)
    assert first != second
    assert stored(settings) == {second}


async def test_take_it_off(resources: Resources, settings: Settings, execute: Execute, ada: Member) -> None:
    await put(resources, ada, "PHOTO", drawn.photo())
    await put(resources, ada, "RESUME", drawn.resume())

    answers = [await execute("ada", OFF, which=which) for which in ("PHOTO", "RESUME", "RESUME")]

    assert [answer["data"]["result"]["__typename"] for answer in answers] == ["CardFileSuccess"] * 3
    assert await keys(resources, ada.person_id) == (None, None)
    assert stored(settings) == set()


@pytest.mark.parametrize(
    ("which", "octets", "refusal"),
    [
        ("PHOTO", b"<svg onload='alert(1)'/>", "PictureUnreadable"),
        ("PHOTO", drawn.resume(), "PictureUnreadable"),
        ("PHOTO", drawn.photo()[:2000], "PictureUnreadable"),
        ("PHOTO", bytes(20 * 1024**2 + 1), "FileTooLarge"),
        ("RESUME", drawn.photo(), "PdfUnreadable"),
        ("RESUME", b"<html><script>alert(1)</script></html>%%EOF", "PdfUnreadable"),
        ("RESUME", drawn.resume(script=True), "PdfActive"),
        ("RESUME", b"%PDF-1.7" + bytes(5 * 1024**2), "FileTooLarge"),
    ],
)
async def test_what_is_refused_leaves_the_card_as_it_was(
    resources: Resources, settings: Settings, ada: Member, which: str, octets: bytes, refusal: str
) -> None:
    await put(resources, ada, "PHOTO", drawn.photo())
    before = await keys(resources, ada.person_id)

    answer = await put(resources, ada, which, octets)

    assert answer["__typename"] == refusal
    assert len(answer["message"]) > 20
    assert await keys(resources, ada.person_id) == before
    assert stored(settings) == {before[0]}


async def test_a_program_needs_the_scope(resources: Resources, settings: Settings, ada: Member) -> None:
    program = Program(ada.person_id, frozenset({Scope.CONTACTS}))

    answer = await put(resources, program, "PHOTO", drawn.photo())

    assert answer["__typename"] == "ScopeMissing"
    assert stored(settings) == set()


async def test_what_is_on_a_card_is_one_statement_to_change(
    resources: Resources, ada: Member, statements: list[str]
) -> None:
    statements.clear()

    await put(resources, ada, "PHOTO", drawn.photo())

    assert [text.split()[0] for text in statements] == ["SELECT", "UPDATE", "SELECT"]


def test_files_are_below_the_folder_of_the_test(settings: Settings, tmp_path: Path) -> None:
    assert settings.files_url == (tmp_path / "var" / "files").as_uri()
