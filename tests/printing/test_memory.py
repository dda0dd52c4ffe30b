"""A large print needs no more memory than a small one, and neither does one with a long agenda on each back."""

import json
import subprocess
import sys
from pathlib import Path

from conftest import CACHE

from server.config import ROOT

PROGRAM = """
import asyncio, json, resource, sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, "tests")
from paper import FAIR, faces, told
from server.printing import make_pdf
from server.printing.design import Design
make_pdf.PIECE = 10
folder, cache, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
talks = tuple((f"{hour:02}:00", f"Talk {hour} about robots that fall over less, Great hall") for hour in range(6, 20))
day = replace(FAIR, agenda=talks)
people = [face for face in faces(count * 4) if face.name.isascii()][:count]
asyncio.run(make_pdf.make_pdf(Design(agenda=True), day, people, folder / f"{count}.pdf", cache=cache, progress=told))
of = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([len(people), *of]))
"""


def test_five_times_the_badges_take_the_memory_of_one(tmp_path: Path) -> None:
    def peaks(count: int) -> list[int]:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path), str(CACHE), str(count)]
        found: list[int] = json.loads(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout)
        assert found[0] == count
        return found[1:]

    small, large = peaks(10), peaks(50)

    assert all(many < 1.25 * few for few, many in zip(small, large, strict=True)), (small, large)
    assert large[1] < 200 * 1024, large  # kB of the largest process that sets; the other counts what this one has, too
