"""Many scans become encounters and contacts in one transaction (placeholder interface: being built)."""


class EncounterWriter:
    """Group-commit writer of encounters."""
