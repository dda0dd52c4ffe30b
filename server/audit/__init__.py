"""What was done that matters, written down for good. Knows ids, no people."""
