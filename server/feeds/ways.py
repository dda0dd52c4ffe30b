"""How programs are brought to subscribe to a calendar: by links that they open, or by a code for the phone."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from server.badges.qr import svg


@dataclass(frozen=True, slots=True)
class Ways:
    """To one calendar."""

    name: str
    address: str
    """Where it is fetched."""
    apple: str
    """`webcal://…`: what phones and computers of Apple subscribe to when it is opened, and Thunderbird too."""
    google: str
    outlook: str
    """For accounts of one's own."""
    office: str
    """For accounts of a school or an employer."""

    @property
    def code(self) -> str:
        """A QR code of `apple`, as an SVG."""
        return svg(self.apple, label=f"Code that subscribes to {self.name}")


def ways(name: str, address: str) -> Ways:
    """To the calendar that is called `name` and fetched at `address`."""
    webcal = f"webcal://{address.partition('://')[2]}"
    added = urlencode({"url": address, "name": name}, quote_via=quote)
    return Ways(
        name,
        address,
        webcal,
        f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal}, quote_via=quote)}",
        f"https://outlook.live.com/calendar/0/addfromweb?{added}",
        f"https://outlook.office.com/calendar/0/addfromweb?{added}",
    )
