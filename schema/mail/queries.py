"""What the demo would have mailed."""

from datetime import datetime

import strawberry

from schema.context import Info
from server.mail.outbox import read_outbox

MOST = 50


@strawberry.type(description="A mail that the demo wrote down instead of sending it.")
class WrittenMail:
    to: str = strawberry.field(description="The address it is for.")
    subject: str = strawberry.field(description="Its subject.")
    text: str = strawberry.field(description="All that it says.")
    sent_at: datetime = strawberry.field(description="When it was queued.")


@strawberry.type
class MailQuery:
    @strawberry.field(
        description=f"The latest {MOST} mails of the demo, newest first, for everybody; null on a real installation."
    )
    async def outbox(self, info: Info) -> list[WrittenMail] | None:
        found = await read_outbox(info.context.settings, MOST)
        if found is None:
            return None
        return [WrittenMail(to=one.to, subject=one.subject, text=one.text, sent_at=one.sent_at) for one in found]
