"""What people's verbs refuse."""

from server.errors import Refusal


class DemoLinkInvalid(Refusal):
    """No such link, or no demo: the two look the same."""

    message = "This sign-in link leads nowhere. The command that started the demo prints the ones that work."
