"""dev.py runs on the Python that is there, and says so when that is too old."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from server.config import ROOT


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def dev_py(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_an_older_python_gets_one_line(dev: ModuleType, version: tuple[int, ...]) -> None:
    line = dev.too_old(version)

    wanted = f"Hallway needs Python 3.11 or newer; this is {version[0]}.{version[1]}."
    assert (line.startswith(wanted), line.count("\n")) == (True, 0)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_a_newer_python_gets_none(dev: ModuleType, version: tuple[int, ...]) -> None:
    assert dev.too_old(version) is None


def test_an_older_python_can_read_that_line() -> None:
    ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 6))


def test_nothing_but_the_standard_library_is_imported_before_it_is_installed() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text())

    imported = {
        name.partition(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }

    assert imported - sys.stdlib_module_names == set()


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--help"], 0), (["dance"], 2)])
def test_without_a_command_it_says_how_it_is_used(arguments: list[str], code: int) -> None:
    ended = dev_py(*arguments)

    assert (ended.returncode, ended.stdout.splitlines()) == (
        code,
        [
            "    python3 dev.py demo [--fresh] [--port N] [--host ADDRESS]",
            "    python3 dev.py test [pytest arguments]",
        ],
    )


def test_a_change_of_what_is_installed_is_noticed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path)
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1")
    before = dev.digest(lock)
    dev.remember("locked", before)

    lock.write_text("a==2")

    assert (dev.stale("locked", before), dev.stale("locked", dev.digest(lock))) == (False, True)


def test_sources_of_the_assets_are_all_but_what_is_made(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "ASSETS", tmp_path)
    for name in ("package.json", "src/scan.ts", "css/base.css", "node_modules/x/index.js", "__pycache__/build.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert [str(path.relative_to(tmp_path)) for path in dev.sources()] == [
        "css/base.css",
        "package.json",
        "src/scan.ts",
    ]


def test_a_browser_that_is_none_is_refused(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLWAY_BROWSER", "/nowhere/chromium")

    with pytest.raises(dev.Stop, match="HALLWAY_BROWSER is /nowhere/chromium, which is no program"):
        dev.find_browser()
