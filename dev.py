#!/usr/bin/env python3
"""Two commands for a machine with nothing but Python and pip: `demo` shows Hallway, `test` checks it.

    python3 dev.py demo [--fresh] [--port N] [--host ADDRESS]
    python3 dev.py test [pytest arguments]

Both make `.venv`, install what `requirements.lock` pins, and build the assets; the second time that takes no time.
Standard library only, and no syntax that Python 3.6 can't read: it has to say that it is too old.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from ctypes.util import find_library
from pathlib import Path

WANTED = (3, 11)


def too_old(version):
    """The line to show to somebody whose Python is older than WANTED, else None."""
    if tuple(version[:2]) >= WANTED:
        return None
    found, wanted = ("{}.{}".format(*pair) for pair in (version, WANTED))
    return f"Hallway needs Python {wanted} or newer; this is {found}. Run it with a newer one: python{wanted} dev.py"


if __name__ == "__main__" and too_old(sys.version_info):
    sys.exit(too_old(sys.version_info))

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ASSETS = ROOT / "server" / "assets"
HAS_NODE = "from server.assets.build import has_node; raise SystemExit(not has_node())"
NODE_WHEEL = "from server.assets.build import NODE_WHEEL; print(NODE_WHEEL)"
CHECK_SCRIPTS = """
import subprocess
from server.assets.build import ASSETS, node
npm, environment = node()
raise SystemExit(subprocess.call([*npm, "run", "--silent", "check"], cwd=ASSETS, env=environment))
"""
CHECK_LAYERS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
BROWSER_OF_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright: print(playwright.chromium.executable_path)
"""
INSTALL_BROWSER = "import sys; from playwright.__main__ import main; sys.argv[1:] = ['install', 'chromium']; main()"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Stop(Exception):
    """Ends the command with one line on stderr."""


def main(arguments: list[str]) -> None:
    """Run `demo` or `test`; does not return when all goes well, but becomes the server or pytest."""
    command, rest = (arguments or [""])[0], arguments[1:]
    if command == "demo":
        demo(rest)
    elif command == "test":
        test(rest)
    else:
        print(__doc__.split("\n\n")[1])
        sys.exit(0 if command in ("", "-h", "--help") else 2)


def demo(arguments: list[str]) -> None:
    """Serve the demo campus."""
    parser = argparse.ArgumentParser(prog="dev.py demo", description="Serve a demo campus with people to sign in as.")
    parser.add_argument("--fresh", action="store_true", help="forget what was done and start over")
    parser.add_argument("--port", type=int, default=8000, help="where to listen (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1: this machine only)")
    options = parser.parse_args(arguments)
    require_free(options.host, options.port)
    set_up()
    become("-m", "server", "demo", *arguments)


def test(arguments: list[str]) -> None:
    """Check everything, stop at the first failure, and end with pytest's summary."""
    set_up()
    browser()
    second_readers()
    step("format", "-m", "ruff", "format", "--check", ".")
    step("lint", "-m", "ruff", "check", ".")
    step("types", "-m", "mypy")
    step("layers", "-c", CHECK_LAYERS, "--no-logo")
    step("GraphQL schema", "-m", "server", "export-schema", "--check")
    step("types of the scripts", "-c", CHECK_SCRIPTS)
    header("tests, on SQLite and PostgreSQL")
    become("-m", "pytest", "-n", "auto", *arguments)


# Setting up ----------------------------------------------------------------------------------------------------------


def set_up() -> None:
    """Make `.venv` what requirements.lock, pyproject.toml and the assets ask for. A second time it only looks."""
    make_environment()
    locked = digest(ROOT / "requirements.lock")
    if stale("locked", locked):
        say("Installing the packages of requirements.lock. The first time this takes a minute.")
        pip("--require-hashes", "-r", "requirements.lock")
        remember("locked", locked)
    built = digest(ROOT / "pyproject.toml", *sources())
    if stale("built", built) or not (ROOT / "server" / "static").is_dir():
        say("Installing Hallway and building its assets.")
        if run("-c", HAS_NODE):
            say("There is no Node 20 or newer: one comes from PyPI, into .venv.")
            pip(ask(NODE_WHEEL))
        pip("--no-deps", "--no-build-isolation", "-e", ".")
        remember("built", built)


def make_environment() -> None:
    """Make `.venv`, and make it anew when this folder or Python moved since: its programs know both by path."""
    place = "{}\n{}\n{}.{}".format(ROOT, sys.base_prefix, *sys.version_info)
    moved = (VENV / "hallway-place").is_file() and stale("place", place)
    if PYTHON.exists() and not moved:
        return
    say("Making .venv.")
    # Without pip, since Debian has no ensurepip; the pip of this Python installs into it from outside.
    venv.create(VENV, with_pip=False, symlinks=True, clear=True)
    remember("place", place)


def pip(*arguments: str) -> None:
    """`pip install` into `.venv`."""
    if importlib.util.find_spec("pip"):
        command = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    elif importlib.util.find_spec("ensurepip"):
        subprocess.run([PYTHON, "-m", "ensurepip", "--default-pip"], check=True, stdout=subprocess.DEVNULL)
        command = [str(PYTHON), "-m", "pip"]
    else:
        raise Stop("pip is missing. On Debian and Ubuntu: apt-get install python3-pip. Then run this again.")
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--root-user-action=ignore"]
    if subprocess.call([*command, "install", *quiet, *arguments], cwd=ROOT):
        raise Stop(f"`pip install {' '.join(arguments)}` failed; its reason is above. Then run this again.")


def sources() -> list[Path]:
    """What the assets are made of."""
    found = []
    for folder, folders, names in os.walk(ASSETS):
        folders[:] = [name for name in folders if name not in ("node_modules", "__pycache__")]
        found += [Path(folder, name) for name in names]
    return sorted(found)


def digest(*paths: Path) -> str:
    """SHA-256 of names and contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def stale(name: str, value: str) -> bool:
    """Whether `value` is not what was remembered under `name`."""
    note = VENV / f"hallway-{name}"
    return not note.is_file() or note.read_text() != value


def remember(name: str, value: str) -> None:
    (VENV / f"hallway-{name}").write_text(value)


# Checks --------------------------------------------------------------------------------------------------------------


def browser() -> None:
    """Tell the browser tests of a Chromium by HALLWAY_BROWSER; install one where that is possible."""
    header("browser")
    found = find_browser() or install_browser()
    in_ci = os.environ.get("CI") == "true"
    if in_ci:
        os.environ["HALLWAY_BROWSER_REQUIRED"] = "1"
    if found:
        os.environ["HALLWAY_BROWSER"] = found
        print(found)
    elif in_ci:
        raise Stop("No browser was found, none could be installed, and CI=true: install chromium.")
    else:
        print("No browser was found and none could be installed: the browser tests skip. Install chromium to run them.")


def find_browser() -> "str | None":
    """A Chromium that is already here: named, on the path, or Playwright's own."""
    named = os.environ.get("HALLWAY_BROWSER")
    if named and not shutil.which(named):
        raise Stop(f"HALLWAY_BROWSER is {named}, which is no program. Give the path of a Chromium.")
    found = next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)
    if found:
        return found
    path = ask(BROWSER_OF_PLAYWRIGHT)
    return path if path and Path(path).exists() else None


def install_browser() -> "str | None":
    """Debian's Chromium when we are root there, else Playwright's own; None where neither can be had."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        say("Installing chromium.")
        apt_install("chromium")
    if not find_browser():
        say("Installing Playwright's Chromium.")
        ask(INSTALL_BROWSER)
    return find_browser()


def second_readers() -> None:
    """zbar reads printed badges besides our own reader, and libical calendars; without one, its tests skip and say so.

    libical is on no package index of Python or Node, so it is the system's or nobody's.
    """
    for name, package in (("zbar", "libzbar0"), ("ical", "libical3")):
        if find_library(name) is None and shutil.which("apt-get") and os.geteuid() == 0:
            say(f"Installing {package}.")
            apt_install(package)


def apt_install(package: str) -> None:
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    quietly = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.call([*apt, "update"], **quietly)
    subprocess.call([*apt, "install", "-y", "--no-install-recommends", package], **quietly)


# Running -------------------------------------------------------------------------------------------------------------


def require_free(host: str, port: int) -> None:
    """Say at once that a port is taken, before a minute of installing."""
    from server.commands.port import require_free
    from server.errors import SetupError

    try:
        require_free(host, port)
    except SetupError as fault:
        raise Stop(str(fault)) from None


def step(title: str, *arguments: str) -> None:
    """Run one check; stop when it fails."""
    header(title)
    code = run(*arguments)
    if code:
        raise Stop(f"The check of {title} failed (exit {code}); the reason is above.")


def run(*arguments: str) -> int:
    """Run `.venv`'s Python; return its exit code."""
    return subprocess.call([PYTHON, *arguments], cwd=ROOT)


def ask(program: str) -> str:
    """What a program prints on `.venv`'s Python; nothing when it fails."""
    answer = subprocess.run([PYTHON, "-c", program], cwd=ROOT, check=False, capture_output=True, text=True)
    return answer.stdout.strip()


def become(*arguments: str) -> None:
    """Let this process be `.venv`'s Python, so that signals and the exit code are its own."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *arguments])


def header(title: str) -> None:
    print(f"\n── {title} ".ljust(80, "─"), flush=True)


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Stop as reason:
        sys.exit(f"dev.py: {reason}")
    except KeyboardInterrupt:
        sys.exit(130)
