"""Booths and their leads in GraphQL."""
