"""What verbs about contacts and reports refuse."""

from datetime import datetime

from server.errors import Refusal


class TooManyReports(Refusal):
    """Somebody has reported as many people as may be reported in a day."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__()
        self.retry_at = retry_at
        self.message = f"You have reported very many people. Go on after {retry_at:%H:%M} UTC, or write to the campus."


class NoteConflict(Refusal):
    """The id of a note was used before, for something else."""

    message = "Something else was written under this id. Make a new id for each note, then send it again."


class UndoTooLate(Refusal):
    """A scan was recorded longer ago than it can be undone."""

    def __init__(self, hours: int) -> None:
        """`hours`: for how long it could."""
        super().__init__()
        self.hours = hours
        self.message = f"A scan can be undone for {hours} hours. This one is older, and stays as it is."
