"""Somebody photographs a badge, where no camera may be used in the page."""

from server.badges.decode import read_codes_in_thread
from server.badges.errors import BadgeMalformed, NoCodeInPhoto, SeveralBadgesInPhoto
from server.badges.token import read, write


async def code_in_photo(image: bytes) -> str:
    """The 25 letters of the one badge in a picture; other codes beside it don't matter.

    Raises PhotoUnreadable, NoCodeInPhoto, SeveralBadgesInPhoto, and BadgeMalformed when every code is something else.
    """
    codes = await read_codes_in_thread(image)
    if not codes:
        raise NoCodeInPhoto

    tokens = set()
    for code in codes:
        try:
            tokens.add(read(code))
        except BadgeMalformed as refusal:
            other = refusal
    if not tokens:
        raise other
    if len(tokens) > 1:
        raise SeveralBadgesInPhoto(len(tokens))
    return write(tokens.pop())
