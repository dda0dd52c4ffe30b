"""Leads: whom an organization's team met at its booth."""
