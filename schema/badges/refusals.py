"""What scanning a badge is refused with, in GraphQL."""

from datetime import datetime

import strawberry

from schema.errors import UserError, answers
from server.badges import errors


@answers(errors.BadgeMalformed)
@strawberry.type(description="The text is not a badge's code: another address, too few characters, or one misread.")
class BadgeMalformed(UserError):
    pass


@answers(errors.BadgeUnknown)
@strawberry.type(description="A well-formed code that no badge has.")
class BadgeUnknown(UserError):
    pass


@answers(errors.BadgeRevoked)
@strawberry.type(description="The badge is no longer valid.")
class BadgeRevoked(UserError):
    revoked_at: datetime = strawberry.field(description="Since when.")
    replaced: bool = strawberry.field(description="Whether a newer badge took its place.")


@answers(errors.OwnBadge)
@strawberry.type(description="It is your own badge.")
class OwnBadge(UserError):
    pass


@answers(errors.NotSavable)
@strawberry.type(description="The person isn't sharing a card with you here. Why is theirs to know.")
class NotSavable(UserError):
    pass


@answers(errors.ScanFromFuture)
@strawberry.type(description="The scan is dated more than five minutes ahead of the server's clock.")
class ScanFromFuture(UserError):
    pass


@answers(errors.ScanTooOld)
@strawberry.type(description="The scan waited on its device for longer than it may.")
class ScanTooOld(UserError):
    days: int = strawberry.field(description="How many days it may.")


@answers(errors.EventUnknown)
@strawberry.type(description="No event has this id, or none that you may see.")
class EventUnknown(UserError):
    pass


@answers(errors.EncounterConflict)
@strawberry.type(description="The id was used before for another scan. Nothing of that one is told.")
class EncounterConflict(UserError):
    pass


@answers(errors.EncounterUndone)
@strawberry.type(description="The scan was taken back. Scanning the badge anew is another scan.")
class EncounterUndone(UserError):
    pass


@answers(errors.Busy)
@strawberry.type(description="Too many scans arrive at this moment. Send the same again in a few seconds.")
class Busy(UserError):
    pass


@answers(errors.PhotoUnreadable)
@strawberry.type(description="The file can't be opened as a picture, or is too large.")
class PhotoUnreadable(UserError):
    pass


@answers(errors.NoCodeInPhoto)
@strawberry.type(description="No code is to be seen in the picture.")
class NoCodeInPhoto(UserError):
    pass


@answers(errors.SeveralBadgesInPhoto)
@strawberry.type(description="More than one badge is in the picture.")
class SeveralBadgesInPhoto(UserError):
    count: int = strawberry.field(description="How many.")
