"""Mail in GraphQL: the demo's outbox."""
