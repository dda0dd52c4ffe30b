"""Where the viewer's data is to be had as a file."""

import strawberry

from schema.context import Info
from server.actor import Scope, member_with
from server.my_data.export import FILENAME, PATH


@strawberry.type(
    description=(
        "Everything that Hallway holds about you: JSON, vCards and iCalendar in one ZIP file, which is made while it"
        " is sent. Each download is written down in your audit trail."
    )
)
class Export:
    url: str = strawberry.field(
        description="GET it with the session's cookie, or `Authorization: Bearer …` of a token with CONTACTS and ADMIN."
    )
    filename: str = strawberry.field(description="The name to save it under.")
    media_type: str = strawberry.field(description="`application/zip`.")


@strawberry.type
class DataOwner:
    """What `Viewer` has of exports."""

    @strawberry.field(description="Take everything with you. Null for a program without CONTACTS and ADMIN.")
    def export(self, info: Info) -> Export | None:
        context = info.context
        if not all(member_with(context.actor, scope) for scope in (Scope.ADMIN, Scope.CONTACTS)):
            return None
        return Export(url=f"{context.settings.base_url}{PATH}", filename=FILENAME, media_type="application/zip")
