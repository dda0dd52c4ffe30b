"""Roles and invitations in GraphQL."""
