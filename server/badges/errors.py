"""What a badge answers when it can't be read, drawn or saved."""

from datetime import datetime, timedelta

from server.errors import Refusal

CODE_LETTERS = 25
"""24 letters of token and one that checks them."""


class BadgeMalformed(Refusal):
    """The text is not a badge's code: another address, too few letters, or a letter misread."""

    def __init__(self, letters: int | None = None) -> None:
        """`letters`: how many were given; None when the text is no code at all, such as another address."""
        super().__init__()
        self.letters = letters
        if letters is None:
            self.message = (
                "That is not a Hallway badge. Scan the square on their badge, or type the characters below it."
            )
        elif letters != CODE_LETTERS:
            self.message = f"That is {letters} of {CODE_LETTERS} characters. Look below the square on their badge."
        else:
            self.message = "One character is not as on the badge. Compare it with those below the square."


class BadgeUnknown(Refusal):
    """A well-formed code that no badge has."""

    message = "No badge here has this code. Ask them to open “My badge” on their phone. Nothing was saved."


class BadgeRevoked(Refusal):
    """The badge was revoked, or replaced by a newer one."""

    def __init__(self, revoked_at: datetime, *, replaced: bool) -> None:
        """`revoked_at`: since when it is not valid, aware UTC; `replaced`: whether a newer badge took its place."""
        super().__init__()
        self.revoked_at = revoked_at
        self.replaced = replaced
        state = "replaced" if replaced else "withdrawn"
        self.message = (
            f"This badge was {state}. Ask them to open “My badge” on their phone, or send them to the desk for another."
            " Nothing was saved."
        )


class OwnBadge(Refusal):
    """Somebody scanned their own badge."""

    message = "This is your own badge. Hold it so that others can scan it."


class NotSavable(Refusal):
    """The person lets nobody save them, or not this scanner: the reasons look the same from outside."""

    message = "This person is not sharing a card with you here. Nothing was saved."


class ScanFromFuture(Refusal):
    """The device's clock runs further ahead than small errors do."""

    def __init__(self, ahead: timedelta) -> None:
        """`ahead`: of the server's clock."""
        super().__init__()
        self.ahead = ahead
        minutes = int(ahead.total_seconds() // 60)
        self.message = f"The scan is dated {minutes} minutes from now. Set the clock of this device, then scan again."


class ScanTooOld(Refusal):
    """The scan waited on its device longer than a scan is accepted."""

    def __init__(self, days: int) -> None:
        """`days`: how old a scan may be."""
        super().__init__()
        self.days = days
        self.message = f"This scan is older than {days} days. Keep it as a note, or ask them to show their badge again."


class EventUnknown(Refusal):
    """The event named with a scan is absent, or not one that the scanner may see."""

    message = "This scan names an event that is not here. Choose the event again, or scan without one."


class EncounterConflict(Refusal):
    """The id of a scan was used before, for something else."""

    message = "Another scan was recorded under this id. Make a new id for each scan, then send it again."


class EncounterUndone(Refusal):
    """The scan was taken back by who made it."""

    message = "This scan was undone, and stays undone. Scan the badge again to save its person."


class Busy(Refusal):
    """More scans are waiting to be written than the server holds."""

    message = "Many scans arrive at this moment. This one was not saved; send it again in a few seconds."


class PhotoUnreadable(Refusal):
    """The file is no picture that can be opened, or too large."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class NoCodeInPhoto(Refusal):
    """The picture was opened, and no badge's code was found in it."""

    message = (
        "There is no badge code to be seen in this picture. Hold the camera closer, with the whole square in view."
    )


class SeveralBadgesInPhoto(Refusal):
    """More than one person's badge is in the picture: which one is meant can't be known."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.message = f"There are {count} badges in this picture. Take it again with one of them in view."


class TooManyFreshCodes(Refusal):
    """Fresh codes were asked for too often."""

    def __init__(self, retry_at: datetime) -> None:
        """`retry_at`: when there is another, aware UTC."""
        super().__init__()
        self.retry_at = retry_at
        self.message = f"Your code stays as it is: you took many this hour. Take another after {retry_at:%H:%M} UTC."
