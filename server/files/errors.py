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


class PdfUnreadable(Refusal):
    """It is cut, spoilt, far too long, or no PDF at all, whatever its name says."""

    message = "This file can’t be read as a PDF of 1 to 50 pages. Save it as a PDF again, and choose that one."


class PdfLocked(Refusal):
    """It opens only with a password, or is encrypted with an empty one."""

    message = "This PDF is locked. Save it without a password, and choose that one."


class PdfActive(Refusal):
    """It does something when it is opened, or carries other files along."""

    message = "This PDF holds a script, a form that sends something, or another file. Print it to a new PDF first."
