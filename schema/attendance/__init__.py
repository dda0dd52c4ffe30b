"""Who comes to which event, in GraphQL."""
