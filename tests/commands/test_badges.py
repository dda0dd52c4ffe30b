"""An operator prints somebody's badge, and scans it from the print."""

import asyncio
import json
from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest
from conftest import NOW
from sqlalchemy import select

from server.__main__ import main
from server.badges.decode import read_codes
from server.badges.issue import issue_badge
from server.config import Settings
from server.contacts.models import Contact
from server.db import Database
from server.seed import SeededCampus

BEN = "ben@northgate.example"


def print_badge(email: str, output: Path) -> str:
    assert main(["badges", "--person", email, "--output", str(output)]) == 0
    return read_codes(output.read_bytes())[0]


def test_badges_prints_a_png_that_reads_as_the_address(installed: Settings, tmp_path: Path) -> None:
    text = print_badge(BEN, tmp_path / "ben.png")

    assert text.startswith("HTTP://HALLWAY.TEST/B/")


def test_badges_prints_the_same_badge_each_time(installed: Settings, tmp_path: Path) -> None:
    first = print_badge(BEN, tmp_path / "first.png")
    second = print_badge(BEN.upper(), tmp_path / "second.png")

    assert first == second


def test_badges_prints_an_svg_that_says_whose_it_is(installed: Settings, tmp_path: Path) -> None:
    main(["badges", "--person", BEN, "--output", str(tmp_path / "ben.svg")])

    assert 'aria-label="Badge of Bến Nguyễn"' in (tmp_path / "ben.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("email", "file", "line"),
    [
        ("nobody@northgate.example", "x.png", "Nobody here has the address nobody@northgate.example."),
        (BEN, "x.pdf", "x.pdf ends in neither .svg nor .png. Name it, say, badge.svg"),
        (BEN, "/dev/null/x.png", "/dev/null/x.png can't be written: Not a directory."),
    ],
)
@pytest.mark.usefixtures("installed")
def test_badges_that_can_not_be_printed_are_one_line(
    email: str, file: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["badges", "--person", email, "--output", file])

    assert (code, *capsys.readouterr()) == (1, "", f"{line}\n")


def test_badges_of_a_secret_that_is_gone_are_not_printed(
    installed: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HALLWAY_SECRETS", "ab" * 32)

    code = main(["badges", "--person", BEN, "--output", str(tmp_path / "ben.png")])

    line = f"The badge of {BEN} was made with a secret that HALLWAY_SECRETS no longer holds.\n"
    assert (code, capsys.readouterr().err, (tmp_path / "ben.png").exists()) == (1, line, False)


def test_decode_only_says_what_is_written_and_records_nothing(
    installed: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = print_badge(BEN, tmp_path / "ben.png")
    (tmp_path / "letter.png").write_text("Dear Ben")
    images = [str(tmp_path / "ben.png"), str(tmp_path / "letter.png")]
    capsys.readouterr()

    code = main(["scan", "--decode-only", "--json", *images])

    out, err = capsys.readouterr()
    assert (code, json.loads(out)) == (0, {images[0]: text, images[1]: None})
    assert err == f"{images[1]}: This file can't be opened as a picture. Send a JPEG, PNG or WebP photograph.\n"


def test_decode_only_needs_no_installation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], shared_data: Path
) -> None:
    code = main(["scan", "--decode-only", str(shared_data / "qr" / "jsqr__000.png")])

    text = "Happy 1st Birthday GeekUp Leeds! http://www.geekup.org"
    assert (code, capsys.readouterr().out) == (0, f"{shared_data}/qr/jsqr__000.png: {text}\n")


def saved(settings: Settings, owner: UUID) -> set[UUID | None]:
    """Whom `owner` has in their contacts."""

    async def read() -> set[UUID | None]:
        database = Database.open(settings.database_url)
        try:
            mine = select(Contact.person_id).where(Contact.owner_id == owner)
            return {row.person_id for row in await database.rows(mine)}
        finally:
            await database.close()

    return asyncio.run(read())


def test_scan_records_the_badges_for_whoever_scans(
    installed: Settings, campus: SeededCampus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = saved(installed, campus.people["gus"])
    print_badge(BEN, tmp_path / "ben.png")
    print_badge("gus@northgate.example", tmp_path / "gus.png")
    images = [str(tmp_path / "ben.png"), str(tmp_path / "gus.png")]
    capsys.readouterr()

    code = main(["scan", *images, "--as", "gus@northgate.example", "--event", "engineering-career-fair", "--json"])

    answers = json.loads(capsys.readouterr().out)
    (ben,), (gus,) = answers[images[0]], answers[images[1]]
    assert (code, ben["name"], ben["message"]) == (1, "Bến Nguyễn", "Bến Nguyễn is in the contacts.")
    assert gus == {"refused": "OwnBadge", "message": "This is your own badge. Hold it so that others can scan it."}
    assert saved(installed, campus.people["gus"]) - before == {campus.people["ben"]}


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--as", "nobody@northgate.example"], "Nobody here has the address nobody@northgate.example."),
        (["--as", BEN, "--event", "the-moon"], "No event that they may see is at /events/the-moon."),
    ],
)
def test_scan_by_or_at_what_is_not_there_is_one_line(
    arguments: list[str], line: str, installed: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    print_badge("ada@northgate.example", tmp_path / "ada.png")
    capsys.readouterr()

    code = main(["scan", str(tmp_path / "ada.png"), *arguments])

    assert (code, *capsys.readouterr()) == (1, "", f"{line}\n")


def test_badges_of_an_event_become_a_pdf_and_count_as_printed(
    installed: Settings, campus: SeededCampus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def issue() -> None:
        database = Database.open(installed.database_url)
        async with database.write() as session:
            event, ada = campus.events["fair"], campus.people["ada"]
            await issue_badge(session, secret=installed.secret, person_id=ada, event_id=event, now=NOW)
        await database.close()

    asyncio.run(issue())
    output = tmp_path / "fair.pdf"
    arguments = ["badges", "--event", "engineering-career-fair", "--stock", "avery-l4785", "--output", str(output)]

    code = main([*arguments, "--not-printed"])
    said = capsys.readouterr().out
    again = main([*arguments, "--not-printed"])

    with pypdfium2.PdfDocument(output) as pdf:
        assert (len(pdf), "Ada" in pdf[0].get_textpage().get_text_bounded()) == (1, True)
    assert (code, said) == (0, f"{output} holds 1 badge on Avery L4785, 80 × 50 mm, ten on A4.\n")
    assert (again, capsys.readouterr().err) == (
        1,
        "No badge is left to print. Choose all of them to print some again.\n",
    )


@pytest.mark.parametrize(
    ("event", "more", "file", "line"),
    [
        (
            "tea",
            [],
            "x.pdf",
            "There is no event “tea”. Its slug is what follows /events/ in its address.",
        ),
        ("engineering-career-fair", [], "x.png", "x.png does not end in .pdf. Name it, say, badges.pdf"),
        ("engineering-career-fair", ["--stock", "napkin"], "x.pdf", "Choose one of a6, a6-on-a4, insert-4x3, "),
    ],
)
@pytest.mark.usefixtures("installed")
def test_badges_of_an_event_that_can_not_be_printed_are_one_line(
    event: str, more: list[str], file: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["badges", "--event", event, "--output", file, *more])

    said = capsys.readouterr()
    assert (code, said.out, said.err[: len(line)]) == (1, "", line)
