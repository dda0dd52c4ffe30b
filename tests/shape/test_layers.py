"""Arrows point one way: the contracts of pyproject.toml hold, and nothing stands outside them."""

import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from server.config import ROOT

NOT_CODE = {"assets", "decisions", "migrations", "static"}


def test_imports_keep_to_the_layers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)

    broken = lint_imports(no_logo=True)

    assert not broken, capsys.readouterr().out


def test_imports_against_the_layers_are_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    upside_down = (ROOT / "pyproject.toml").read_text().replace('    "server.errors",\n', "")
    upside_down = upside_down.replace('    "server.__main__",\n', '    "server.errors",\n    "server.__main__",\n')
    (tmp_path / "pyproject.toml").write_text(upside_down)
    monkeypatch.chdir(ROOT)

    broken = lint_imports(config_filename=str(tmp_path / "pyproject.toml"), no_logo=True, no_cache=True)

    assert (broken, "is not allowed to import server.errors" in capsys.readouterr().out) == (1, True)


def test_every_part_of_the_server_has_a_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layered = {name.strip() for layer in contracts[0]["layers"] for name in layer.split("|")}

    parts = {
        f"server.{path.stem}"
        for path in (ROOT / "server").iterdir()
        if path.suffix == ".py" or (path.is_dir() and path.name not in NOT_CODE)
    }

    assert parts - layered - {"server.__init__", "server.__pycache__"} == set()
