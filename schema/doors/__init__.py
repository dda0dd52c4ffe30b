"""Check-in at the doors of an event, in GraphQL."""
