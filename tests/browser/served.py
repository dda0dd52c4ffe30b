"""The real server in a process of its own, over a database of its own, filled with the demo campus of today."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

from schema.ids import global_id
from server import clock
from server.badges.token import derive, write
from server.config import ROOT
from server.db import Database
from server.keys import derived_key
from server.migrate import migrate
from server.people.demo_sign_in import demo_api_token, demo_path
from server.seed import seed
from server.seed.people_rows import badge_seed

SECRET = bytes(range(32))


class Served:
    """What a test needs to know of it. `folder` gets its log, `database_url` says which database.

    `variables` go into its environment; a `{base_url}` in them is filled in.
    """

    def __init__(self, folder: Path, database_url: str, **variables: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self.base_url = f"http://localhost:{self._port}"
        self.log = folder / "log"
        self.database_url = database_url
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HALLWAY_")},
            "DATABASE_URL": database_url,
            "HALLWAY_BASE_URL": self.base_url,
            "HALLWAY_DEMO": "1",
            "HALLWAY_NAME": "Northgate",
            "HALLWAY_SECRETS": SECRET.hex(),
            "HALLWAY_VAR": str(folder),
            "HALLWAY_CACHE": str(Path(tempfile.gettempdir()) / "hallway-test-cache"),
            **{name: value.format(base_url=self.base_url) for name, value in variables.items()},
        }
        # In a thread of its own, since this one may have Playwright's loop.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(_fill(database_url))).result()
        self.start()

    def start(self, root: Path = ROOT) -> None:
        """Again after `stop`; `root` has the program, and the assets that were built with it."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "server", "serve", "--port", str(self._port)],
                env=self._environment,
                cwd=root,
                stdout=log,
                stderr=log,
            )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(15)

    def sign_in_url(self, person: str) -> str:
        """The one-click link of one of the cast, by key."""
        return self.base_url + demo_path(SECRET, derived_key("person", person))

    def ask(self, person: str, query: str, **variables: Any) -> Any:
        """`data` of a GraphQL answer that has no errors, as one of the cast."""
        response = httpx.post(
            f"{self.base_url}/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {demo_api_token(SECRET, derived_key('person', person))}"},
            trust_env=False,
        )
        answer = response.json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def name(self, person: str) -> str:
        return str(self.ask(person, "{ viewer { person { name } } }")["viewer"]["person"]["name"])

    def badge(self, person: str) -> str:
        """The address in the square of their badge."""
        return str(self.ask(person, "{ viewer { badge { address } } }")["viewer"]["badge"]["address"])

    def printed_badge(self, person: str) -> str:
        """The same of anybody, also of those for whom no program can ask."""
        token = derive(SECRET, badge_seed(SECRET, derived_key("person", person)))
        return f"{self.base_url}/B/{write(token)}".upper()

    def letters(self, person: str) -> str:
        """The 25 letters below the square."""
        return self.badge(person).rpartition("/")[2]

    def slug(self, event: str) -> str:
        """Of an event, by its key."""
        query = "query ($id: ID!) { node(id: $id) { ... on Event { slug } } }"
        return str(self.ask("ada", query, id=global_id("event", derived_key("event", event)))["node"]["slug"])

    def scans(self, person: str) -> list[dict[str, Any]]:
        """All that a person scanned, the newest first."""
        query = """{ viewer { encounters(first: 100) { edges { node {
            clientId how note scannedAt event { slug } contact { name }
        } } } } }"""
        return [edge["node"] for edge in self.ask(person, query)["viewer"]["encounters"]["edges"]]

    def _wait(self) -> None:
        for _ in range(3600):  # three minutes, for a machine that does much else
            try:
                with socket.create_connection(("127.0.0.1", self._port), timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
            assert self.process.poll() is None, self.log.read_text()
        raise TimeoutError(self.log.read_text())


async def _fill(database_url: str) -> None:
    database = Database.open(database_url)
    try:
        await migrate(database)
        await seed(database, secret=SECRET, now=clock.now())
    finally:
        await database.close()


def serving_sqlite(folder: Path) -> Iterator[Served]:
    yield from serving(folder, f"sqlite:///{folder / 'hallway.sqlite3'}")


def serving(folder: Path, database_url: str) -> Iterator[Served]:
    """Until it is asked to go on; then nothing may have failed in it."""
    served = Served(folder, database_url)
    yield served
    served.stop()
    log = served.log.read_text()
    assert "Traceback" not in log, log
