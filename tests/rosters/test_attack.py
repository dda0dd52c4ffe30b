"""A roster tells nothing to whoever has no badge: people who have the file try."""

import gzip
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from unsealed import opened, records_of

from server.badges.token import derive
from server.rosters.octets import BASE, CHANGES, all_records, changes, without, written
from server.rosters.seal import SealedCard, decoy_key, lookup_of, roster_key, seal

SECRET = bytes(range(32))
KEY = roster_key(SECRET, scope="event-1", audience="SCAN", epoch=1)
DECOYS = decoy_key(SECRET, KEY)
NOW = datetime(2026, 9, 24, 14, tzinfo=UTC)
EXPIRES = NOW + timedelta(hours=24)
COUNT = 1500
LUCK = random.Random(5)
TOKENS = [derive(SECRET, number.to_bytes(16, "big")) for number in range(COUNT)]
CARDS = [SealedCard(f"Wilhelmina Canary {number}", "she/her", "Ornithology, BS 2027", "") for number in range(COUNT)]
REAL = [seal(KEY, token, card) for token, card in zip(TOKENS, CARDS, strict=True)]
FILE = written(BASE, KEY, all_records(DECOYS, REAL), expires_at=EXPIRES)
LOOKUPS = {record[:8] for record in records_of(FILE)}


def test_each_badge_opens_its_own_card() -> None:
    for token, card in list(zip(TOKENS, CARDS, strict=True))[::50]:
        assert opened(token, FILE) == [card.name, card.pronouns, card.headline, ""]


def test_random_tokens_find_nothing() -> None:
    guesses = [LUCK.randbytes(15) for _ in range(50_000)]

    assert [guess for guess in guesses if lookup_of(KEY, guess) in LOOKUPS] == []


def test_neighbours_of_a_token_find_nothing() -> None:
    neighbours = [
        (int.from_bytes(token, "big") ^ 1 << bit).to_bytes(15, "big") for token in TOKENS[:20] for bit in range(120)
    ]

    assert [one for one in neighbours if lookup_of(KEY, one) in LOOKUPS] == []


def test_roster_of_another_event_shares_no_lookup_and_its_key_opens_nothing() -> None:
    other = roster_key(SECRET, scope="event-2", audience="SCAN", epoch=1)
    theirs = {lookup_of(other, token) for token in TOKENS}
    with_their_key = FILE[:16] + other + FILE[48:]

    assert theirs & LOOKUPS == set()
    assert {opened(token, with_their_key) for token in TOKENS[:20]} == {None}


def test_neither_names_nor_their_repetition_show_in_the_octets() -> None:
    assert b"Canary" not in FILE
    assert b"Wilhelmina" not in FILE
    assert len(gzip.compress(FILE, 6)) > len(FILE)


def test_sizes_tell_only_multiples_of_256() -> None:
    sizes = {count: len(all_records(DECOYS, REAL[:count])) for count in (0, 1, 255, 256, 257)}

    assert sizes == {0: 256, 1: 256, 255: 256, 256: 256, 257: 512}


def test_records_and_decoys_look_alike() -> None:
    decoys = all_records(DECOYS, [])
    decoys = [*decoys, *(r for n in range(6) for r in all_records(DECOYS + bytes([n]), []))]

    for crowd in (REAL, decoys):
        counted = Counter(b"".join(crowd))
        expected = len(crowd) * 144 / 256
        assert all(abs(counted[octet] - expected) < 6 * expected**0.5 for octet in range(256))
    for column in range(144):
        bits = sum(record[column] >> 7 for record in REAL)
        assert abs(bits - COUNT / 2) < 6 * (COUNT / 4) ** 0.5, column


@pytest.mark.parametrize("place", [8, 19, 20, 90, 127, 128, 143])
def test_flipped_octet_fails_closed(place: int) -> None:
    at = FILE.index(REAL[0]) + place

    assert opened(TOKENS[0], FILE[:at] + bytes([FILE[at] ^ 1]) + FILE[at + 1 :]) is None


def test_record_at_the_lookup_of_another_fails_closed() -> None:
    swapped = [REAL[0][:8] + REAL[1][8:], REAL[1][:8] + REAL[0][8:]]
    file = written(BASE, KEY, sorted(swapped), expires_at=EXPIRES)

    assert [opened(token, file) for token in TOKENS[:2]] == [None, None]


def test_expired_file_opens_nothing() -> None:
    assert opened(TOKENS[0], FILE, at=EXPIRES) is not None
    assert opened(TOKENS[0], FILE, at=EXPIRES + timedelta(seconds=1)) is None


def test_change_withdrawal_revocation_and_erasure_are_as_long_as_each_other() -> None:
    token, before = TOKENS[0], REAL[:10]
    cards = {
        "changed": SealedCard("Wilhelmina King", "", "", ""),
        "withdrawn": SealedCard("", "", "", ""),
        "revoked": SealedCard("", "", "", "REVOKED"),
    }
    deltas = {what: changes(DECOYS, before, [seal(KEY, token, card), *before[1:]]) for what, card in cards.items()}
    deltas["erased"] = changes(DECOYS, before, before[1:])
    deltas["nothing"] = changes(DECOYS, before, before)
    base = written(BASE, KEY, sorted(before), expires_at=EXPIRES)
    files = {what: written(CHANGES, KEY, delta, expires_at=EXPIRES) for what, delta in deltas.items()}

    assert {len(file) for file in files.values()} == {48 + 64 * 144}
    assert opened(token, base, files["changed"]) == ["Wilhelmina King", "", "", ""]
    assert opened(token, base, files["withdrawn"]) == ["", "", "", ""]
    assert opened(token, base, files["revoked"]) == ["", "", "", "REVOKED"]
    assert opened(token, base, files["erased"]) is None


def test_who_is_hidden_from_a_scanner_is_to_them_as_somebody_unknown() -> None:
    hidden = [lookup_of(KEY, TOKENS[0])]
    masked = written(BASE, KEY, without(DECOYS, records_of(FILE), hidden), expires_at=EXPIRES)
    later = written(CHANGES, KEY, changes(DECOYS, REAL, REAL, hidden), expires_at=EXPIRES)

    assert opened(TOKENS[0], masked) is None
    assert opened(TOKENS[0], FILE, later) is None
    assert opened(TOKENS[1], masked) == opened(TOKENS[1], FILE, later) == opened(TOKENS[1], FILE)
    assert len(masked) == len(FILE)
