"""A photograph and a résumé for tests: with what must not be kept, and a mark that can be searched for."""

from io import BytesIO

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

GPS = 0x8825


def photo(colour: str = "teal", *, size: tuple[int, int] = (900, 700)) -> bytes:
    """A JPEG with the place where it was taken."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).ellipse((size[0] // 3, size[1] // 4, size[0] // 3 * 2, size[1] // 4 * 3), fill="wheat")
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (42.0, 20.0, 24.5), 3: "W", 4: (71.0, 5.0, 20.0)}
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def resume(words: str = "Amara Okafor", *, script: bool = False) -> bytes:
    """A PDF of one page whose uncompressed content holds `words`."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 300)
    content = DecodedStreamObject()
    content.set_data(f"% {words}\n".encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    writer.add_metadata({"/Author": "The program of somebody else"})
    if script:
        page[NameObject("/AA")] = DecodedStreamObject()
        page[NameObject("/AA")][NameObject("/JS")] = NameObject("/X")  # type: ignore[index]
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
