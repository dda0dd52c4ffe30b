"""Badges in GraphQL."""
