"""What was done with the viewer's account."""

import json
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.connections import Connection, Page
from schema.context import Info
from schema.enums import described
from server.audit.models import Action
from server.my_data import activity
from server.paging import write_cursor

described(
    Action,
    "What was done. New ones may come.",
    SIGNED_IN="Somebody signed in to the account.",
    SIGN_IN_FAILED="Somebody tried to sign in to the account, and could not.",
    SIGNED_OUT_EVERYWHERE="All devices, or all others, were signed out.",
    ROLE_GIVEN="A role was given.",
    ROLE_TAKEN="A role was taken back.",
    EXPORTED="Everything about the person was downloaded.",
    ERASED="The account was erased.",
    PRIVATE_FIELDS_VIEWED="Somebody who looks after a campus saw fields that the card does not show them.",
    API_TOKEN_MADE="An API token was made.",  # noqa: S106  # an act, no token
    API_TOKEN_TAKEN_BACK="An API token was taken back.",  # noqa: S106  # an act, no token
    RETENTION_CHANGED="It was changed how long a campus keeps things.",
    PERSON_REPORTED="Somebody was reported to those who look after a campus.",
    REPORT_CLOSED="A report was closed by one of them.",
    PERSON_LET_IN="Somebody was let come to an event that is for others.",
    TAKEN_OFF_LIST="Somebody was taken off the list of an event.",
    ATTENDEES_WRITTEN_TO="Organizers wrote to those who come to an event.",
    ATTENDEES_EXPORTED="The list of those who come to an event was taken along in a file.",
    ORGANIZATION_RENAMED="An organization was given another name.",
    PLACE_RENAMED="A place was given another name.",
    CAMPUS_RENAMED="A campus was given another name.",
    PLACE_ADDED="A place was added to a campus.",
    CAMPUS_ADDED="A campus was added.",
    LEADS_EXPORTED="A booth's team took its leads along in a file.",
    BOOTH_GIVEN="An organization was given a booth at a fair.",
    BOOTH_TAKEN="A booth was taken from an organization.",
    CALENDAR_ADDRESS_MADE="A secret address of a calendar was made.",
    CALENDAR_ADDRESS_TAKEN_BACK="A secret address of a calendar was taken back.",
    PASSKEY_ADDED="A passkey was made, by which the account can be signed in to.",
    PASSKEY_REMOVED="A passkey was removed.",
    ROSTER_TAKEN="The sealed names of an event, or what changed in them, were taken along for scanning offline.",
    ROSTER_RENEWED="The sealed names of an event got a new key: those that were taken along are of no more use.",
    BADGES_PRINTED="A file with the badges of an event was asked for.",
    BADGES_ISSUED="Badges of an event were issued.",
    BADGE_REVOKED="A badge was revoked.",
    BADGE_REPLACED="A badge was replaced: the old code is refused.",
    GUEST_BROUGHT_IN="Guests without accounts were brought into an event.",
    GUEST_CLAIMED="Somebody took over what they had as a guest.",
)


@strawberry.type(description="One fact about an act, such as `how` and `EMAIL`. Names and ids, never personal values.")
class AuditFact:
    name: str = strawberry.field(description="What it is about, such as `how` or `role`.")
    value: str = strawberry.field(description="A name or an id.")


@strawberry.type(description="An act that was written down. It is never changed.")
class AuditEntry:
    key: strawberry.Private[UUID]
    at: datetime = strawberry.field(description="When it was done.")
    action: Action = strawberry.field(description="What was done.")
    by_you: bool = strawberry.field(description="Whether you did it; false: somebody else, or Hallway by itself.")
    facts: list[AuditFact] = strawberry.field(description="More about it, by name; often nothing.")


@strawberry.type
class Watched:
    """What `Viewer` has of the audit trail."""

    @strawberry.field(
        description="What was done with your account, by you and by others, newest first. A program needs ADMIN."
    )
    async def audit_entries(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
    ) -> Connection[AuditEntry]:
        found = await activity.activity(info.context.database, actor=info.context.actor, first=first, after=after)
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            [as_audit_entry(row) for row in found.rows],
            cursor=lambda entry: write_cursor(entry.at, entry.key),
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )


def as_audit_entry(row: Any) -> AuditEntry:
    """From a row of `server.my_data.activity`."""
    return AuditEntry(
        key=row.id,
        at=row.at,
        action=row.action,
        by_you=bool(row.by_you),
        facts=[AuditFact(name=name, value=value) for name, value in json.loads(row.detail).items()],
    )
