"""The page reads a badge's code as the server does: the same letters, the same refusals, the same sentences."""

import random
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from server.badges import token
from server.badges.errors import BadgeMalformed
from server.config import ROOT

ASSETS = ROOT / "server" / "assets"
SEPARATORS = [" ", "-", "\u2011", "  "]


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """A page that has `code.readCode`."""
    program = next((ASSETS / "node_modules" / "@esbuild").glob("*/bin/esbuild"))
    command = [str(program), "src/scan/code.ts", "--bundle", "--format=iife", "--global-name=code"]
    script = subprocess.run(command, cwd=ASSETS, check=True, capture_output=True, text=True).stdout
    page = browser.new_page()
    page.add_script_tag(content=script)
    yield page
    page.close()


def read_by_server(text: str) -> dict[str, Any]:
    try:
        return {"code": token.write(token.read(text))}
    except BadgeMalformed as refusal:
        return {"code": None} if refusal.letters is None else {"code": None, "fault": refusal.message}


def written(chance: random.Random) -> Iterator[str]:
    """Codes as people and machines write them, right and wrong."""
    code = token.write(chance.randbytes(token.TOKEN_OCTETS))
    yield code
    yield code.lower()
    yield chance.choice(SEPARATORS).join(code[at : at + 5] for at in range(0, 25, 5))
    yield code.replace("0", "o").replace("1", chance.choice("iIlL"))
    yield f"HTTPS://FAIR.EXAMPLE.EDU/B/{code}"
    yield f"http://localhost:8000/b/{code.lower()}/?from=wall#top"
    yield f"https://elsewhere.example/jobs/{code}"
    yield code[: chance.randrange(1, 25)]
    yield code + chance.choice(code)
    at = chance.randrange(25)
    yield code[:at] + chance.choice("ABCDEFGHJKMNPQRSTVWXYZ23456789U#é") + code[at + 1 :]
    swapped = list(code)
    swapped[at - 1], swapped[at] = swapped[at], swapped[at - 1]
    yield "".join(swapped)
    yield code + code


def test_page_and_server_read_alike(reader: Page) -> None:
    chance = random.Random(2)
    texts = [text for _ in range(100) for text in written(chance)] + ["", " ", "/", ":", "B/", "mailto:ada@example.org"]

    readings = reader.evaluate("(texts) => texts.map((text) => code.readCode(text))", texts)

    for text, reading in zip(texts, readings, strict=True):
        foreign = reading.pop("foreign", False)
        read = {"code": None, **reading}
        if foreign:
            del read["fault"]
        assert (text, read) == (text, read_by_server(text))
