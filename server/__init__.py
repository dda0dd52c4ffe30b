"""Hallway: campus events, badges, and the contacts that come of them."""
