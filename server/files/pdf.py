"""A PDF that somebody brings becomes one that is safe to hand on: only its pages, and nothing that acts by itself."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from server.files.errors import FileTooLarge, PdfActive, PdfLocked, PdfUnreadable

MAX_OCTETS = 5 * 1024 * 1024
MAX_PAGES = 50
MAX_OBJECTS = 100_000
MEDIA_TYPE = "application/pdf"

_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/RichMediaContent"})
"""Names under which a PDF keeps scripts, other files and what is to be played (ISO 32000-2 §7.11, §12.6, §13)."""
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute", "/Movie"}
)
_KINDS = frozenset({"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D"})
_NOTED = ("/Metadata", "/PieceInfo", "/LastModified")
"""What programs keep for themselves (§14.3, §14.5)."""

_BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError)
"""What pypdf raises on files that are cut or spoilt. Decompression beyond 75 MB is one of PyPdfError."""
_threads = ThreadPoolExecutor(1, thread_name_prefix="pdf")


async def pdf(octets: bytes) -> bytes:
    """The PDF written anew, while other requests go on: its pages, marks and links.

    What its author's programs noted beside them (author, software, file names: /Info and XMP), older versions that an
    editor left in the file, and whatever stands before or behind it, are gone. So is a signature: it would no longer
    hold. Raises FileTooLarge, PdfUnreadable, PdfLocked, and PdfActive for scripts, files within the file and forms
    that send something.
    """
    return await asyncio.get_running_loop().run_in_executor(_threads, _rewritten, octets)


def _rewritten(octets: bytes) -> bytes:
    if len(octets) > MAX_OCTETS:
        raise FileTooLarge(MAX_OCTETS)
    if not octets.startswith(b"%PDF-") or b"%%EOF" not in octets[-2048:]:
        raise PdfUnreadable
    try:
        reader = PdfReader(BytesIO(octets))
        if reader.is_encrypted:
            raise PdfLocked
        if not 1 <= len(reader.pages) <= MAX_PAGES:
            raise PdfUnreadable
        for found in list(_dictionaries(reader.trailer["/Root"])):
            if _acts(found):
                raise PdfActive
            for noted in _NOTED:
                found.pop(noted, None)
        writer = PdfWriter(clone_from=reader)  # copies what can be reached, and nothing else
        writer.metadata = None
        out = BytesIO()
        writer.write(out)
    except _BROKEN as fault:
        raise PdfUnreadable from fault
    return out.getvalue()


def _dictionaries(root: Any) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached, each once. Raises ValueError where there are too many."""
    seen: set[int] = set()
    queue = [root]
    for _ in range(MAX_OBJECTS):
        if not queue:
            return
        item = queue.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
            item = item.get_object()
        if isinstance(item, DictionaryObject):
            yield item
            queue.extend(value for value in item.values() if isinstance(value, _HOLDERS))
        elif isinstance(item, ArrayObject):
            queue.extend(value for value in item if isinstance(value, _HOLDERS))
    raise ValueError("more objects than a résumé has")


_HOLDERS = (IndirectObject, DictionaryObject, ArrayObject)


def _acts(found: DictionaryObject) -> bool:
    kinds = {str(found.get(key)) for key in ("/Type", "/Subtype")}
    return bool(_KEYS & found.keys() or str(found.get("/S")) in _ACTIONS or kinds & _KINDS)
