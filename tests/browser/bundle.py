"""Parts of the islands as one script, so that a test calls them in a page as islands do."""

import subprocess

from server.config import ROOT

ASSETS = ROOT / "server" / "assets"


def bundled(source: str, *, name: str) -> str:
    """What `source`, TypeScript beside `src/`, exports, as a global `name`."""
    program = next((ASSETS / "node_modules" / "@esbuild").glob("*/bin/esbuild"))
    command = [str(program), "--bundle", "--format=iife", f"--global-name={name}", "--loader=ts"]
    return subprocess.run(command, cwd=ASSETS, check=True, capture_output=True, text=True, input=source).stdout
