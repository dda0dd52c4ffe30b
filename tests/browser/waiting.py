"""Scans that wait on a phone, put there as its pages do, and what became of them on the server's disk."""

import sqlite3
from typing import Any

from browser.served import Served
from playwright.sync_api import Page

from schema.ids import global_id
from server.keys import derived_key

QUEUE = """async ({ account, codes, count, days, version, ...others }) => {
    const database = await new Promise((done) => {
        const request = indexedDB.open('hallway');
        request.onsuccess = () => done(request.result);
    });
    const writing = database.transaction('waiting', 'readwrite', { durability: 'strict' });
    const at = new Date(Date.now() - days * 86400e3).toISOString();
    for (let number = 0; number < count; number += 1) {
        const id = crypto.randomUUID();
        const code = codes[number % codes.length];
        const payload = { id, code, eventId: null, scannedAt: at, how: 'CAMERA', note: `${number}`, ...others[number] };
        writing.objectStore('waiting').add({ id, kind: 'ENCOUNTER', version, payload, queuedAt: at, account });
    }
    await new Promise((done) => (writing.oncomplete = done));
    database.close();
}"""


def account_of(person: str) -> str:
    return global_id("person", derived_key("person", person))


def queue(
    page: Page,
    account: str,
    codes: list[str],
    *,
    count: int,
    days: int = 0,
    version: int = 1,
    spoilt: dict[str, dict[str, Any]] | None = None,
) -> None:
    """`count` scans wait, numbered by their notes; `spoilt`: what is otherwise in those of these numbers."""
    given = {"account": account, "codes": codes, "count": count, "days": days, "version": version}
    page.evaluate(QUEUE, {**given, **(spoilt or {})})


def kept(served: Served, person: str) -> list[tuple[str, int]]:
    """Notes of the encounters of a person that wait had numbered, with how often each is there."""
    name = str(served.database_url).removeprefix("sqlite:///")
    with sqlite3.connect(f"file:{name}?mode=ro", uri=True) as database:
        key = derived_key("person", person).bytes
        statement = "SELECT note, count(*) FROM encounter WHERE scanner_id = ? AND note GLOB '[0-9]*' GROUP BY note"
        return list(database.execute(statement, (key,)))
