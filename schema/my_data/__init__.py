"""What Hallway holds about a person, in GraphQL."""
