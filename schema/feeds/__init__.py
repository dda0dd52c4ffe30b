"""Calendars in GraphQL."""
