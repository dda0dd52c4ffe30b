"""Sealed rosters in GraphQL."""
