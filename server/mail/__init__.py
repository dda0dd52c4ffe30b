"""Mail that goes out: queued with what it tells of, delivered after. Knows addresses, no people."""
