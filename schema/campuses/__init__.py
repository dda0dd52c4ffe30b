"""Campuses in GraphQL."""
