"""A process of its own typesets one piece of a job and ends, since Typst gives no memory back.

`python -m server.printing.compile FOLDER [--tagged | --picture]` reads {job, fonts} as JSON, and writes `badges.pdf`
into the folder; or with `--picture`, `1.png` and so on. Prints the texts that were cut short as JSON lines.
"""

import json
import os
import shutil
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

import typst

from server.printing.code import square

TEMPLATE = Path(__file__).with_name("badge.typ")
_PREVIEW_DOTS = 110.0


def compile_job(folder: Path, job: dict[str, Any], fonts: list[str], way: str = "") -> list[dict[str, Any]]:
    """The files in `folder`; returns what was fitted: {key, text, size, least, cut}, one for each text drawn.

    `fonts` are the folders of their files; nothing else of the machine is used, so that two print alike.
    """
    shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
    for badge in job["badges"]:
        badge["square"], _ = square(badge.pop("text"))
    if picture := job.pop("picture"):
        (folder / "picture.jpg").write_bytes(b64decode(picture))
    (folder / "job.json").write_text(json.dumps(job))
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=fonts)
    compiler = typst.Compiler(str(folder / TEMPLATE.name), root=str(folder), font_paths=found)
    if way == "--picture":
        compiler.compile(output=str(folder / "{p}.png"), format="png", ppi=_PREVIEW_DOTS)
    else:
        tagged = way == "--tagged"
        octets = compiler.compile(format="pdf", timestamp=0, pdf_tags=tagged, pdf_standards=["ua-1"] if tagged else [])
        assert isinstance(octets, bytes)
        (folder / "badges.pdf").write_bytes(octets)
    fitted: list[dict[str, Any]] = json.loads(compiler.query("<fitted>", field="value"))
    return fitted


if __name__ == "__main__":
    os.nice(10)
    given = json.load(sys.stdin)
    for text in compile_job(Path(sys.argv[1]), given["job"], given["fonts"], "".join(sys.argv[2:])):
        if text["cut"]:
            sys.stdout.write(json.dumps(text) + "\n")
