"""Whatever helps people find the events that are for them."""
