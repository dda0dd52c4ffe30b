"""A badge's code: the same on every machine, forgiving to read, never read wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.badges.errors import BadgeMalformed
from server.badges.token import derive, grouped, hash_of, read, subkey, write

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[2] / "fixtures/golden/badges.json").read_text("utf-8"))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

tokens = st.binary(min_size=15, max_size=15)


@pytest.mark.parametrize("badge", GOLDEN["badges"], ids=lambda badge: badge["text"])
def test_derive_and_write_make_what_was_printed(badge: dict[str, str]) -> None:
    token = derive(bytes.fromhex(GOLDEN["secret"]), bytes.fromhex(badge["seed"]))

    assert token.hex() == badge["token"]
    assert write(token) == badge["text"]
    assert grouped(write(token)) == badge["printed"]
    assert hash_of(token).hex() == badge["hash"]


@pytest.mark.parametrize("typed", GOLDEN["same"], ids=lambda typed: typed["case"])
def test_read_forgives(typed: dict[str, str]) -> None:
    assert read(typed["text"]).hex() == typed["token"]


@pytest.mark.parametrize("typed", GOLDEN["refused"], ids=lambda typed: typed["case"])
def test_read_refuses(typed: dict[str, str]) -> None:
    with pytest.raises(BadgeMalformed):
        read(typed["text"])


def test_read_of_seven_letters_says_how_many_are_missing() -> None:
    with pytest.raises(BadgeMalformed) as refusal:
        read("2ZSJ3 7N")

    assert refusal.value.message == "That is 7 of 25 characters. Look below the square on their badge."


def test_subkeys_of_two_purposes_differ() -> None:
    assert subkey(bytes(32), "badge") != subkey(bytes(32), "roster")


@given(tokens, st.randoms())
def test_read_returns_what_was_written_in_any_case_and_grouping(token: bytes, random: Any) -> None:
    code = write(token)
    loose = "".join(
        random.choice([c, c.lower()]) + random.choice(["", "", "", " ", "-", "\u2011"])
        for c in code.replace("0", random.choice("0Oo")).replace("1", random.choice("1IiLl"))
    )

    assert read(loose) == token


@given(tokens, st.integers(0, 24), st.sampled_from(ALPHABET))
def test_read_refuses_every_single_wrong_letter(token: bytes, place: int, letter: str) -> None:
    code = write(token)
    wrong = code[:place] + letter + code[place + 1 :]

    if wrong == code:
        assert read(wrong) == token
    else:
        with pytest.raises(BadgeMalformed):
            read(wrong)


@given(tokens, st.integers(0, 24), st.integers(0, 24))
def test_read_refuses_every_swap_of_two_letters(token: bytes, one: int, other: int) -> None:
    letters = list(write(token))
    letters[one], letters[other] = letters[other], letters[one]
    swapped = "".join(letters)

    if swapped == write(token):
        assert read(swapped) == token
    else:
        with pytest.raises(BadgeMalformed):
            read(swapped)


@given(st.text(max_size=700))
def test_read_never_crashes(text: str) -> None:
    try:
        token = read(text)
    except BadgeMalformed:
        return
    assert len(token) == 15
