"""The only reader of the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from server.errors import SetupError

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation can choose. README, "Configure", lists the same names."""

    database_url: str = f"sqlite:///{VAR / 'hallway.sqlite3'}"
    """`sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME`."""
    base_url: str = "http://localhost:8000"
    """Where people reach this installation: scheme and host, no slash at the end. Printed into badges."""
    secrets: tuple[bytes, ...] = field(default=(), repr=False)
    """Newest first. The first signs and derives; the others are kept to print old badges again."""
    demo: bool = False
    """Whether the one-click sign-in links of the demo campus work. Never on a real installation."""
    campus_name: str = "Hallway"
    """The name beside the mark, usually the university's."""
    folder: Path = VAR
    """Where SQLite, and the secret that the demo made for it, are kept."""

    @classmethod
    def from_environment(cls) -> Self:
        """Read `DATABASE_URL`, `HALLWAY_BASE_URL`, `HALLWAY_SECRETS`, `HALLWAY_DEMO`, `HALLWAY_NAME`, `HALLWAY_VAR`.

        Without `DATABASE_URL` and `HALLWAY_SECRETS` both come from the folder HALLWAY_VAR, so that every command
        finds the demo's. Raises SetupError where a value is unusable.
        """
        env = os.environ
        defaults = {name: f.default for name, f in cls.__dataclass_fields__.items()}
        base_url = env.get("HALLWAY_BASE_URL", str(defaults["base_url"])).rstrip("/")
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
            raise SetupError(
                f"HALLWAY_BASE_URL is {base_url!r}. Give scheme and host, as in https://hallway.example.edu"
            )
        folder = Path(env.get("HALLWAY_VAR") or VAR).resolve()
        secrets = env.get("HALLWAY_SECRETS", "")
        if not secrets and "DATABASE_URL" not in env and (folder / "secret").is_file():
            secrets = (folder / "secret").read_text()
        return cls(
            database_url=env.get("DATABASE_URL", f"sqlite:///{folder / 'hallway.sqlite3'}"),
            base_url=base_url,
            secrets=_secrets(secrets),
            demo=env.get("HALLWAY_DEMO", "") == "1",
            campus_name=env.get("HALLWAY_NAME", str(defaults["campus_name"])),
            folder=folder,
        )

    @property
    def secret(self) -> bytes:
        """The newest secret. Raises SetupError when none is set."""
        if not self.secrets:
            raise SetupError(
                "HALLWAY_SECRETS is not set. Make one: python3 -c 'import secrets; print(secrets.token_hex(32))'"
            )
        return self.secrets[0]

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")


def _secrets(text: str) -> tuple[bytes, ...]:
    try:
        secrets = tuple(bytes.fromhex(part) for part in text.replace(",", " ").split())
    except ValueError as fault:
        raise SetupError("HALLWAY_SECRETS must be hexadecimal, 64 digits each, newest first.") from fault
    if any(len(secret) < 32 for secret in secrets):
        raise SetupError("HALLWAY_SECRETS holds one shorter than 64 hexadecimal digits.")
    return secrets
