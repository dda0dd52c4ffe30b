"""The only reader of the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from server.errors import SetupError
from server.providers import Provider, read_providers

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
    """Where SQLite, the secret that the demo made for it, and mail that goes nowhere else are kept."""
    cache: Path = VAR / "cache"
    """What can be made again: fonts cut to the letters of badges. May be deleted at any time."""
    files: str = ""
    """Where files that people bring are kept (see server/files/store.py); empty for `files/` of the folder."""
    smtp_url: str | None = field(default=None, repr=False)
    """`smtp://HOST:PORT` or `smtps://HOST:PORT`, with `USER:PASSWORD@` before the host where it asks for them.
    None: mail is written into `outbox/` of the folder."""
    mail_from: str = ""
    """The address that mail comes from; empty for `hallway@` and the host of `base_url`."""
    private_calendars: bool = False
    """Whether organizers may import from addresses inside this network. Whoever may post then reaches what is there."""
    sign_up_domains: tuple[str, ...] = ()
    """Lower-case domains; whoever reads mail at an address of theirs may join by it."""
    providers: tuple[Provider, ...] = ()
    """OpenID Connect providers that people may sign in through, in the order of their buttons."""

    @classmethod
    def from_environment(cls) -> Self:
        """Read DATABASE_URL and the variables HALLWAY_… of README, "Configure".

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
            cache=_cache(env.get("HALLWAY_CACHE", ""), env.get("XDG_CACHE_HOME", "")),
            files=env.get("HALLWAY_FILES", ""),
            smtp_url=_smtp_url(env.get("HALLWAY_SMTP_URL", "")),
            mail_from=env.get("HALLWAY_MAIL_FROM", ""),
            private_calendars=env.get("HALLWAY_PRIVATE_CALENDARS", "") == "1",
            sign_up_domains=tuple(env.get("HALLWAY_SIGN_UP_DOMAINS", "").lower().replace(",", " ").split()),
            providers=_providers(env.get("HALLWAY_SIGN_IN_PROVIDERS", "")),
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
    def files_url(self) -> str:
        """Where files are kept, as an address."""
        return self.files or (self.folder / "files").resolve().as_uri()

    @property
    def sender(self) -> str:
        """The address that mail comes from."""
        return self.mail_from or f"hallway@{urlsplit(self.base_url).hostname}"

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")


def _cache(named: str, of_user: str) -> Path:
    if named:
        return Path(named).resolve()
    try:
        return (Path(of_user) if of_user else Path.home() / ".cache") / "hallway"
    except RuntimeError:  # a user without a home, as in some containers
        return VAR / "cache"


def _smtp_url(text: str) -> str | None:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        # Not repeated in the message: it may hold a password.
        raise SetupError("HALLWAY_SMTP_URL is no address. Give smtp://USER:PASSWORD@HOST:587 or smtps://…:465.")
    return text or None


def _providers(path: str) -> tuple[Provider, ...]:
    if not path:
        return ()
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise SetupError(f"HALLWAY_SIGN_IN_PROVIDERS names {path}, which can't be read: {fault}.") from fault
    return read_providers(text, os.environ)


def _secrets(text: str) -> tuple[bytes, ...]:
    try:
        secrets = tuple(bytes.fromhex(part) for part in text.replace(",", " ").split())
    except ValueError as fault:
        raise SetupError("HALLWAY_SECRETS must be hexadecimal, 64 digits each, newest first.") from fault
    if any(len(secret) < 32 for secret in secrets):
        raise SetupError("HALLWAY_SECRETS holds one shorter than 64 hexadecimal digits.")
    return secrets
