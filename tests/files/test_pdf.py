"""A PDF is written anew without what acts; what is none is refused with a sentence."""

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from server.files.errors import FileTooLarge, PdfActive, PdfLocked, PdfUnreadable
from server.files.pdf import MAX_OBJECTS, MAX_OCTETS, MAX_PAGES, pdf

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="zqxxmp"/></rdf:RDF></x:xmpmeta>'
)


def written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def blank(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 300)
    return writer


def action(kind: str, **more: str) -> DictionaryObject:
    pairs = {NameObject("/S"): NameObject(kind)}
    return DictionaryObject(pairs | {NameObject(f"/{k}"): TextStringObject(v) for k, v in more.items()})


def scripted() -> PdfWriter:
    writer = blank()
    names = ArrayObject([TextStringObject("zqx"), writer._add_object(action("/JavaScript", JS="app.alert(1)"))])
    tree = DictionaryObject({NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): names})})
    writer.root_object[NameObject("/Names")] = tree
    return writer


def opening(kind: str) -> PdfWriter:
    writer = blank()
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action(kind, F="zqx"))
    return writer


def carrying() -> PdfWriter:
    writer = blank()
    writer.add_attachment("zqx.exe", b"MZ")
    return writer


def leaving_a_page() -> PdfWriter:
    writer = blank()
    acts = DictionaryObject({NameObject("/C"): action("/JavaScript", JS="app.alert(1)")})
    writer.pages[0][NameObject("/AA")] = acts
    return writer


def annotated(kind: str) -> PdfWriter:
    writer = blank()
    note = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject(kind)})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    return writer


def asking() -> PdfWriter:
    writer = blank()
    form = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>"), NameObject("/Fields"): ArrayObject()})
    writer.root_object[NameObject("/AcroForm")] = form
    return writer


async def test_pages_and_links_stay() -> None:
    writer = blank(2)
    writer.add_annotation(0, Link(rect=(10, 10, 90, 30), url="https://okafor.example"))

    result = PdfReader(BytesIO(await pdf(written(writer))))

    assert len(result.pages) == 2
    assert "okafor.example" in str([link.get_object() for link in result.pages[0].annotations or ()])


async def test_what_programs_noted_is_gone() -> None:
    writer = blank()
    writer.add_metadata({"/Author": "zqxauthor", "/Title": "zqxtitle"})
    first = written(writer)
    later = PdfWriter(clone_from=PdfReader(BytesIO(first)))
    later.xmp_metadata = XMP
    octets = written(later)
    assert b"zqx" in octets

    result = await pdf(octets)

    assert b"zqx" not in result
    assert not PdfReader(BytesIO(result)).metadata


async def test_what_stands_around_it_is_gone() -> None:
    octets = written(blank())

    result = await pdf(octets + b"\n<script>zqx</script>\n")

    assert b"zqx" not in result
    assert result.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "writer",
    [
        scripted(),
        carrying(),
        leaving_a_page(),
        asking(),
        *map(opening, ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition")),
        *map(annotated, ("/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D")),
    ],
)
async def test_what_acts_is_refused(writer: PdfWriter) -> None:
    with pytest.raises(PdfActive, match="Print it to a new PDF first"):
        await pdf(written(writer))


async def test_what_is_locked_is_refused() -> None:
    writer = blank()
    writer.encrypt("", algorithm="RC4-128")

    with pytest.raises(PdfLocked, match="without a password"):
        await pdf(written(writer))


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"%PDF-1.7",
        b"%PDF-1.7\n<svg onload='alert(1)'/>\n%%EOF",
        b"<!doctype html><script>alert(1)</script>%%EOF",
        b"\xff\xd8\xff\xe0 a photograph",
        b"<html>\n" + written(blank()),
        written(blank())[:-40],
        written(blank()).replace(b"/Pages", b"/Pagan"),
        written(PdfWriter()),
        written(blank(MAX_PAGES + 1)),
    ],
)
async def test_what_is_no_pdf_is_refused(octets: bytes) -> None:
    with pytest.raises(PdfUnreadable, match="can’t be read as a PDF"):
        await pdf(octets)


async def test_a_maze_is_refused() -> None:
    writer = blank()
    maze = ArrayObject(DictionaryObject() for _ in range(MAX_OBJECTS))
    writer.root_object[NameObject("/Maze")] = writer._add_object(maze)

    with pytest.raises(PdfUnreadable):
        await pdf(written(writer))


async def test_a_huge_file_is_refused() -> None:
    with pytest.raises(FileTooLarge, match="more than 5 MB"):
        await pdf(b"%PDF-1.7" + bytes(MAX_OCTETS))
