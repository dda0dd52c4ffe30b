"""Organizations in GraphQL."""
