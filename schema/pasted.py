"""A table that somebody brings as a file or pastes, and that a form gives back after it was looked at."""

from strawberry.file_uploads import Upload

from server.imports.table_file import decoded

PIECE = 16_000
"""Characters of a piece of the text, so that a form can send it back."""
WHOLE = "The table, whole or cut between lines: it is put together again."


async def pasted(file: Upload | None, text: list[str] | None, *, most: int) -> str:
    """The text of `file`, or else `text`; of a file not much more than `most` letters are read."""
    if file is None:
        return "\n".join(text or [])
    octets = await file.read(4 * most + 1)  # type: ignore[attr-defined]  # Starlette's UploadFile
    return decoded(octets)[0]


def pieces(text: str) -> list[str]:
    """The text, cut at ends of lines."""
    found: list[str] = []
    for line in text.splitlines():
        if found and len(found[-1]) + len(line) < PIECE:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found
