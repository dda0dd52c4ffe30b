"""The server answers where it is told to, tells nothing in its log, and stops when asked."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from server.config import ROOT, Settings

CODE = "7KQ2M9XATV4PC8WD3HNR6YBZ5"


@pytest.fixture
def serving(installed: Settings) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """`python -m server serve` at the port that PORT names, as platforms do it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "server", "serve"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process, port
    if process.poll() is None:
        process.kill()
        process.communicate()


def wait_for(port: int) -> None:
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def test_serve_answers_at_port_logs_no_code_and_stops(serving: tuple["subprocess.Popen[str]", int]) -> None:
    process, port = serving
    wait_for(port)

    opened = httpx.get(f"http://127.0.0.1:{port}/B/{CODE}?from=poster")
    process.send_signal(signal.SIGTERM)
    log, _ = process.communicate(timeout=30)

    lines = [line for line in log.splitlines() if "/B/" in line]
    assert ("server" in opened.headers, CODE in log, "poster" in log, "Traceback" in log) == (False,) * 4
    assert [line.partition('"')[2] for line in lines] == [
        f'GET /B/… HTTP/1.1" {opened.status_code} {opened.reason_phrase}'
    ]
