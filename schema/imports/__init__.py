"""Importing in GraphQL."""
