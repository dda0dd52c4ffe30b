"""Badges on paper, in GraphQL."""
