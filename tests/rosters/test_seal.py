"""A roster is the same octets on every machine, and opens with a badge in hand."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unsealed import opened

from server.badges.token import derive, read
from server.rosters.octets import BASE, CHANGES, all_records, changes, tag, written
from server.rosters.seal import PLAIN_OCTETS, SealedCard, decoy_key, fit, lookup_of, roster_key, seal

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[2] / "fixtures/golden/roster.json").read_text("utf-8"))
SECRET = bytes.fromhex(GOLDEN["secret"])
KEY = bytes.fromhex(GOLDEN["key"])
DECOYS = decoy_key(SECRET, KEY)
EXPIRES = datetime.fromtimestamp(GOLDEN["expiresAt"] / 1000, UTC)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
cards = st.builds(SealedCard, texts, texts, texts, st.sampled_from(["", "REVOKED"]))
crowds = st.dictionaries(st.binary(min_size=15, max_size=15), cards, max_size=5)


def sealed(crowd: dict[bytes, SealedCard]) -> list[bytes]:
    return all_records(DECOYS, [seal(KEY, token, card) for token, card in crowd.items()])


def token(badge: dict[str, Any]) -> bytes:
    return derive(SECRET, bytes.fromhex(badge["seed"]))


def test_key_is_of_one_event_audience_and_epoch() -> None:
    made = {
        roster_key(SECRET, scope=scope, audience=audience, epoch=epoch)
        for scope in ("event-1", "event-2")
        for audience in ("SCAN", "CHECK_IN")
        for epoch in (1, 2)
    }

    assert roster_key(SECRET, scope="event-1", audience="SCAN", epoch=1) == KEY
    assert roster_key(SECRET, scope="event-2", audience="SCAN", epoch=1).hex() == GOLDEN["otherEvent"]["key"]
    assert len(made) == 8


@pytest.mark.parametrize("badge", GOLDEN["before"], ids=lambda badge: badge["code"])
def test_record_is_what_was_kept(badge: dict[str, Any]) -> None:
    card = SealedCard(*badge["card"])

    assert token(badge) == read(badge["code"])
    assert fit(card).decode() == badge["plain"]
    assert lookup_of(KEY, token(badge)).hex() == badge["lookup"]
    assert seal(KEY, token(badge), card).hex() == badge["record"]


def test_files_are_what_was_kept() -> None:
    before = {token(badge): SealedCard(*badge["card"]) for badge in GOLDEN["before"]}
    after = {token(badge): SealedCard(*badge["from"]) for badge in GOLDEN["after"]}
    base = written(BASE, KEY, sealed(before), expires_at=EXPIRES)
    delta = written(CHANGES, KEY, changes(DECOYS, sealed(before), sealed(after)), expires_at=EXPIRES)

    assert {"octets": len(base), "sha256": sha256(base).hexdigest()} == GOLDEN["sent"]["base"]
    assert {"octets": len(delta), "sha256": sha256(delta).hexdigest()} == GOLDEN["sent"]["changes"]
    assert tag(KEY, sealed(before)) == GOLDEN["etag"]
    assert (len(base), len(delta)) == (48 + 256 * 144, 48 + 64 * 144)


def test_files_without_decoys_open_as_was_kept() -> None:
    base, delta = bytes.fromhex(GOLDEN["base"]), bytes.fromhex(GOLDEN["changes"])

    before = {badge["code"]: opened(read(badge["code"]), base) for badge in GOLDEN["before"]}
    after = {badge["code"]: opened(read(badge["code"]), base, delta) for badge in GOLDEN["after"]}
    absent = [opened(read(code), base, delta) for code in GOLDEN["gone"] + GOLDEN["foreign"]]

    assert before == {badge["code"]: json.loads(badge["plain"]) for badge in GOLDEN["before"]}
    assert after == {badge["code"]: badge["card"] for badge in GOLDEN["after"]}
    assert absent == [None, None]


@settings(max_examples=50)
@given(cards)
def test_every_card_fits_and_keeps_its_status(card: SealedCard) -> None:
    plain = fit(card)
    name, pronouns, headline, status = json.loads(plain)

    assert len(plain) == PLAIN_OCTETS
    assert (card.name.startswith(name), card.pronouns.startswith(pronouns), card.headline.startswith(headline)) == (
        (True, True, True)
    )
    assert status == card.status
    assert not headline or (name, pronouns) == (card.name, card.pronouns)


@settings(max_examples=15)
@given(crowds, crowds)
def test_base_and_changes_say_what_a_new_base_says(before: dict[bytes, Any], after: dict[bytes, Any]) -> None:
    base = written(BASE, KEY, sealed(before), expires_at=EXPIRES)
    delta = written(CHANGES, KEY, changes(DECOYS, sealed(before), sealed(after)), expires_at=EXPIRES)
    new = written(BASE, KEY, sealed(after), expires_at=EXPIRES)

    for one in {**before, **after}:
        assert opened(one, base, delta) == opened(one, new)
    assert {one for one in before if opened(one, new) is None} == before.keys() - after.keys()


@settings(max_examples=15)
@given(crowds, st.randoms())
def test_rows_in_any_order_are_the_same_octets(crowd: dict[bytes, Any], random: Any) -> None:
    shuffled = list(crowd.items())
    random.shuffle(shuffled)

    assert sealed(dict(shuffled)) == sealed(crowd)
