"""Text becomes the same words whoever reads it, and words that run together are found by their parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.words import MAX_WORD, findable, fold, sought, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café Łódź Straße", ["cafe", "lodz", "strasse"]),
        ("CAFE\u0301", ["cafe"]),
        ("Þór ÞÓR", ["thor", "thor"]),
        ("İstanbul ISPARTA ılık", ["istanbul", "isparta", "ilik"]),
        ("O'Neil’s co-op, A&B", ["oneils", "co", "op", "a", "b"]),
        ("ﬁnd ② Ⅷ", ["find", "2", "viii"]),
        ("Ελλάδα Москва", ["ελλαδα", "москва"]),
        ("हिन्दी", ["हिन्दी"]),
        ("שָׁלוֹם", ["שָׁלוֹם"]),
        ("東京大学", ["東京", "京大", "大学", "学"]),
        ("大", ["大"]),
        ("AI東京", ["ai", "東京", "京"]),
        ("한국어", ["한국", "국어", "어"]),
        (" \t\n-—…🎓", []),
        ("a" * 50, ["a" * 40]),
    ],
)
def test_text_has_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("asked", "told", "found"),
    [
        ("東京", "東京大学", True),
        ("京大", "東京大学", True),
        ("大学", "東京大学", True),
        ("京学", "東京大学", False),
        ("学", "東京大学", True),
        ("京", "東京大学", True),
        ("น", "สวัสดี", False),
        ("ดี", "สวัสดี", True),
        ("resume", "Résumé clinic", True),
        ("RÉSUMÉ", "resume", True),
        ("clinic resume", "Résumé clinic", True),
        ("clin", "Résumé clinic", False),
    ],
)
def test_text_is_found_by_what_it_holds(asked: str, told: str, found: bool) -> None:
    assert holds(told, sought(asked)) is found


def test_only_the_last_word_may_be_a_beginning() -> None:
    assert sought("open ca", longer=True) == {"open": False, "ca": True}
    assert sought("open c", longer=True) == {"open": False, "c": False}
    assert sought("", longer=True) == {}


@given(st.text())
def test_any_text_is_found_by_itself(text: str) -> None:
    assert holds(text, sought(text))
    assert holds(text, sought(text, longer=True))


@given(st.text())
def test_words_hold_nothing_that_a_query_could_mean(text: str) -> None:
    for word in words(text):
        assert 0 < len(word) <= MAX_WORD
        assert not set(word) & set("\0 \"'\\():*&|!_-+{}^<>")
        assert fold(word) == word or len(word) == MAX_WORD


@given(st.text(alphabet=st.characters(codec=None, categories=["Cs", "Cc", "L"])))
def test_findable_text_can_be_sent_to_any_database(text: str) -> None:
    sent = findable(text)

    assert "\0" not in sent
    sent.encode()
    assert sent == text or "\ufffd" in sent


def holds(told: str, asked: dict[str, bool]) -> bool:
    there = words(told)
    return all(any(word.startswith(a) for word in there) if longer else a in there for a, longer in asked.items())
