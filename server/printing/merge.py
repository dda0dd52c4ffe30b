"""The pieces of a large job become one file, in a process of its own.

`python -m server.printing.merge OUTPUT` reads {design, title, pieces} as JSON.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from server.printing.design import Design, read_design
from server.printing.sheets import order


def merge(design: Design, pieces: Sequence[Path], output: Path, *, title: str) -> None:
    """Each piece holds its fronts, then as many backs. Pages keep their ink and lose their tags."""
    opened = [pikepdf.open(piece) for piece in pieces]
    try:
        fronts: list[pikepdf.Page] = []
        backs: list[pikepdf.Page] = []
        for pdf in opened:
            pages = list(pdf.pages)
            middle = len(pages) // 2 if design.has_backs else len(pages)
            fronts += pages[:middle]
            backs += pages[middle:]
        with pikepdf.new() as whole:
            whole.pages.extend(order(design, fronts, backs))
            whole.docinfo["/Title"] = title
            whole.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    finally:
        for pdf in opened:
            pdf.close()


if __name__ == "__main__":
    os.nice(10)
    asked = json.load(sys.stdin)
    merge(
        read_design(asked["design"]),
        [Path(piece) for piece in asked["pieces"]],
        Path(sys.argv[1]),
        title=asked["title"],
    )
