"""What importing refuses."""

from server.errors import Refusal


class FileUnreadable(Refusal):
    """The file is of no kind that is read here, or too large; nothing of it was taken."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class ImportGone(Refusal):
    """A preview is imported once."""

    message = "This was imported already. Choose the file again to see what is new in it."


class AlreadyFollowed(Refusal):
    """The organization has this address already."""

    message = "This address is followed already. It is in the list of imports."
