"""Files that are made from what is known: a calendar, a contact's card, a badge's code."""

from base64 import b64encode
from datetime import datetime

import strawberry

from server.entity_tag import entity_tag


@strawberry.type(description="A file made from what is known, such as a calendar. It has `text` or `base64`, not both.")
class Attachment:
    media_type: str = strawberry.field(description="Its type, such as `text/calendar; charset=utf-8`.")
    filename: str = strawberry.field(description="The name to save it under.")
    text: str | None = strawberry.field(description="The content of a file of text, line ends as they are; else null.")
    base64: str | None = strawberry.field(description="The content of any other file (RFC 4648 §4); else null.")
    etag: str = strawberry.field(
        description="The same as long as every octet is the same; with its quotes, as in HTTP."
    )
    last_modified: datetime | None = strawberry.field(
        description="When what it tells of last changed, as far as that is known."
    )


def attachment(
    content: str | bytes,
    *,
    media_type: str,
    filename: str,
    last_modified: datetime | None = None,
    etag: str | None = None,
) -> Attachment:
    """A file of text where `content` is a `str`, of octets where it is `bytes`. Without an `etag` one is made of it."""
    return Attachment(
        media_type=media_type,
        filename=filename,
        text=content if isinstance(content, str) else None,
        base64=b64encode(content).decode("ascii") if isinstance(content, bytes) else None,
        etag=etag or entity_tag(content.encode() if isinstance(content, str) else content),
        last_modified=last_modified,
    )
