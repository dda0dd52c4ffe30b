"""What Hallway holds about a person: they take it with them, have it erased, and what is old goes by itself."""
