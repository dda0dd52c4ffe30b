"""Pages are what a printer needs: sizes, backs that meet their fronts, fonts inside, words for screen readers."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import CACHE
from paper import DESIGNS, FAIR, Printed, faces, print_on

from server.printing import make_pdf
from server.printing.design import Design
from server.printing.sheets import fronts_and_backs, order

On = Callable[[str], Printed]


@pytest.mark.parametrize(("stock", "pages"), [("a6", 24), ("insert-4x3", 4), ("avery-l4785", 2), ("roll-62x100", 12)])
def test_a_page_has_the_size_of_its_paper(printed: On, stock: str, pages: int) -> None:
    with pikepdf.open(printed(stock).path) as pdf:
        sizes = {tuple(round(float(side) * 25.4 / 72, 1) for side in page.mediabox[2:]) for page in pdf.pages}

        assert (len(pdf.pages), sizes) == (pages, {tuple(round(s, 1) for s in DESIGNS[stock].printed_on.page)})


def test_fonts_are_ours_and_in_the_file(printed: On) -> None:
    with pikepdf.open(printed("a6").path) as pdf:
        fonts = {
            str(part["/BaseFont"]).partition("+")[2]: "/FontFile2" in part["/FontDescriptor"]
            or "/FontFile3" in part["/FontDescriptor"]
            for page in pdf.pages
            for font in page.resources["/Font"].values()
            for part in font.get("/DescendantFonts", [font])
        }

    assert fonts == dict.fromkeys(
        [
            "NotoSans-Regular",
            "NotoSans-Bold",
            "NotoSans-BoldExtraCondensed",
            "NotoSansArabic-Bold",
            "NotoSansSC-Bold",
        ],
        True,
    )


def test_a_small_print_is_tagged_for_screen_readers(printed: On) -> None:
    with pikepdf.open(printed("a6").path) as pdf:
        with pdf.open_metadata() as metadata:
            part = metadata.get("pdfuaid:part")
        marked = bool(pdf.Root["/MarkInfo"]["/Marked"])
        title = str(pdf.docinfo["/Title"])

    assert (part, marked, title) == ("1", True, "Badges of Fall Engineering Fair")


def test_a_back_lies_behind_its_front_with_the_programme(printed: On) -> None:
    badges = printed("insert-4x3")

    cells = [fronts_and_backs(badges.design, 12)[side][0]["cells"] for side in (0, 1)]
    front, back = ([round(cell["x"]) for cell in sides] for sides in cells)

    assert front[:4] == [5, 110, 5, 110]
    assert back[:4] == [110, 5, 110, 5]
    assert [cell["y"] for cell in cells[0]] == [cell["y"] for cell in cells[1]]
    assert "Robots that fall over less" not in badges.words(0)
    assert "Robots that fall over less" in badges.words(2)
    assert "Amara Okafor" in badges.words(2)


def test_backs_of_a_last_sheet_that_is_not_full_leave_the_cells_behind_nothing_empty() -> None:
    fronts, backs = fronts_and_backs(Design(stock="insert-4x3", agenda=True), 3)

    middle = 8.5 * 25.4 / 2
    left = [[cell["x"] < middle for cell in sheet["cells"]] for sheet in (fronts[0], backs[0])]

    assert left == [[True, False, True], [False, True, False]]


def test_fronts_and_backs_come_as_the_printer_takes_them() -> None:
    both, first = Design(agenda=True), Design(agenda=True, fronts_first=True)

    assert order(both, ["f1", "f2"], ["b1", "b2"]) == ["f1", "b1", "f2", "b2"]
    assert order(first, ["f1", "f2"], ["b1", "b2"]) == ["f1", "f2", "b1", "b2"]
    assert order(Design(), ["f1", "f2"], []) == ["f1", "f2"]


@pytest.mark.parametrize("fronts_first", [False, True])
async def test_a_large_print_is_made_by_pieces_with_every_badge_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fronts_first: bool
) -> None:
    monkeypatch.setattr(make_pdf, "PIECE", 4)
    design = Design(stock="a6", agenda=True, fronts_first=fronts_first)
    people = [face for face in faces(36) if face.name.isascii()][:9]
    seen: list[int] = []

    async def progress(done: int) -> None:
        seen.append(done)

    path = tmp_path / "all.pdf"
    await make_pdf.make_pdf(design, FAIR, people, path, cache=CACHE, progress=progress)
    badges = Printed(design, people, path, [])
    sides = ["back" if "Doors open" in badges.words(page) else "front" for page in range(badges.pages)]

    assert seen == [4, 8, 9]
    assert sides == (["front"] * 9 + ["back"] * 9 if fronts_first else ["front", "back"] * 9)
    firsts = [page for page, side in enumerate(sides) if side == "front"]
    assert [people[n].text[-5:] in badges.words(page) for n, page in enumerate(firsts)] == [True] * 9


async def test_a_nudge_moves_what_is_printed_and_nothing_else(tmp_path: Path) -> None:
    one = faces(1)
    plain = await print_on(tmp_path, CACHE, Design(stock="avery-7165", outlines=True), one)
    straight = plain.page(0, 72).getbbox(), plain.page(0, 72).point(lambda v: 255 - v).getbbox()
    moved = await print_on(tmp_path, CACHE, Design(stock="avery-7165", outlines=True, nudge_x=10, nudge_y=5), one)

    shifted = moved.page(0, 72).point(lambda v: 255 - v).getbbox()

    assert straight[1] is not None
    assert shifted is not None
    assert [b - a for a, b in zip(straight[1], shifted, strict=True)] == pytest.approx([28, 14, 28, 14], abs=1.1)
