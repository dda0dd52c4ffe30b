"""What importing refuses."""

import strawberry

from schema.errors import UserError, answers
from server.imports import errors


@answers(errors.FileUnreadable)
@strawberry.type(description="The file is of no kind that is read here, or too large; nothing of it was taken.")
class FileUnreadable(UserError):
    pass


@answers(errors.AlreadyFollowed)
@strawberry.type(description="The organization follows this address already; nothing was changed.")
class AlreadyFollowed(UserError):
    pass


@answers(errors.ImportGone)
@strawberry.type(description="The preview can't be read any more.")
class ImportGone(UserError):
    pass
