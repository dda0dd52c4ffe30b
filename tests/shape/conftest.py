"""The files of the project as they would be in a fresh clone."""

from pathlib import Path

import pytest

from server.config import ROOT

MADE = {
    ".git",
    ".venv",
    "var",
    "dist",
    "static",
    "node_modules",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
    ".grimp_cache",
    "uv.lock",
}
"""What git ignores, too."""


@pytest.fixture(scope="session")
def project_files() -> list[Path]:
    """Relative to the root, sorted."""
    return sorted(_below(ROOT))


def _below(folder: Path) -> list[Path]:
    found = []
    for path in folder.iterdir():
        if path.name in MADE or path.name.endswith(".egg-info"):
            continue
        found += _below(path) if path.is_dir() else [path.relative_to(ROOT)]
    return found
