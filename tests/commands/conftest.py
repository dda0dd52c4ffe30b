"""The command line on a seeded database of its own, or on nothing at all."""

import os
from pathlib import Path

import pytest

from server.config import Settings


@pytest.fixture(autouse=True)
def _nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name in ("DATABASE_URL", "PORT") or name.startswith("HALLWAY_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HALLWAY_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def installed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The environment that names the test's database, its secret and its address."""
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("HALLWAY_SECRETS", settings.secret.hex())
    monkeypatch.setenv("HALLWAY_BASE_URL", settings.base_url)
    monkeypatch.setenv("HALLWAY_CACHE", str(settings.cache))
    return settings
