"""Which column of a table holds what: by its heading, in the words that people use."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from server.imports.table_file import TableFile
from server.words import fold

F = TypeVar("F")


def guessed(headings: Sequence[str], words: Mapping[F, tuple[str, ...]]) -> dict[F, str]:
    """The heading of each field for which one of its `words` stands; the first word that does counts."""
    plain = {fold(heading).replace("_", " ").strip(): heading for heading in reversed(headings)}
    return {
        field: next(plain[word] for word in known if word in plain)
        for field, known in words.items()
        if any(word in plain for word in known)
    }


def cells(file: TableFile, columns: Mapping[F, str]) -> list[tuple[int, dict[F, str]]]:
    """Each line with its number and what it says of each field; "" where it ends before. `columns` are headings of
    the file."""
    places = {field: file.headings.index(heading) for field, heading in columns.items()}
    return [
        (line, {field: row[place] if place < len(row) else "" for field, place in places.items()})
        for line, row in file.rows
    ]
