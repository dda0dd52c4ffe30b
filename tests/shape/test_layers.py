"""Arrows point one way: the contracts of pyproject.toml hold, and nothing stands outside them."""

import subprocess
import sys
import tomllib
from pathlib import Path

from server.config import ROOT

NOT_CODE = {"assets", "decisions", "migrations", "static"}
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(config: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """In a process of its own, since it switches off the loggers of whoever calls it."""
    command = [sys.executable, "-c", LINT, "--no-logo", "--config", str(config), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_keep_to_the_layers() -> None:
    linted = lint(ROOT / "pyproject.toml")

    assert linted.returncode == 0, linted.stdout


def test_imports_against_the_layers_are_noticed(tmp_path: Path) -> None:
    upside_down = (ROOT / "pyproject.toml").read_text().replace('    "server.errors",\n', "")
    upside_down = upside_down.replace('    "server.__main__",\n', '    "server.errors",\n    "server.__main__",\n')
    (tmp_path / "pyproject.toml").write_text(upside_down)

    linted = lint(tmp_path / "pyproject.toml", "--no-cache")

    assert (linted.returncode, "is not allowed to import server.errors" in linted.stdout) == (1, True)


def test_every_part_of_the_server_has_a_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layered = {name.strip() for layer in contracts[0]["layers"] for name in layer.split("|")}

    parts = {
        f"server.{path.stem}"
        for path in (ROOT / "server").iterdir()
        if path.suffix == ".py" or (path.is_dir() and path.name not in NOT_CODE)
    }

    assert parts - layered - {"server.__init__", "server.__pycache__"} == set()
