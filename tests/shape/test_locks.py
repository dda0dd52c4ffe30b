"""Locks pin by content and name no host, so that they hold wherever the packages come from."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.config import ROOT

# In two halves, so that this file may be looked at as well.
HOSTS = tuple(
    f"{name}.{end}"
    for name, end in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("yarnpkg", "com"),
        ("pkg.go", "dev"),
        ("proxy.golang", "org"),
    )
)
REQUIREMENT = re.compile(r"[a-z0-9][a-z0-9._-]*==[^\s;]+( ; [^\\]+)?( \\)?")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
ORIGIN = re.compile(r"    # (via( .+)?|  .+)")


def test_requirements_are_versions_and_hashes_and_nothing_else() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()

    strange = [line for line in lines if not any(pattern.fullmatch(line) for pattern in (REQUIREMENT, HASH, ORIGIN))]

    assert strange == []


def test_every_requirement_has_a_hash() -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text().strip())

    bare = [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block]

    assert (len(blocks) > 50, bare) == (True, [])


@pytest.mark.parametrize("folder", ["server/assets", "tests/browser/provider"])
def test_packages_of_node_have_a_digest_and_no_address(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())

    resolved = [path for path, value in walk(lock) if path[-1] == "resolved"]
    addresses = [path for path, value in walk(lock) if "://" in str(value) and "funding" not in path]
    bare = [name for name, package in lock["packages"].items() if name and "integrity" not in package]

    assert (resolved, addresses, bare) == ([], [], [])


def test_no_file_names_a_registry(project_files: list[Path]) -> None:
    naming = [
        (str(path), host) for path in project_files for host in HOSTS if host.encode() in (ROOT / path).read_bytes()
    ]

    assert naming == []


@pytest.mark.parametrize("name", ["uv.lock", "pylock.toml", "yarn.lock", "poetry.lock"])
def test_no_lock_that_would_name_one_is_kept(project_files: list[Path], name: str) -> None:
    assert name not in {path.name for path in project_files}


def walk(value: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every leaf with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, *path, key)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, *path)
    else:
        yield path, value
