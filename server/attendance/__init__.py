"""Who comes to which event: answers, waitlists, what organizers ask, and everybody's own agenda."""
