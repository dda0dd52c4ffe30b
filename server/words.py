"""Text as it is searched and sorted: the same words from both databases, whatever their own rules are."""

import re
import unicodedata

MAX_WORD = 40
"""Characters; what is longer is cut."""
MAX_TEXT = 20_000
"""Characters of one text that are read."""

# What Unicode does not take apart. Case-folding comes first, so one case is enough for most.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_ACCENTS = re.compile("[\u0300-\u036f]+")
_APOSTROPHES = re.compile("['’ʼ`´]")
_PLAIN = re.compile("[a-z0-9]+")
_UNFINDABLE = re.compile("[\x00\ud800-\udfff]")
# Han, kana, Hangul and Thai run on without spaces.
_UNSPACED = re.compile("([\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003134f]+)")


def fold(text: str) -> str:
    """`text` without accents and case: "Café Łódź" → "cafe lodz"."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def words(text: str) -> list[str]:
    """The words of `text` in order, folded. A run of Han, kana, Hangul or Thai gives each pair of its letters.

    Its last letter is a word too, so that each of its letters begins one.
    """
    return [
        word[:MAX_WORD] for part in _parts(text) for word in ([*_pairs(part), part[-1]] if _runs_on(part) else [part])
    ]


def sought(text: str, *, longer: bool = False) -> dict[str, bool]:
    """The words that a text must hold to be found by `text`: each with whether it may be the beginning of a longer one.

    `longer` says so for the last, if it has two letters or more: the words that begin with one are too many.
    """
    found = {}
    for part in _parts(text):
        for word in (_pairs(part) or [part]) if _runs_on(part) else [part]:
            found[word[:MAX_WORD]] = _runs_on(word) and len(word) == 1
    if found and longer and len(last := list(found)[-1]) > 1:
        found[last] = True
    return found


def findable(text: str) -> str:
    """`text` as a database can be asked for it: what no column can hold becomes U+FFFD, which equals nothing."""
    return _UNFINDABLE.sub("\ufffd", text)


def _parts(text: str) -> list[str]:
    folded = _APOSTROPHES.sub("", fold(text[:MAX_TEXT]))
    if folded.isascii():
        return _PLAIN.findall(folded)
    spaced = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in folded)
    return [part for run in spaced.split() for part in _UNSPACED.split(run) if part]


def _runs_on(part: str) -> bool:
    return _UNSPACED.match(part) is not None


def _pairs(part: str) -> list[str]:
    return [part[i : i + 2] for i in range(len(part) - 1)]
