"""What is refused of printing."""

from server.errors import Refusal


class StockTooSmall(Refusal):
    """The code with its white margin does not fit."""

    def __init__(self, stock: str) -> None:
        super().__init__()
        self.message = f"{stock} has no room for a code of 30 mm with its white margin. Choose a larger one."


class NothingToPrint(Refusal):
    """No badge is chosen."""

    message = "No badge is left to print. Choose all of them to print some again."


class TooManyPrints(Refusal):
    """So many jobs of an event wait or are being made already."""

    message = "Five prints of this event are still being made. Wait for one, or cancel one."


class SecretGone(Refusal):
    """A badge was made with a secret that HALLWAY_SECRETS no longer holds."""

    message = "Some badges were made with a secret that this server no longer has. Replace those badges, then print."


class EventUnknown(Refusal):
    """No event has this slug."""

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.message = f"There is no event “{slug}”. Its slug is what follows /events/ in its address."
