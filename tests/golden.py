"""The calendars of fixtures/golden."""

from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "fixtures" / "golden"
NAMES = ("events", "fairs-in-boston", "robotics-club", "boston", "build-night")
"""Of everybody."""
PERSONAL = ("agenda", "kept-filter")
"""Ada's own, with reminders: what she goes to, hosts and speaks at, and what a filter of hers finds."""
