"""One command, and a stranger is inside: links to click, a line to paste, a file for scripts."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from server.__main__ import main
from server.commands.demo import age
from server.config import ROOT
from server.people.demo_sign_in import CAST

CONTACTS = "{ viewer { contacts { edges { node { name } } } } }"
SCAN = """
mutation ($code: String!, $id: UUID!, $at: DateTime!) {
  scanBadge(input: {id: $id, code: $code, scannedAt: $at, how: TYPED}) { __typename }
}
"""


@dataclass
class Demo:
    """One that is running, and what it wrote down."""

    process: "subprocess.Popen[bytes]"
    port: int
    folder: Path
    told: str

    @property
    def file(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "demo.json").read_text(encoding="utf-8")))

    def ask(self, person: str, query: str, **variables: Any) -> dict[str, Any]:
        """What the GraphQL API answers to one of the cast."""
        answer = httpx.post(
            self.file["graphql_url"],
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {self.file['people'][person]['api_token']}"},
        )
        assert "errors" not in answer.json(), answer.text
        return dict(answer.json()["data"])

    def contacts(self, person: str) -> set[str]:
        edges = self.ask(person, CONTACTS)["viewer"]["contacts"]["edges"]
        return {edge["node"]["name"] for edge in edges}

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)


def run(folder: Path, *arguments: str) -> Demo:
    """Type the command, with a port of its own, and wait until it answers."""
    port = free_port()
    command = [sys.executable, "-m", "server", "demo", "--port", str(port), *arguments]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "HALLWAY_VAR": str(folder)}, stdout=out, stderr=subprocess.STDOUT
        )
        for _ in range(1200):
            if process.poll() is not None or answers(port):
                break
            time.sleep(0.05)
        out.seek(0)
        told = out.read()
    assert process.poll() is None, told
    return Demo(process, port, folder, told)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One for all who only look."""
    demo = run(tmp_path_factory.mktemp("demo") / "var")
    yield demo
    demo.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_demo_lets_everybody_of_the_cast_in(demo: Demo) -> None:
    places = {}
    for key, person in demo.file["people"].items():
        with httpx.Client() as browser:
            arrived = browser.get(person["sign_in_url"])
            places[key] = (
                arrived.status_code,
                person["sign_in_url"] in demo.told,
                "hallway_session" in browser.cookies,
            )
    assert places == dict.fromkeys(CAST, (303, True, True))


def test_demo_writes_down_what_a_script_needs(demo: Demo) -> None:
    file = demo.file
    viewer = demo.ask("ada", "{ viewer { person { name email } badge { address code } } }")["viewer"]
    ada = file["people"]["ada"]
    base = f"http://localhost:{demo.port}"
    assert (file["base_url"], file["graphql_url"]) == (base, f"{base}/graphql")
    assert viewer == {
        "person": {"name": ada["name"], "email": ada["email"]},
        "badge": {"address": ada["badge_code"], "code": ada["badge_letters"]},
    }
    assert (demo.folder / "demo.json").stat().st_mode & 0o777 == 0o600
    assert (demo.folder / "secret").stat().st_mode & 0o777 == 0o600


def test_demo_names_events_that_are_there(demo: Demo) -> None:
    events = demo.file["events"]
    query = "query ($slug: String!, $id: ID!) { event(slug: $slug) { slug } node(id: $id) { ... on Event { slug } } }"
    found = {key: demo.ask("eli", query, slug=event["slug"], id=event["id"]) for key, event in events.items()}
    assert len(events) >= 35
    assert found == {
        key: {"event": {"slug": event["slug"]}, "node": {"slug": event["slug"]}} for key, event in events.items()
    }


def test_demo_names_calendars_that_can_be_subscribed_to(demo: Demo) -> None:
    feeds = {name: httpx.get(address) for name, address in demo.file["feeds"].items()}

    assert {name: (feed.status_code, feed.text[:15]) for name, feed in feeds.items()} == dict.fromkeys(
        feeds, (200, "BEGIN:VCALENDAR")
    )
    assert demo.file["feeds"]["events"] in demo.told


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl to paste into")
def test_demo_prints_a_line_that_works_when_pasted(demo: Demo) -> None:
    (line,) = re.findall(r"^ +(curl .+)$", demo.told, re.MULTILINE)

    pasted = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)

    data = json.loads(pasted.stdout)["data"]
    assert data["viewer"]["person"]["name"] == demo.file["people"]["ada"]["name"]
    assert len(data["events"]["edges"]) == 3


def test_demo_keeps_what_was_done_at_another_port_until_it_is_to_start_over(tmp_path: Path) -> None:
    first = run(tmp_path)
    before = first.contacts("ada")
    gus = first.file["people"]["gus"]
    scan = first.ask("ada", SCAN, code=gus["badge_code"], id=str(uuid4()), at=datetime.now(UTC).isoformat())
    first.stop()

    second = run(tmp_path)
    after = second.contacts("ada")
    kept = second.file["people"]["gus"]
    second.stop()
    third = run(tmp_path, "--fresh")
    over = third.contacts("ada")
    third.stop()

    assert scan == {"scanBadge": {"__typename": "ScanBadgeSuccess"}}
    assert (after - before, over) == ({gus["name"]}, before)
    assert [demo.process.returncode for demo in (first, second, third)] == [0, 0, 0]
    assert (kept["api_token"], kept["badge_letters"]) == (gus["api_token"], gus["badge_letters"])
    assert second.port != first.port
    assert kept["badge_code"].startswith(f"HTTP://LOCALHOST:{second.port}/B/")


@pytest.mark.parametrize(
    ("days", "line"),
    [
        (0, "The campus was seeded today."),
        (1, "The campus was seeded on 23 September 2026, yesterday; its dates are from then. --fresh makes them new."),
        (9, "The campus was seeded on 15 September 2026, 9 days ago; its dates are from then. --fresh makes them new."),
    ],
)
def test_demo_says_when_its_dates_are_old(days: int, line: str) -> None:
    today = datetime(2026, 9, 24, 12, tzinfo=UTC)

    assert age(today - timedelta(days=days), now=today) == line


def test_demo_on_a_taken_port_is_one_line_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        code = main(["demo", "--port", str(port)])

    line = f"Port {port} is taken. Choose another: --port {port + 1}\n"
    assert (code, *capsys.readouterr(), (tmp_path / "var").exists()) == (1, "", line, False)


def test_demo_without_the_secret_that_opens_it_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "hallway.sqlite3").touch()

    code = main(["demo", "--port", str(free_port())])

    line = f"{tmp_path}/var/secret, which opens the badges of this demo, is gone. Start over: add --fresh\n"
    assert (code, *capsys.readouterr()) == (1, "", line)


def test_demo_in_a_folder_that_can_not_be_made_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "var").touch()

    code = main(["demo", "--port", str(free_port())])

    assert (code, *capsys.readouterr()) == (1, "", f"{tmp_path}/var can't be written: File exists.\n")
