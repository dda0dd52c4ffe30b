"""What is refused of files that people bring."""

from server.errors import Refusal


class FileTooLarge(Refusal):
    """It has more octets than are taken."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        """Octets."""
        self.message = f"This file has more than {most // 1024**2} MB. Choose a smaller one."


class PictureUnreadable(Refusal):
    """It is cut, spoilt, or no picture at all, whatever its name says."""

    message = "This file can’t be opened as a picture. Choose a JPEG, PNG or WebP photograph."


class PictureTooLarge(Refusal):
    """It has more pixels than are opened."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        """Pixels."""
        self.message = f"This picture has more than {most // 10**6} megapixels. Choose a smaller one."
