"""Files are small, have one idea, and are named for what a person can do."""

import ast
import statistics
from pathlib import Path

import pytest

from server.config import ROOT

BANNED = {"utils", "util", "helpers", "helper", "manager", "service", "handler", "base", "common", "misc", "data"}
MADE_BY_TOOLS = {Path("schema/schema.graphql"), Path("server/assets/package-lock.json")}
LONGEST = 300
MEDIAN = 80


@pytest.fixture(scope="module")
def code(project_files: list[Path]) -> list[Path]:
    """What people write and read in server/ and schema/: Python, templates, documents, scripts, styles."""
    suffixes = {".py", ".html", ".graphql", ".ts", ".mjs", ".css", ".json"}
    written = (path for path in project_files if path.parts[0] in ("server", "schema") and path.suffix in suffixes)
    return [path for path in written if path not in MADE_BY_TOOLS and path.parts[1] != "migrations"]


def lines(path: Path) -> list[str]:
    return (ROOT / path).read_text(encoding="utf-8").splitlines()


def test_no_file_is_named_for_a_kind_of_code(project_files: list[Path]) -> None:
    # The reset, tokens and base of a stylesheet are its layers' names.
    named = (path for path in project_files if path.suffix != ".css")

    assert [str(path) for path in named if BANNED & {path.stem.lstrip("_").lower(), *path.parent.parts}] == []


def test_no_file_is_too_long_to_read(code: list[Path]) -> None:
    assert [(str(path), len(lines(path))) for path in code if len(lines(path)) > LONGEST] == []


def test_most_files_fit_a_screen_or_two(code: list[Path]) -> None:
    lengths = [len(lines(path)) for path in code if path.suffix == ".py" and path.name != "__init__.py"]

    assert statistics.median(lengths) < MEDIAN


def test_every_module_says_what_it_is_for(project_files: list[Path]) -> None:
    texts = {path: (ROOT / path).read_text() for path in project_files if path.suffix == ".py"}

    silent = [str(path) for path, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))]

    assert silent == []


def test_tests_are_found_wherever_they_stand(project_files: list[Path]) -> None:
    assert [str(path) for path in project_files if path.parts[0] == "tests" and path.name == "__init__.py"] == []
