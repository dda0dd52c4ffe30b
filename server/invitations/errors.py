"""What verbs about roles and invitations refuse."""

from datetime import datetime
from enum import StrEnum

from server.errors import Refusal


class WhyOver(StrEnum):
    """Why an invitation no longer works."""

    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"
    USED_UP = "USED_UP"


class InvitationOver(Refusal):
    """The invitation can't be accepted any more, or never was one.

    `why` is None, and all cases look the same, for those whom it was not for.
    """

    def __init__(self, why: WhyOver | None = None) -> None:
        super().__init__()
        self.why = why
        self.message = {
            None: "This invitation doesn’t work. Ask whoever sent it for a new one.",
            WhyOver.EXPIRED: "This invitation has expired. Ask whoever sent it for a new one.",
            WhyOver.WITHDRAWN: "This invitation was withdrawn. If you still want to join, ask whoever sent it.",
            WhyOver.USED_UP: "Others were first: this link has been used as often as it may. Ask for one of your own.",
        }[why]


class InvitationForAnother(Refusal):
    """It is bound to an e-mail address that is not this account's."""

    message = "This invitation is for another email address. Sign in with the one that it was sent to."


class TooManyInvitations(Refusal):
    """Somebody has made as many invitations as may be made in a day."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__()
        self.retry_at = retry_at
        self.message = f"You have sent very many invitations. Go on after {retry_at:%H:%M} UTC, or share one link."


class LastOfficer(Refusal):
    """An organization keeps at least one officer."""

    message = "An organization needs an officer, and this is the only one. Make somebody else an officer first."


class LastAdministrator(Refusal):
    """A campus keeps at least one administrator."""

    message = "A campus needs an administrator, and this is the only one. Appoint somebody else first."
