"""Badges become one PDF: a small job at once and tagged (PDF/UA-1), a large one by pieces that are joined."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from server.printing.design import Design
from server.printing.fonts import spread
from server.printing.job import Face, Occasion, job_of, letters
from server.printing.process import run
from server.printing.sheets import fronts_and_backs, order

PIECE = 100
"""Badges that one process sets, at least; whole pages."""
Progress = Callable[[int], Awaitable[None]]


async def make_pdf(
    design: Design, occasion: Occasion, faces: Sequence[Face], output: Path, *, cache: Path, progress: Progress
) -> list[str]:
    """Write `output`; `progress` is told how many badges are set, and may stop it by raising. Returns the texts that
    had to be cut short. Raises StockTooSmall, and ProcessFailed."""
    fonts, paths = await _fonts(design, occasion, faces, cache)
    size = _piece(design)
    with tempfile.TemporaryDirectory(prefix="hallway-print-") as name:
        folder = Path(name)
        small = len(faces) <= size
        pieces: list[Path] = []
        cut: list[str] = []
        for start in range(0, len(faces), size):
            some = faces[start : start + size]
            fronts, backs = fronts_and_backs(design, len(some))
            sheets = order(design, fronts, backs) if small else [*fronts, *backs]
            job = await asyncio.to_thread(job_of, design, occasion, some, sheets, fonts=fonts)
            piece = folder / str(start)
            cut += await _set(piece, job, paths, "--tagged" if small else "--plain")
            pieces.append(piece / "badges.pdf")
            await progress(start + len(some))
        if small:
            await asyncio.to_thread(shutil.copyfile, pieces[0], output)  # it may be on another disk
        else:
            order_ = {
                "design": design.written(),
                "title": f"Badges of {occasion.name}",
                "pieces": [str(p) for p in pieces],
            }
            await run("server.printing.merge", str(output), given=json.dumps(order_).encode())
    return cut


async def make_pictures(design: Design, occasion: Occasion, faces: Sequence[Face], *, cache: Path) -> list[bytes]:
    """PNG of each page of some badges, with a back behind each where the design has them. Raises as `make_pdf`."""
    fonts, paths = await _fonts(design, occasion, faces, cache)
    front, back = fronts_and_backs(design, len(faces))
    job = await asyncio.to_thread(job_of, design, occasion, faces, order(design, front, back), fonts=fonts)
    with tempfile.TemporaryDirectory(prefix="hallway-print-") as name:
        folder = Path(name) / "pictures"
        await _set(folder, job, paths, "--picture")
        return [
            await asyncio.to_thread((folder / f"{page}.png").read_bytes) for page in range(1, len(front + back) + 1)
        ]


def _piece(design: Design) -> int:
    a_page = design.printed_on.a_page
    return -(-PIECE // a_page) * a_page


async def _fonts(design: Design, occasion: Occasion, faces: Sequence[Face], cache: Path) -> tuple[list[str], list[str]]:
    """Families, and the folders of their files."""
    wanted = await asyncio.to_thread(lambda: spread(letters(design, occasion, faces), design.han))
    asked = {source.family: sorted(characters) for source, characters in wanted.items()}
    given = json.dumps({"han": design.han, "wanted": asked}).encode()
    folders: list[str] = json.loads(await run("server.printing.cut_fonts", str(cache), given=given))
    return list(asked), folders


async def _set(folder: Path, job: dict[str, Any], fonts: list[str], way: str) -> list[str]:
    await asyncio.to_thread(folder.mkdir)
    given = await asyncio.to_thread(lambda: json.dumps({"job": job, "fonts": fonts}).encode())
    said = await run("server.printing.compile", str(folder), way, given=given)
    return [json.loads(line)["text"] for line in said.splitlines()]
