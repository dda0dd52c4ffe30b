"""README tells the truth about what can be typed, set and found."""

import re
from pathlib import Path

import pytest

from server.__main__ import COMMANDS
from server.config import ROOT

OF_THE_SERVER = {"PORT", "FORWARDED_ALLOW_IPS"}
"""Read by `serve` and by Uvicorn."""


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def first_column(table: str) -> set[str]:
    return set(re.findall(r"^\| `([\w-]+)", table, re.MULTILINE))


def test_readme_lists_the_settings_that_are_read(readme: str) -> None:
    read = set(re.findall(r'"(HALLWAY_[A-Z_]+|DATABASE_URL)"', (ROOT / "server" / "config.py").read_text()))

    listed = first_column(readme.partition("### Configure")[2].partition("### Commands")[0])

    assert listed == read | OF_THE_SERVER


def test_readme_lists_the_commands_that_there_are(readme: str) -> None:
    listed = first_column(readme.partition("### Commands")[2].partition("\n## ")[0])

    assert listed == set(COMMANDS)


def test_readme_maps_folders_that_there_are(readme: str) -> None:
    plan = readme.partition("## The map")[2].partition("\n## ")[0]

    lost = [path for path in re.findall(r"^    ((?:\w+/)+)", plan, re.MULTILINE) if not (ROOT / path).is_dir()]

    assert (plan.count("\n    ") > 8, lost) == (True, [])


def test_readme_links_lead_somewhere(readme: str) -> None:
    local = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]

    assert [link for link in local if not Path(ROOT, link.partition("#")[0]).exists()] == []
