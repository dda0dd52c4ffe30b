"""Contacts in GraphQL."""
