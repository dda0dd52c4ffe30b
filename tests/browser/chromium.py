"""Which browser the tests drive, and how it is told to be quiet and what its camera sees."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def program() -> str | None:
    """The path of a Chromium: the one that HALLWAY_BROWSER names, else the first on the path; None without any."""
    return os.environ.get("HALLWAY_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


def arguments(clip: Path | None = None) -> list[str]:
    """For a launch; `clip` is played before the camera, which then asks nobody for permission."""
    if clip is None:
        return [*QUIET]
    camera = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    return [*QUIET, *camera, f"--use-file-for-fake-video-capture={clip}"]
