"""Why somebody does not get what a guest has."""

from datetime import datetime

from server.errors import Refusal


class ClaimCodeWrong(Refusal):
    """These are not the letters that belong to this badge, or there is nothing to take over."""

    message = "These letters don’t belong to this badge. Ask for them at the desk of the event."


class TooManyClaims(Refusal):
    """Letters were tried too often, by this person or for this badge."""

    def __init__(self, retry_at: datetime) -> None:
        """`retry_at`: when it may be tried again, aware UTC."""
        super().__init__()
        self.retry_at = retry_at
        self.message = f"Too many letters were tried. Try again after {retry_at:%H:%M} UTC, or ask at the desk."
