"""What a booth's team is answered when nothing is kept."""

from server.errors import Refusal


class LeadUnknown(Refusal):
    """The scan that an entry is about is not here, or not one of a booth whose leads the actor shares."""

    message = "The scan that this is about has not arrived yet, or is not one of your booth. Send the scan first."


class EntryConflict(Refusal):
    """The id of an entry was used before, for something else."""

    message = "Another entry was written under this id. Make a new id for each, then send it again."


class BoothInUse(Refusal):
    """Scans or leads hang on a booth."""

    message = (
        "People were scanned at this booth, scanned its code, or its team wrote about them. That stays with it, so it"
        " can’t be taken away. Change its label or what it offers instead."
    )
