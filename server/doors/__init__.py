"""Check-in: who came in, at which door, and when."""
