"""What verbs about contacts and reports refuse."""

from datetime import datetime

from server.errors import Refusal


class TooManyReports(Refusal):
    """Somebody has reported as many people as may be reported in a day."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__()
        self.retry_at = retry_at
        self.message = f"You have reported very many people. Go on after {retry_at:%H:%M} UTC, or write to the campus."
